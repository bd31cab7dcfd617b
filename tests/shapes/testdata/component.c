/* The rest of the component, which has all interface ids. */

static HRESULT query(Counted *o, REFIID iid, void **out, int known) {
    known |= IsEqualIID(iid, &IID_IUnknown) || IsEqualIID(iid, &IID_IInspectable) || IsEqualIID(iid, &IID_IAgileObject);
    *out = known ? o : 0;
    if (!known) return E_NOINTERFACE;
    add_ref(o);
    return S_OK;
}

static HRESULT WINAPI token_query(Counted *o, REFIID iid, void **out) { return query(o, iid, out, IsEqualIID(iid, &iid_IToken)); }
static HRESULT WINAPI answer_query(Counted *o, REFIID iid, void **out) { return query(o, iid, out, IsEqualIID(iid, &iid_Answer)); }
/* A box does not know its own parameterized interface id. */
static HRESULT WINAPI box_query(Counted *o, REFIID iid, void **out) { return query(o, iid, out, IsEqualIID(iid, &IID_IUnknown)); }
static HRESULT WINAPI get_number(Counted *o, int *out) { *out = o->number; return S_OK; }
static HRESULT WINAPI get_value(Counted *o, void *out) { memcpy(out, o->value, o->number); return S_OK; }

const void *const token_methods[] = {token_query, add_ref, release, no_iids, no_name, base_trust, get_number};
const void *const answer_methods[] = {answer_query, add_ref, release, get_number};
const void *const box_methods[] = {box_query, add_ref, release, no_iids, no_name, base_trust, get_value};

static int wrong_Token(void *const *v, KEY) {
    void *token = 0;
    int is = 0;
    int wrong = !*v || FAILED(SLOT(*v, 0, void *, REFIID, void **)(*v, &iid_IToken, &token)) || FAILED(SLOT(token, 6, void *, int *)(token, &is)) || is != (int)leaf(KEYS);
    give_up(token);
    return wrong;
}

static Fixed judge = {judge_methods, &iid_IJudge};

static HRESULT WINAPI activate(void *o, void **out) { (void)o, *out = &judge; return S_OK; }
static const void *const judge_factory_methods[] = {INSPECTABLE activate};
static Fixed judge_factory = {judge_factory_methods, &IID_IActivationFactory};

static HRESULT WINAPI create_token(void *o, int number, void **out) { (void)o, *out = counted(token_methods, number); return S_OK; }
static const void *const token_factory_methods[] = {INSPECTABLE create_token};
static Fixed token_factory = {token_factory_methods, &iid_ITokenFactory};

/* Both factories are also asked for as IActivationFactory; only the judge's is one. */
HRESULT WINAPI DllGetActivationFactory(HSTRING name, void **out) {
    const wchar_t *s = WindowsGetStringRawBuffer(name, 0);
    *out = !wcscmp(s, L"Shapes.Judge") ? &judge_factory : !wcscmp(s, L"Shapes.Token") ? &token_factory : 0;
    return *out ? S_OK : CLASS_E_CLASSNOTAVAILABLE;
}
