package main

import (
	"github.com/spf13/cobra"

	"github.com/winmd2go/winmd2go/generator"
)

// sourceFlags adds the flags that choose what is read. headers may be nil.
func sourceFlags(command *cobra.Command, metadata, headers *[]string) {
	flags := command.Flags()
	flags.StringArrayVar(metadata, "metadata", nil, "metadata `file` or folder, instead of what is in the program; may be repeated")
	if headers != nil {
		flags.StringArrayVar(headers, "header", nil, "COM header `file` or folder, instead of what is in the program; may be repeated")
	}
}

// useSources takes from a winmd2go.yaml, which may be nil, what the flags leave
// open.
func useSources(config *generator.Config, metadata, headers *[]string) {
	if config == nil {
		return
	}
	if len(*metadata) == 0 {
		*metadata = config.Metadata
	}
	if headers != nil && len(*headers) == 0 {
		*headers = config.Headers
	}
}

// findSources is useSources for commands that need nothing else of the file.
func findSources(source *generator.Source) error {
	config, err := generator.FindConfig(".")
	useSources(config, &source.Metadata, &source.Headers)
	return err
}

// arguments says of a wrong number of arguments where the right use is to be
// read.
func arguments(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(command *cobra.Command, args []string) error {
		if err := check(command, args); err != nil {
			return usage(command, err)
		}
		return nil
	}
}
