package winmd

import "fmt"

// WriteOptions say how Merge and Slice write a file.
type WriteOptions struct {
	// Name is the name of the assembly; the module's is Name.winmd. "" means
	// "Windows".
	Name string
	// Keep chooses the custom attributes to write by their type; nil keeps all.
	Keep func(attributeNamespace, attributeName string) bool
}

// Merge writes one file with all types of files. References to a type that one
// of them defines become its TypeDef; references to other assemblies stay.
//
// Types come in the order of their full names, and the same input gives the same
// bytes. Everything that describes types is carried over: attributes (their
// values as they are), constants, layouts, imports. Code, marshalling and
// security of methods, resources, and attributes of assemblies and modules are
// not.
func Merge(files []*File, opts WriteOptions) ([]byte, error) {
	u, err := newUniverse(files)
	if err != nil {
		return nil, fmt.Errorf("merging metadata: %w", err)
	}
	all := make([]typeID, len(u.types))
	for i := range all {
		all[i] = typeID(i)
	}
	data, err := u.write(all, opts)
	if err != nil {
		return nil, fmt.Errorf("merging metadata: %w", err)
	}
	return data, nil
}

// Slice writes one file with the types that roots name and everything that they
// need to be resolved, and returns it with the names of its types, in order. A
// root is the full name of a type, or a namespace, which stands for the types
// right in it. Otherwise Slice writes as Merge does.
func Slice(files []*File, roots []string, opts WriteOptions) (data []byte, types []string, err error) {
	u, err := newUniverse(files)
	if err != nil {
		return nil, nil, fmt.Errorf("slicing metadata: %w", err)
	}
	ids, err := u.roots(roots)
	if err == nil {
		ids, err = u.closure(ids, opts.Keep)
	}
	if err == nil {
		data, err = u.write(ids, opts)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("slicing metadata: %w", err)
	}
	return data, u.names(ids), nil
}
