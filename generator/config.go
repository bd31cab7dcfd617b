package generator

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/goccy/go-yaml"
)

// ConfigName is the name of the file that says what a project generates.
const ConfigName = "winmd2go.yaml"

// Config is the content of a winmd2go.yaml. Paths in it are relative to its
// folder; ReadConfig makes them relative to the current one.
type Config struct {
	Path       string   `yaml:"-"`           // of the file itself
	Out        string   `yaml:"out"`         // output folder
	Names      []string `yaml:"names"`       // what to generate
	Metadata   []string `yaml:"metadata"`    // .winmd files or folders of them, see Source
	Headers    []string `yaml:"headers"`     // .h files or folders of them, see Source
	ImportPath string   `yaml:"import-path"` // of the output folder
}

// FindConfig looks for a winmd2go.yaml in dir and the folders above, up to the
// one with the go.mod. Without one it returns nil.
func FindConfig(dir string) (*Config, error) {
	full, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	for at := dir; ; {
		name := filepath.Join(at, ConfigName)
		config, err := ReadConfig(name)
		if !errors.Is(err, fs.ErrNotExist) {
			return config, err
		}
		_, err = os.Stat(filepath.Join(full, "go.mod"))
		above := filepath.Dir(full)
		if err == nil || above == full {
			return nil, nil
		}
		full, at = above, filepath.Join(at, "..")
	}
}

// ReadConfig reads a winmd2go.yaml. Errors have the line and column.
func ReadConfig(name string) (*Config, error) {
	src, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	config := &Config{Path: name}
	decoder := yaml.NewDecoder(bytes.NewReader(src), yaml.Strict())
	if err := decoder.Decode(config); err != nil && !errors.Is(err, io.EOF) { // EOF: nothing but comments
		return nil, configError(name, err)
	}
	if err := decoder.Decode(new(Config)); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: more than one YAML document; keep the first", name)
	}
	dir := filepath.Dir(name)
	config.Out = below(dir, config.Out)
	for i, p := range config.Metadata {
		config.Metadata[i] = below(dir, p)
	}
	for i, p := range config.Headers {
		config.Headers[i] = below(dir, p)
	}
	return config, nil
}

func below(dir, name string) string {
	if name == "" || filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(dir, filepath.FromSlash(name))
}

// configError puts the position in front, as compilers do.
func configError(name string, err error) error {
	var at yaml.Error
	if !errors.As(err, &at) || at.GetToken() == nil || at.GetToken().Position == nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	message := at.GetMessage()
	var unknown *yaml.UnknownFieldError
	if errors.As(err, &unknown) {
		message = fmt.Sprintf("unknown key %q; there are out, names, metadata, headers and import-path", at.GetToken().Value)
	}
	p := at.GetToken().Position
	return fmt.Errorf("%s:%d:%d: %s", name, p.Line, p.Column, message)
}
