package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/winmd2go/winmd2go/metadata"
)

// version is that of the module, as the go command recorded it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}

func newVersion() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of winmd2go and of the metadata in it",
		Args:  arguments("", 0, 0),
		RunE: func(command *cobra.Command, args []string) error {
			_, err := fmt.Fprintf(command.OutOrStdout(), "winmd2go %s, metadata of Windows %s, %s %s/%s\n",
				version(), metadata.SDK, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}
