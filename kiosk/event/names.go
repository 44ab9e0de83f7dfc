package event

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// badName returns what is wrong with the name of an entry: it would lead out of the pack, or could
// not be stored on every system that runs a booth. It returns "" if the name is fine.
func badName(name string) (what, instead string) {
	switch {
	case !utf8.ValidString(name):
		return "the file name is not UTF-8", "name it with letters, digits and hyphens"
	case strings.HasPrefix(name, "/"):
		return "the path is absolute", "pack it again from inside the folder"
	case len(name) > 200:
		return "the path is too long", "use at most 200 characters"
	case strings.Count(name, "/") > maxDepth:
		return "too many folders inside one another", "keep to the folders of docs/event-pack.md"
	}
	for _, r := range name {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return "an invisible character in the file name", "name it with letters, digits and hyphens"
		}
	}
	for part := range strings.SplitSeq(name, "/") {
		switch {
		case part == "..":
			return "the path leads out of the pack", "pack it again from inside the folder"
		case part == "" || part == ".":
			return "an empty part in the path", "pack it again from inside the folder"
		case strings.ContainsAny(part, `<>:"|?*`):
			return "a character in the file name that not every system allows", "name it with letters, digits and hyphens"
		case strings.HasSuffix(part, ".") || strings.HasSuffix(part, " "):
			return "the file name ends with a dot or a space", "take it away"
		case deviceName(part):
			return "the file name is that of a device on Windows", "give it another name"
		}
	}
	return "", ""
}

// deviceName reports whether Windows would take the name for a device, whatever its extension:
// https://learn.microsoft.com/windows/win32/fileio/naming-a-file
func deviceName(part string) bool {
	base, _, _ := strings.Cut(part, ".")
	base = strings.ToUpper(strings.TrimRight(base, " "))
	switch base {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	for _, dev := range []string{"COM", "LPT"} {
		if n, ok := strings.CutPrefix(base, dev); ok && utf8.RuneCountInString(n) == 1 && strings.Contains("0123456789¹²³", n) {
			return true
		}
	}
	return false
}

// litterNames are the files and folders that systems and their tools leave behind, in lower case.
var litterNames = map[string]bool{
	"__macosx": true, "icon\r": true, // macOS; names with a dot at the front are litter in any case
	"thumbs.db": true, "ehthumbs.db": true, "desktop.ini": true, "$recycle.bin": true, "system volume information": true, // Windows
	"lost+found": true, "@eadir": true, // disks and network storage
}

// litter reports whether a file was left behind by a system or an editor, not put there by anybody. Nothing of it is
// ever read.
func litter(name string) bool { return litterAt(name) > 0 }

// litterAt returns which part of a path, counted from 1, makes it litter; 0 if it is none.
func litterAt(name string) int {
	at, n := 0, 0
	for part := range strings.SplitSeq(strings.TrimSuffix(strings.ReplaceAll(name, `\`, "/"), "/"), "/") {
		n++
		switch {
		case part == "." || part == "..":
			return 0 // a path that leads somewhere else
		case at > 0:
		case strings.HasPrefix(part, "."), litterNames[strings.ToLower(part)],
			strings.HasPrefix(part, "~$"), len(part) > 1 && strings.HasSuffix(part, "~"): // open in Word; an editor's last version
			at = n
		}
	}
	return at
}

// isPicture reports whether a file is a picture, judging by its extension.
func isPicture(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".png", ".jpg", ".jpeg", ".svg":
		return true
	}
	return false
}
