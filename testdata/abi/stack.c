/* Calls of methods whose arguments are only words, with an eye on the stack: on 386 the callee takes its
   arguments away (stdcall), and what it leaves or takes too much of is its caller's ruin. */
#include <windows.h>

#ifdef __i386__
/* The difference that the call made to ESP, in bytes. */
LONG __cdecl left_by(void *method, void *object, LONG words, const UINT_PTR *arguments, HRESULT *hr);
__asm__(".globl _left_by\n"
        "_left_by:\n"
        "    pushl %ebp\n"
        "    movl %esp, %ebp\n"
        "    pushl %ebx\n"
        "    pushl %esi\n"
        "    pushl %edi\n"
        "    movl %esp, %ebx\n"
        "    movl 16(%ebp), %ecx\n"
        "    movl 20(%ebp), %esi\n"
        "1:  testl %ecx, %ecx\n"
        "    jz 2f\n"
        "    decl %ecx\n"
        "    pushl (%esi,%ecx,4)\n"
        "    jmp 1b\n"
        "2:  pushl 12(%ebp)\n"
        "    call *8(%ebp)\n"
        "    movl 24(%ebp), %ecx\n"
        "    movl %eax, (%ecx)\n"
        "    movl %ebx, %eax\n"
        "    subl %esp, %eax\n"
        "    movl %ebx, %esp\n"
        "    popl %edi\n"
        "    popl %esi\n"
        "    popl %ebx\n"
        "    popl %ebp\n"
        "    ret\n");
#else
typedef UINT_PTR W;
typedef HRESULT(WINAPI *Method)(void *, W, W, W, W, W, W, W, W, W, W, W, W);

/* The caller takes the arguments away, so that more than are wanted do no harm. */
static LONG left_by(void *method, void *object, LONG words, const W *a, HRESULT *hr) {
    W all[12] = {0};
    for (LONG i = 0; i < words && i < 12; i++) all[i] = a[i];
    *hr = ((Method)method)(object, all[0], all[1], all[2], all[3], all[4], all[5], all[6], all[7], all[8], all[9], all[10], all[11]);
    return 0;
}
#endif

/* Calls the method in slot with words words and returns how many bytes it left on the stack: 0 is right,
   less than that took away what was not its own. */
__declspec(dllexport) LONG WINAPI StackAfter(void ***object, LONG slot, LONG words, const UINT_PTR *arguments, HRESULT *hr) {
    return left_by((*object)[slot], object, words, arguments, hr);
}
