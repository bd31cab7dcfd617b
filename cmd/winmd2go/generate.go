package main

import (
	"cmp"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/winmd2go/winmd2go/generator"
)

// errStale ends a check that found something; the list has been printed.
var errStale = errors.New("stale")

func newGenerate() *cobra.Command {
	var options generator.Options
	var report string
	command := &cobra.Command{
		Use:   "generate [NAME…]",
		Short: "Make Go packages of namespaces, types or members, and all they refer to",
		Long: `Make Go packages of what is named and of everything that it refers to.

A NAME is a namespace (Windows.Foundation), a namespace and all below it
(Windows.*), a type (Windows.Foundation.Uri) or a member of one
(Windows.Foundation.Uri.Host). Without a NAME, those in winmd2go.yaml are taken.

What is read is the metadata in this program (list prints its namespaces) and
what --metadata adds: a file of your own may refer to types of Windows, and is
enough. Metadata that holds Windows.Foundation is an SDK of its own, and is read
instead of the one in this program.

The packages stand in a tree of folders by namespace: windows/foundation and so
on, with internal/split for namespaces that take several packages. Files that an earlier run has made in that tree and this one does not are
removed; files that winmd2go has not made are never touched.`,
		Example: `  winmd2go generate Windows.Devices.Display.Core --out demo
  winmd2go generate Microsoft.Web.WebView2.Core --metadata Microsoft.Web.WebView2.Core.winmd
  winmd2go generate --check`,
		ValidArgsFunction: completeNames,
		RunE: func(command *cobra.Command, args []string) error {
			start := time.Now()
			options.Names = args
			if err := configure(command, &options); err != nil {
				return err
			}
			progress := newProgress(command.ErrOrStderr())
			options.Progress = progress.set
			result, err := generator.Generate(command.Context(), options)
			progress.end()
			if err != nil {
				return err
			}
			if report != "" {
				if err := generator.WriteReport(report, result); err != nil {
					return err
				}
			}
			for _, warning := range result.Warnings() {
				fmt.Fprintln(command.ErrOrStderr(), "winmd2go: not projected:", warning)
			}
			out := command.OutOrStdout()
			if len(result.Stale) > 0 {
				for _, stale := range result.Stale {
					fmt.Fprintln(out, stale)
				}
				fmt.Fprintf(command.ErrOrStderr(), "winmd2go: %s is stale in %d files; run generate without --check\n", options.Out, len(result.Stale))
				return errStale
			}
			_, err = fmt.Fprintf(out, "%s, %d ms\n", result, time.Since(start).Milliseconds())
			return err
		},
	}
	flags := command.Flags()
	flags.StringVar(&options.Out, "out", "", "output `folder` (default: that in winmd2go.yaml, else the current one)")
	flags.StringVar(&options.ImportPath, "import-path", "", "import `path` of the output folder (default: what go.mod says)")
	sourceFlags(command, &options.Metadata, &options.Headers)
	flags.BoolVar(&options.Check, "check", false, "write nothing; list the files that would change and exit with 1 if there are any")
	flags.StringVar(&report, "report", "", "write the totals to a `file`, as JSON")
	return command
}

// configure fills what the command line leaves open from winmd2go.yaml.
func configure(command *cobra.Command, options *generator.Options) error {
	config, err := generator.FindConfig(".")
	if err != nil {
		return err
	}
	if config == nil {
		if len(options.Names) == 0 {
			return usage(command, fmt.Errorf("nothing to generate: give a NAME, or list names in a %s", generator.ConfigName))
		}
		options.Out = cmp.Or(options.Out, ".")
		return nil
	}
	if len(options.Names) == 0 {
		options.Names = config.Names
		if len(options.Names) == 0 {
			return usage(command, fmt.Errorf("nothing to generate: give a NAME, or list names in %s", config.Path))
		}
	}
	if options.Out == "" {
		options.Out = cmp.Or(config.Out, ".")
		options.ImportPath = cmp.Or(options.ImportPath, config.ImportPath)
	}
	useSources(config, &options.Metadata, &options.Headers)
	return nil
}
