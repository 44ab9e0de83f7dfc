// Package trail looks for what somebody typed in everything that a program left behind, however it
// may have been written. It is for tests.
package trail

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf16"
)

// Searcher looks for things that somebody typed, however they may have been written.
type Searcher struct {
	forms  []trail
	phones map[int]string // by text
	Read   int64          // bytes looked through
	Files  int
}

// trail is one way to write one of the texts.
type trail struct {
	text int    // counted from 1; the text itself is never told
	how  string // "UTF-16" …
	form []byte
	fold bool // capitals and small letters are the same
}

// New prepares to look for the texts: as they are, without spaces, in the encodings that programs
// keep texts in, and telephone numbers in groups, with every digit apart, and in parts of six digits
// or more.
func New(texts ...string) *Searcher {
	s := &Searcher{phones: map[int]string{}}
	for i, text := range texts {
		variants := []string{text}
		if bare := strings.ReplaceAll(text, " ", ""); bare != text {
			variants = append(variants, bare)
		}
		if len(text) == 11 && strings.Trim(text, "0123456789") == "" {
			for _, gap := range []string{" ", "-", "\u2009", "\u00a0"} {
				variants = append(variants, text[:3]+gap+text[3:7]+gap+text[7:], strings.Join(strings.Split(text, ""), gap))
			}
			s.phones[i+1] = text
		}
		for _, v := range variants {
			s.add(i+1, v)
		}
	}
	return s
}

func (s *Searcher) add(n int, text string) {
	s.put(n, "UTF-8", []byte(text), true)
	units := utf16.Encode([]rune(text))
	little, big, escaped := make([]byte, 0, 2*len(units)), make([]byte, 0, 2*len(units)), ""
	for _, u := range units {
		little = append(little, byte(u), byte(u>>8))
		big = append(big, byte(u>>8), byte(u))
		if u < 0x80 {
			escaped += string(rune(u))
		} else {
			escaped += fmt.Sprintf(`\u%04x`, u)
		}
	}
	s.put(n, "UTF-16", little, true)
	s.put(n, "UTF-16", big, true)
	s.put(n, "escaped", []byte(escaped), true)
	s.put(n, "in an address", []byte(url.QueryEscape(text)), true)
	s.put(n, "in hexadecimal", []byte(hex.EncodeToString([]byte(text))), true)
	for shift := range 3 { // wherever it begins within three bytes
		code := base64.StdEncoding.EncodeToString(append(make([]byte, shift), text...))
		code = code[(shift*8+5)/6 : (shift+len(text))*8/6]
		s.put(n, "in base64", []byte(code), false)
	}
}

func (s *Searcher) put(n int, how string, form []byte, fold bool) {
	if fold {
		form = lower(form)
	}
	s.forms = append(s.forms, trail{n, how, form, fold})
}

// In is an error when one of the texts stands in the data; where names the place.
func (s *Searcher) In(where string, data []byte) error {
	s.Read += int64(len(data))
	small := lower(data)
	for _, w := range s.forms {
		in := data
		if w.fold {
			in = small
		}
		if bytes.Contains(in, w.form) {
			return fmt.Errorf("text %d can be read in %s (%s)", w.text, where, w.how)
		}
	}
	if n := s.part(small); n > 0 {
		return fmt.Errorf("a part of text %d can be read in %s", n, where)
	}
	return nil
}

// part finds six digits or more of a telephone number that stand by themselves: in the middle of a
// longer number or a word they are a digest, an address or chance. It gives the text, or 0.
func (s *Searcher) part(small []byte) int {
	const least = 6
	for at := 0; at < len(small); at++ {
		begin, digits := at, true
		for at < len(small) && (small[at] >= '0' && small[at] <= '9' || small[at] >= 'a' && small[at] <= 'z') {
			digits = digits && small[at] <= '9'
			at++
		}
		if at-begin < least || !digits {
			continue
		}
		for n, phone := range s.phones {
			if strings.Contains(phone, string(small[begin:at])) {
				return n
			}
		}
	}
	return 0
}

// lower folds ASCII letters alone, so that binary data keeps its bytes.
func lower(data []byte) []byte {
	out := make([]byte, len(data))
	for i, b := range data {
		if 'A' <= b && b <= 'Z' {
			b += 'a' - 'A'
		}
		out[i] = b
	}
	return out
}

// Below looks through every file below a folder, and its name; skip tells which files are none of
// the program's.
func (s *Searcher) Below(folder string, skip func(path string) bool) error {
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if os.IsNotExist(err) {
			return nil // gone meanwhile
		}
		if err != nil {
			return err
		}
		if err := s.In("a file's name below "+filepath.Base(folder), []byte(entry.Name())); err != nil {
			return err
		}
		if !entry.Type().IsRegular() || skip != nil && skip(path) {
			return nil
		}
		data, err := os.ReadFile(path)
		if os.IsNotExist(err) {
			return nil
		}
		if err != nil {
			return err
		}
		s.Files++
		return s.In(path, data)
	})
}

// Process looks at what everybody on the computer may see of a process: its command line, its
// environment, and the names of the files that it holds open. Every file that it may write to must
// lie below one of the folders.
func (s *Searcher) Process(pid int, below ...string) error {
	for _, name := range []string{"cmdline", "environ", "comm"} {
		data, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", pid, name))
		if err != nil {
			return fmt.Errorf("looking at process %d: %w", pid, err)
		}
		if err := s.In(name+" of the process", data); err != nil {
			return err
		}
	}
	return openBelow(pid, below)
}

// openBelow is an error when a process may write to a file that lies in none of the folders.
func openBelow(pid int, below []string) error {
	folder := fmt.Sprintf("/proc/%d/fd", pid)
	list, err := os.ReadDir(folder)
	if err != nil {
		return fmt.Errorf("looking at the open files of process %d: %w", pid, err)
	}
	for _, fd := range list {
		path, err := os.Readlink(filepath.Join(folder, fd.Name()))
		if err != nil || !filepath.IsAbs(path) || strings.HasPrefix(path, "/dev/") || strings.HasPrefix(path, "/proc/") || strings.HasPrefix(path, "/memfd:") {
			continue
		}
		info, err := os.ReadFile(fmt.Sprintf("/proc/%d/fdinfo/%s", pid, fd.Name()))
		if err != nil || !writable(string(info)) {
			continue
		}
		ours := false
		for _, b := range below {
			ours = ours || strings.HasPrefix(path, b+"/")
		}
		if !ours {
			return fmt.Errorf("process %d may write to %s", pid, path)
		}
	}
	return nil
}

// writable reads the flags of an open file, which the kernel gives in octal: 1 and 2 write.
func writable(info string) bool {
	_, rest, found := strings.Cut(info, "flags:\t")
	flags, _, _ := strings.Cut(rest, "\n")
	return found && flags != "" && (flags[len(flags)-1]-'0')&3 != 0
}
