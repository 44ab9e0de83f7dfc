//go:build !windows

package cli

// systemLanguage returns the language of a system whose environment names none.
func systemLanguage() string { return spoken(nil) }
