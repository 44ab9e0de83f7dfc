package trail

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf16"
)

// Whatever way a text is written, it is found; what only resembles it is not.
func TestTheSearchFindsWhatIsPlanted(t *testing.T) {
	const name, phone = "欧阳 Quixwood", "13998765432"
	utf16le := func(s string) (b []byte) {
		for _, u := range utf16.Encode([]rune(s)) {
			b = append(b, byte(u), byte(u>>8))
		}
		return b
	}
	escaped, err := json.Marshal("x")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		data []byte
		bare bool // nothing is to be found
	}{
		{"as it is", []byte("x" + name + "x"), false},
		{"in capitals", []byte("欧阳 QUIXWOOD"), false},
		{"without spaces", []byte("欧阳quixwood"), false},
		{"UTF-16", append([]byte("x\x00"), utf16le(name)...), false},
		{"escaped", append(escaped, `\u6b27\u9633 Quixwood`...), false},
		{"in an address", []byte("https://x/?q=" + url.QueryEscape(name)), false},
		{"in base64", []byte(base64.StdEncoding.EncodeToString([]byte("12345" + name + "6"))), false},
		{"the number", []byte("tel:" + phone), false},
		{"the number in groups", []byte("139 9876 5432"), false},
		{"the number with dashes", []byte("139-9876-5432"), false},
		{"the number, every digit apart", []byte("1 3 9 9 8 7 6 5 4 3 2"), false},
		{"six digits of the number", []byte(`"998765"`), false},
		{"five digits, and six inside a longer word", []byte("98765 x998765f 0998765"), true},
		{"in hexadecimal", []byte(hex.EncodeToString([]byte("a" + phone))), false},
		{"something else", []byte("欧阳 Quixote 13998765431"), true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := New(name, phone)
			if err := s.In("the data", c.data); (err == nil) != c.bare {
				t.Errorf("got %v", err)
			}
			folder := t.TempDir()
			if err := os.WriteFile(filepath.Join(folder, "file"), c.data, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := s.Below(folder, nil); (err == nil) != c.bare || s.Files != 1 {
				t.Errorf("in %d files: %v", s.Files, err)
			}
		})
	}
	if err := New("quixwood").Below(mustName(t, "a-Quixwood.txt"), nil); err == nil {
		t.Error("a file's name was not looked at")
	}
}

func mustName(t *testing.T, name string) string {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestAFileThatIsOpenElsewhereIsSeen(t *testing.T) {
	folder := t.TempDir()
	f, err := os.Create(filepath.Join(folder, "x"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := openBelow(os.Getpid(), []string{"/nowhere"}); err == nil {
		t.Error("it was not seen")
	}
}
