// Command winmd2go makes Go packages of Windows metadata.
//
// Run "winmd2go help" for what it can do.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// Exit codes.
const (
	exitDone  = 0
	exitStale = 1 // generate --check found something to change
	exitError = 2 // wrong use, bad input, or something could not be written
)

func main() { os.Exit(run()) }

func run() int {
	// A run lives for a fraction of a second: garbage is collected only where there
	// would be a lot of it.
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(88 << 20)

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	return execute(ctx, os.Args[1:], os.Stdout, os.Stderr)
}

// execute runs the command line and returns the exit code.
func execute(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	switch {
	case err == nil:
		return exitDone
	case err == errStale:
		return exitStale
	case ctx.Err() != nil:
		fmt.Fprintln(stderr, "winmd2go: interrupted; every file is whole, run again to complete")
	default:
		fmt.Fprintln(stderr, "winmd2go:", err)
	}
	return exitError
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "winmd2go",
		Short: "Go packages for the Windows Runtime, made from its metadata",
		Long: `winmd2go makes Go packages of Windows metadata (.winmd) and COM interop headers.

The metadata of the Windows Runtime and the interop headers are part of the
program; --metadata and --header read others instead.`,
		Example: `  winmd2go generate Windows.Devices.Display.Core --out demo
  winmd2go list Windows.Devices
  winmd2go show Windows.Foundation.Uri`,
		Version:       version(),
		Args:          noArguments,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(command *cobra.Command, args []string) error {
			return command.Help()
		},
	}
	root.SuggestionsMinimumDistance = 2
	root.SetVersionTemplate("winmd2go {{.Version}}\n")
	root.SetFlagErrorFunc(func(command *cobra.Command, err error) error { return usage(command, err) })
	root.AddCommand(newGenerate(), newList(), newShow(), newMerge(), newSlice(), newVersion())
	root.SuggestionsMinimumDistance = 2
	root.InitDefaultCompletionCmd()
	return root
}

// usage adds to an error where the right use is to be read.
func usage(command *cobra.Command, err error) error {
	return fmt.Errorf("%w; see %s --help", err, command.CommandPath())
}

// noArguments also catches a misspelt command, which cobra takes for an argument.
func noArguments(command *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	err := fmt.Errorf("there is no command %q", args[0])
	if near := command.SuggestionsFor(args[0]); len(near) > 0 {
		err = fmt.Errorf("%w; did you mean %s?", err, near[0])
	}
	return usage(command, err)
}
