package cli

import "golang.org/x/sys/windows"

// systemLanguage returns the language that this user has Windows in.
func systemLanguage() string {
	names, err := windows.GetUserPreferredUILanguages(windows.MUI_LANGUAGE_NAME)
	if err != nil {
		return "en"
	}
	return spoken(names)
}
