// Package templates is what generated Go looks like. Each .qtpl file lays out one
// kind of declaration over the data that generator/project prepares; the output
// is in gofmt's form as it stands, so that nothing has to format it afterwards.
//
// Run "go generate" after changing a template.
package templates

//go:generate go run github.com/valyala/quicktemplate/qtc -dir=. -skipLineComments
