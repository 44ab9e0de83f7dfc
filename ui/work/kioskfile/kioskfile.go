// Package kioskfile is the one file of settings of a kiosk: which booth `matchbooth run --kiosk` opens when nothing else
// is said, and how it shows it. It is the same on every system, and only the program reads it: session, service, shell
// and link say `run --kiosk` and no more.
//
//	# ~/.config/matchbooth/kiosk.conf, on Windows %AppData%\Matchbooth\kiosk.conf
//	MATCHBOOTH_ARGS=--data /home/booth/event --display 2
//
// The last line that begins with MATCHBOOTH_ARGS= counts. What follows are words for `matchbooth run`, parted at blanks;
// a word with blanks in it stands in quotes, single or double. Nothing in it is ever run or replaced.
package kioskfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// key begins the line that counts.
const key = "MATCHBOOTH_ARGS="

// longest limits how much of a file is read, in bytes.
const longest = 64 << 10

// ErrUnused: the file means to say something, and there is no line that can be read.
var ErrUnused = errors.New("no line begins with " + key + " and says something")

// Path returns where the file of this account lies; "" where the account has no place for settings.
func Path() string {
	dir, err := os.UserConfigDir()
	if err != nil {
		return ""
	}
	if runtime.GOOS == "windows" {
		return filepath.Join(dir, "Matchbooth", "kiosk.conf")
	}
	return filepath.Join(dir, "matchbooth", "kiosk.conf")
}

// Read returns the words of a file, none if there is no file or it says nothing. The error is [ErrUnused], or why the file
// cannot be read.
func Read(path string) ([]string, error) {
	lines, err := read(path)
	if err != nil {
		return nil, err
	}
	words, meant := []string(nil), false
	for _, line := range lines {
		line = strings.TrimSpace(line)
		if value, is := strings.CutPrefix(line, key); is {
			words, meant = split(value), true
		} else if before, _, is := strings.Cut(line, strings.TrimSuffix(key, "=")); is && !strings.Contains(before, "#") {
			meant = true
		}
	}
	if meant && len(words) == 0 {
		return nil, ErrUnused
	}
	return words, nil
}

// read returns the lines of a file as editors leave it: with a mark at its beginning, the line ends of Windows, in UTF-16
// or in the code page of a Chinese Windows. A file that is not there has none.
func read(path string) ([]string, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) || path == "" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, longest))
	if err != nil {
		return nil, err
	}
	var in encoding.Encoding = unicode.UTF8BOM
	switch {
	case bytes.HasPrefix(raw, []byte("\xff\xfe")), bytes.HasPrefix(raw, []byte("\xfe\xff")):
		in = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case !utf8.Valid(raw):
		in = simplifiedchinese.GB18030
	}
	if raw, err = in.NewDecoder().Bytes(raw); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return strings.Split(strings.ReplaceAll(string(raw), "\r\n", "\n"), "\n"), nil
}

// split parts a value into words. Quotes around all of it are those of systemd, and part nothing.
func split(value string) (words []string) {
	value = strings.TrimSpace(value)
	if n := len(value); n > 1 && (value[0] == '"' || value[0] == '\'') && value[n-1] == value[0] && strings.Count(value, value[:1]) == 2 {
		if inner := value[1 : n-1]; strings.HasPrefix(strings.TrimSpace(inner), "-") {
			value = inner
		}
	}
	word, in, quote := strings.Builder{}, false, rune(0)
	for _, r := range value {
		switch {
		case r == quote:
			quote = 0
		case quote == 0 && (r == '"' || r == '\''):
			quote, in = r, true
		case quote == 0 && (r == ' ' || r == '\t' || r == '\r'):
			if in {
				words = append(words, word.String())
				word.Reset()
			}
			in = false
		default:
			word.WriteRune(r)
			in = true
		}
	}
	if in {
		words = append(words, word.String())
	}
	return words
}

// ofBooth are the flags that mean one booth and not the next.
var ofBooth = []string{"--data", "--mirror", "--event"}

// SetBooth has the kiosk of this account open the booth in dir from now on. What else the file says stays, except for
// what was said of the booth before: its second copy and its event pack.
func SetBooth(path, dir string) error {
	if path == "" {
		return fs.ErrNotExist
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	lines, err := read(path)
	if err != nil {
		return err
	}
	words, err := Read(path)
	if err != nil && !errors.Is(err, ErrUnused) {
		return err
	}
	kept := []string{"--data", dir}
	for i := 0; i < len(words); i++ {
		flag, _, whole := strings.Cut(words[i], "=")
		switch {
		case !slices.Contains(ofBooth, flag):
			kept = append(kept, words[i])
		case !whole:
			i++ // its value
		}
	}
	for i, w := range kept {
		kept[i] = quoted(w)
	}
	out := slices.DeleteFunc(lines, func(line string) bool {
		return strings.HasPrefix(strings.TrimSpace(line), key) || strings.TrimSpace(line) == ""
	})
	if len(out) == 0 {
		out = []string{"# What `matchbooth run --kiosk` opens: words for `matchbooth run`; one with blanks in it stands in quotes."}
	}
	out = append(out, key+strings.Join(kept, " "), "")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	end := "\n"
	if runtime.GOOS == "windows" {
		end = "\r\n"
	}
	// Beside it first: a booth that starts meanwhile reads the old file or the new one.
	if err := os.WriteFile(path+".new", []byte(strings.Join(out, end)), 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// quoted returns a word as [split] reads it.
func quoted(w string) string {
	if w != "" && !strings.ContainsAny(w, " \t'\"") {
		return w
	}
	if strings.Contains(w, `"`) {
		return "'" + w + "'"
	}
	return `"` + w + `"`
}
