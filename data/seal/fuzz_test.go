package seal

import (
	"bytes"
	"errors"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// testKey is the same key in every process that fuzzes, so that what one of them found is worth
// something to the others.
func testKey(f *testing.F) (*Identity, []byte) {
	f.Helper()
	id, err := OpenIdentityFile("testdata/key.txt")
	if err != nil {
		f.Fatal(err)
	}
	locked, err := os.ReadFile("testdata/key.age")
	if err != nil {
		f.Fatal(err)
	}
	return id, locked
}

// quotes tells whether an error repeats eight bytes or more of what was given beyond the words that
// it always has.
func quotes(err error, given string, allowed int) bool {
	if err == nil {
		return false
	}
	said := err.Error()
	for _, w := range strings.Fields(given) {
		for i := allowed; i+8 <= len(w); i++ {
			if part := w[i : i+8]; strings.Contains(said, part) && !ownWords[part] {
				return true
			}
		}
	}
	return false
}

// ownWords are parts of eight bytes that our own sentences have.
var ownWords = func() map[string]bool {
	own := map[string]bool{}
	for _, s := range []string{
		"not a private key of the form AGE-SECRET-KEY-PQ-1…", "this key file is locked: open it with its passphrase",
		"more than one key in the identity file: give one", "no private key in the identity file",
		"the key file is damaged: use another copy, or the recovery key", ErrWork.Error(), ErrPassphrase.Error(), ErrNotForKey.Error(),
		"a private key was given where a public one (age1…) is needed", "is not an age recipient: was it cut short or mistyped?",
		"not a post-quantum age recipient: it must begin with age1pq1",
	} {
		for i := 0; i+8 <= len(s); i++ {
			own[s[i:i+8]] = true
		}
	}
	return own
}()

var workFactor = regexp.MustCompile(`(?m)^-> scrypt \S+ ([0-9]+)`)

// FuzzUnlock puts anything into a key file: it opens to the key that was locked, or is refused with
// a reason that quotes neither file nor passphrase.
func FuzzUnlock(f *testing.F) {
	id, locked := testKey(f)
	f.Add(locked, []byte("correct horse"))
	f.Add(locked, []byte("wrong"))
	f.Add(locked[:len(locked)/2], []byte("correct horse"))
	f.Add(bytes.Replace(locked, []byte(" 2\n"), []byte(" 31\n"), 1), []byte("correct horse"))
	f.Add(bytes.Replace(locked, []byte(" 2\n"), []byte(" 99999999999999999999\n"), 1), []byte("correct horse"))
	f.Add([]byte("age-encryption.org/v1\n-> X25519 abc\n"), []byte("x"))
	f.Add([]byte{}, []byte{})
	f.Fuzz(func(t *testing.T, file, passphrase []byte) {
		for _, m := range workFactor.FindAllSubmatch(file, -1) {
			if n, err := strconv.Atoi(string(m[1])); err == nil && n > 8 && n <= WorkMost {
				t.Skip("allowed, and slow")
			}
		}
		got, err := Unlock(file, passphrase)
		if err == nil && got.Secret() != id.Secret() {
			t.Fatal("a changed key file opens to another key")
		}
		if (got == nil) == (err == nil) {
			t.Fatalf("key %t, error %v", got != nil, err)
		}
		if quotes(err, string(passphrase), 0) || quotes(err, string(file), 0) {
			t.Fatalf("the error quotes what it was given: %v", err)
		}
	})
}

// FuzzReadIdentity puts anything into an identity file: a key that reads back as itself, or an error
// that quotes nothing.
func FuzzReadIdentity(f *testing.F) {
	id, locked := testKey(f)
	f.Add("# c\n" + id.Secret() + "\n")
	f.Add(id.Secret() + "\r\n\r\n" + id.Secret())
	f.Add(id.Secret()[:60])
	f.Add(strings.ToLower(id.Secret()))
	f.Add("AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ")
	f.Add(string(locked))
	f.Add(strings.Repeat("#", 1<<16) + "\n" + id.Secret())
	f.Fuzz(func(t *testing.T, file string) {
		got, err := ReadIdentity(strings.NewReader(file))
		if err == nil {
			again, err := ParseIdentity(got.Secret())
			if err != nil || again.Recipient() != got.Recipient() {
				t.Fatalf("the key does not read back as itself: %v", err)
			}
			return
		}
		if quotes(err, file, 0) {
			t.Fatalf("the error quotes the file: %v", err)
		}
	})
}

var fingerprintForm = regexp.MustCompile(`^[0-9a-f]{16}$`)

// FuzzParseRecipient puts anything where a public key is wanted: the error shows the beginning at
// most, and nothing of a private key.
func FuzzParseRecipient(f *testing.F) {
	id, _ := testKey(f)
	f.Add(id.Recipient())
	f.Add(" " + strings.ToUpper(id.Recipient()) + "\n")
	f.Add(id.Recipient()[:200])
	f.Add("age1pq1")
	f.Add("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p")
	f.Add(id.Secret())
	f.Add("\n" + strings.ToLower(id.Secret()))
	f.Fuzz(func(t *testing.T, s string) {
		r, err := ParseRecipient(s)
		if err == nil {
			if again, err := ParseRecipient(r.String()); err != nil || again.String() != r.String() {
				t.Fatalf("the key does not read back as itself: %v", err)
			}
			if !fingerprintForm.MatchString(Fingerprint(r.String())) {
				t.Fatal("a fingerprint of another form")
			}
			return
		}
		w, other := WrapTo(&bytes.Buffer{}, s)
		if other == nil { // a classic key
			w.Close()
		}
		for _, err := range []error{err, other} {
			private := strings.HasPrefix(strings.ToUpper(strings.TrimSpace(s)), "AGE-SECRET-KEY")
			if err != nil && (len(err.Error()) > 200 || strings.ContainsAny(err.Error(), "\n\r\x1b") || private && quotes(err, s, 0)) {
				t.Fatalf("the error quotes too much: %v", err)
			}
		}
	})
}

// FuzzOpen puts anything where something sealed is wanted: what opens is what was sealed, byte for
// byte, whatever else was done to the file.
func FuzzOpen(f *testing.F) {
	id, _ := testKey(f)
	other, err := Generate()
	if err != nil {
		f.Fatal(err)
	}
	r, err := NewRecipients(id.Recipient(), other.Recipient())
	if err != nil {
		f.Fatal(err)
	}
	plain := []byte(`{"v":1,"body":{"fields":{"name":"Canary Quillfeather"}}}`)
	sealed, err := r.Seal(plain)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sealed)
	f.Add(sealed[:len(sealed)-1])
	f.Add(append(bytes.Clone(sealed), 0))
	f.Add(sealed[bytes.LastIndex(sealed, []byte("\n--- "))+1:])
	f.Add([]byte("age-encryption.org/v1\n"))
	f.Fuzz(func(t *testing.T, sealed []byte) {
		got, err := id.Open(sealed)
		if err == nil && !bytes.Equal(got, plain) {
			t.Fatal("it opens to something that was never sealed")
		}
		if err != nil && !errors.Is(err, ErrNotForKey) && bytes.Contains([]byte(err.Error()), []byte("Quillfeather")) {
			t.Fatal("the error quotes what was sealed")
		}
	})
}
