package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/winmd2go/winmd2go/generator"
)

// sourceFlags adds the flags that choose what is read. headers may be nil.
func sourceFlags(command *cobra.Command, metadata, headers *[]string) {
	flags := command.Flags()
	flags.StringArrayVar(metadata, "metadata", nil, "metadata `file` or folder, beside what is in the program; with Windows.Foundation in it, instead of that; may be repeated")
	if headers != nil {
		flags.StringArrayVar(headers, "header", nil, "COM header `file` or folder, beside what is in the program; may be repeated")
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

// arguments takes from least to most arguments of the kind called what; a most
// below 0 is no limit.
func arguments(what string, least, most int) cobra.PositionalArgs {
	return func(command *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return usage(command, fmt.Errorf("%s is missing", what))
		case most == 0 && len(args) > 0:
			return usage(command, fmt.Errorf("%s takes no arguments and is given %q", command.Name(), args[0]))
		case most > 0 && len(args) > most:
			return usage(command, fmt.Errorf("%s takes one %s and is given %d", command.Name(), what, len(args)))
		}
		return nil
	}
}
