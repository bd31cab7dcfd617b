package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/winmd2go/winmd2go/generator"
)

func newMerge() *cobra.Command {
	var out string
	command := &cobra.Command{
		Use:     "merge --out FILE INPUT…",
		Short:   "Make one metadata file of several",
		Long:    `Write all types of the INPUTs, metadata files or folders of them, as one metadata file.`,
		Example: `  winmd2go merge --out Windows.winmd C:\Windows\System32\WinMetadata`,
		Args:    arguments("INPUT", 1, -1),
		RunE: func(command *cobra.Command, args []string) error {
			if out == "" {
				return usage(command, errOut)
			}
			written, err := generator.Merge(command.Context(), out, args)
			return printRewritten(command, out, written, err)
		},
	}
	command.Flags().StringVar(&out, "out", "", "the `file` to write; its name is the assembly's")
	return command
}

func newSlice() *cobra.Command {
	var out string
	var source generator.Source
	command := &cobra.Command{
		Use:   "slice --out FILE NAME…",
		Short: "Make a metadata file of some types and all they need",
		Long: `Write the types that are named, and all that they need, as one metadata file.

A NAME is a type, a namespace, or a namespace and all below it (Windows.UI.*).`,
		Example:           `  winmd2go slice --out display.winmd Windows.Devices.Display.Core`,
		Args:              arguments("NAME", 1, -1),
		ValidArgsFunction: completeNames,
		RunE: func(command *cobra.Command, args []string) error {
			if out == "" {
				return usage(command, errOut)
			}
			if err := findSources(&source); err != nil {
				return err
			}
			written, err := generator.Slice(command.Context(), source, out, args)
			return printRewritten(command, out, written, err)
		},
	}
	command.Flags().StringVar(&out, "out", "", "the `file` to write; its name is the assembly's")
	sourceFlags(command, &source.Metadata, nil)
	return command
}

var errOut = errors.New("--out is missing: name the file to write")

func printRewritten(command *cobra.Command, out string, written generator.Rewritten, err error) error {
	if err == nil {
		_, err = fmt.Fprintf(command.OutOrStdout(), "%s: %s\n", out, written)
	}
	return err
}
