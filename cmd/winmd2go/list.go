package main

import (
	"bufio"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/winmd2go/winmd2go/generator"
)

func newList() *cobra.Command {
	var source generator.Source
	command := &cobra.Command{
		Use:   "list [PREFIX]",
		Short: "Print namespaces, or the types of one",
		Long: `Print the namespaces that start with PREFIX and how many types each holds. If
PREFIX is the whole name of a namespace, print its types instead; PREFIX.* prints
the namespaces from there.`,
		Example: `  winmd2go list Windows.Devices.*
  winmd2go list Windows.Devices.Display.Core`,
		Args:              arguments("PREFIX", 0, 1),
		ValidArgsFunction: completeNames,
		RunE: func(command *cobra.Command, args []string) error {
			if err := findSources(&source); err != nil {
				return err
			}
			prefix := ""
			if len(args) > 0 {
				prefix = args[0]
			}
			entries, err := generator.List(command.Context(), source, prefix)
			if err != nil {
				return err
			}
			width := 0
			for _, e := range entries {
				width = max(width, len(e.Name))
			}
			out := bufio.NewWriter(command.OutOrStdout())
			for _, e := range entries {
				switch {
				case e.Types > 0:
					fmt.Fprintf(out, "%-*s  %d\n", width, e.Name, e.Types)
				case e.Note != "":
					fmt.Fprintf(out, "%-*s  %s, refused: %s\n", width, e.Name, e.Kind, e.Note)
				default:
					fmt.Fprintf(out, "%-*s  %s\n", width, e.Name, e.Kind)
				}
			}
			return out.Flush()
		},
	}
	sourceFlags(command, &source.Metadata, &source.Headers)
	return command
}

// completeNames completes namespaces, and types once one is complete.
func completeNames(command *cobra.Command, args []string, start string) ([]string, cobra.ShellCompDirective) {
	var source generator.Source
	source.Metadata, _ = command.Flags().GetStringArray("metadata")
	if command.Flags().Lookup("header") != nil {
		source.Headers, _ = command.Flags().GetStringArray("header")
	}
	if err := findSources(&source); err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	names, err := generator.Complete(command.Context(), source, start)
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
