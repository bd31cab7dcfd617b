package main

import (
	"cmp"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/winmd2go/winmd2go/generator"
)

func newShow() *cobra.Command {
	var options generator.Options
	command := &cobra.Command{
		Use:   "show NAME",
		Short: "Print what a type becomes in Go, and what it was in metadata",
		Long: `Print the Go declarations that a type becomes, without their bodies, and the type
as it stands in metadata. For the NAME of a member, its type is shown.`,
		Example:           `  winmd2go show Windows.Foundation.Uri`,
		Args:              arguments("NAME", 1, 1),
		ValidArgsFunction: completeNames,
		RunE: func(command *cobra.Command, args []string) error {
			source := generator.Source{Metadata: options.Metadata, Headers: options.Headers}
			if err := findSources(&source); err != nil {
				return err
			}
			shown, err := generator.Show(command.Context(), source, args[0], options.ImportPath)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(command.OutOrStdout(), "%s\n// In metadata:\n\n%s", cmp.Or(shown.Go, "// nothing\n"), shown.Metadata)
			return err
		},
	}
	sourceFlags(command, &options.Metadata, &options.Headers)
	return command
}
