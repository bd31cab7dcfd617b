// Package system tests generated packages against the system's own classes: those
// of Wine, or of Windows, which know nothing of this project.
package system
