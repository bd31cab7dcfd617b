// Package display tests the generated Windows.Devices.Display.Core against
// testdata/displaycore, a component in C that shares nothing with the generator.
package display
