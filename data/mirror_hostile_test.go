//go:build unix

package data

import (
	"bytes"
	"crypto/sha256"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/journal"
	"matchbooth/data/internal/mirror"
)

// evil is a card that somebody had in hands: made with a booth's second copy on it, then changed.
func evil(t *testing.T, change func(t *testing.T, card string, s *Store)) (*Store, string) {
	t.Helper()
	card := t.TempDir()
	s := mirrored(t, card)
	signUp(t, s)
	if err := s.MoveEvent(t.Context(), deskHere(t, s), eventDay, eventDay); err != nil { // there is a statement
		t.Fatal(err)
	}
	awaitFile(t, filepath.Join(card, mirror.StatementsPrefix+s.BoothID()), nil)
	caughtUp(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	change(t, card, s)
	return openMirrored(t, s.Dir(), card), card
}

// victims are files of the booth's account that a card has no business with.
func victims(t *testing.T, s *Store) map[string][]byte {
	t.Helper()
	profile := filepath.Join(t.TempDir(), "profile")
	if err := os.WriteFile(profile, []byte("umask 077\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	was := map[string][]byte{}
	for _, path := range []string{profile, filepath.Join(s.Dir(), folder.Journal), filepath.Join(s.Dir(), folder.DB), filepath.Join(s.Dir(), folder.BoothKey), filepath.Join(s.Dir(), folder.Keys)} {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		was[path] = b
	}
	return was
}

// Every name that a second copy has, or has for a moment, is made a link to each of the booth's own files: nothing is
// written through it, and people can sign up all the while.
func TestMirrorWritesThroughNoLink(t *testing.T) {
	names := func(booth string) []string {
		return []string{
			mirror.StickName, mirror.StickName + ".new", mirror.FileName(booth), mirror.FileName(booth) + ".new", mirror.FileName(booth) + mirror.MoreSuffix,
			mirror.FileName(booth) + mirror.MoreSuffix + ".new", "keys-" + booth + ".toml", "keys-" + booth + ".toml.new", "booths-" + booth, "booths-" + booth + ".new",
			mirror.StatementsPrefix + booth, mirror.StatementsPrefix + booth + ".new",
		}
	}
	for n := range names("") {
		for kind, link := range map[string]func(old, name string) error{"symbolic": os.Symlink, "hard": os.Link} {
			var was map[string][]byte
			var name string
			s, card := evil(t, func(t *testing.T, card string, s *Store) {
				was = victims(t, s)
				name = names(s.BoothID())[n]
				for path := range was {
					_ = os.Remove(filepath.Join(card, name))
					if err := link(path, filepath.Join(card, name)); err != nil {
						t.Fatal(err)
					}
					// All there is to write is written anew.
					for _, gone := range []string{mirror.StickName, mirror.FileName(s.BoothID()), "keys-" + s.BoothID() + ".toml", "booths-" + s.BoothID(), mirror.StatementsPrefix + s.BoothID()} {
						if gone != name {
							_ = os.Remove(filepath.Join(card, gone))
						}
					}
					r, err := Open(s.Dir(), Options{Mirror: card})
					if err != nil {
						t.Fatal(err)
					}
					settle(t, r)
					r.Close()
					for path, want := range was {
						if got, err := os.ReadFile(path); err != nil || filepath.Base(path) != folder.DB && !bytes.Equal(got, want) {
							t.Fatalf("%s link at %s: %s was written to (%d bytes, %v)", kind, name, filepath.Base(path), len(got), err)
						}
					}
				}
			})
			gone := signUp(t, s)
			signUp(t, s)
			if found, err := s.Erase(t.Context(), gone.Code); err != nil || !found {
				t.Errorf("erasing beside an evil card: %v %v", found, err)
			}
			await(t, s, "left alone, or rid of the link", func(st mirror.State) bool {
				info, err := os.Lstat(filepath.Join(card, name))
				return st.Fault == mirror.Foreign || err != nil || info.Mode()&os.ModeSymlink == 0
			})
			for path, want := range was {
				if strings.HasSuffix(path, "profile") {
					if got, _ := os.ReadFile(path); !bytes.Equal(got, want) {
						t.Errorf("%s link at %s: the profile was written to", kind, name)
					}
				}
			}
			soundAlone(t, s)
			s.Close()
		}
	}
}

// soundAlone is sound for a booth whose card an erasure cannot reach.
func soundAlone(t *testing.T, s *Store) {
	t.Helper()
	faults, err := s.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		if !strings.Contains(f.What, "may still hold what was erased") {
			t.Error(f)
		}
	}
}

// settle waits until the mirror has come to an end of a pass, well or not.
func settle(t *testing.T, s *Store) mirror.State {
	t.Helper()
	return await(t, s, "settled", func(st mirror.State) bool {
		return st.Fault != "" || st.Behind == 0
	})
}

// The folder itself is exchanged for a link to the booth's own folder, or to one beside it.
func TestMirrorFolderExchanged(t *testing.T) {
	parent := t.TempDir()
	card := filepath.Join(parent, "card")
	if err := os.Mkdir(card, 0o700); err != nil {
		t.Fatal(err)
	}
	s := mirrored(t, card)
	signUp(t, s)
	caughtUp(t, s)
	other := t.TempDir()
	for _, to := range []string{s.Dir(), other} {
		if err := os.Rename(card, card+"-away"); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(to, card); err != nil {
			t.Fatal(err)
		}
		signUp(t, s)
		await(t, s, "left alone", fault(mirror.Foreign))
		for _, dir := range []string{s.Dir(), other} {
			if found, _ := filepath.Glob(filepath.Join(dir, "*"+s.BoothID()+"*")); len(found) > 0 {
				t.Errorf("written through the link: %v", found)
			}
		}
		if err := os.Remove(card); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(card+"-away", card); err != nil {
			t.Fatal(err)
		}
		signUp(t, s)
		caughtUp(t, s)
	}
	// Given from the start it is refused, with a next step.
	if err := os.Symlink(other, card+"-link"); err != nil {
		t.Fatal(err)
	}
	if err := mirror.Check(s.Dir(), card+"-link"); err == nil || !strings.Contains(err.Error(), "give the folder itself") {
		t.Error(err)
	}
}

// A pipe, a file of absurd size, millions of marks without a line: the booth goes on without the card and says so, and
// neither waits nor needs memory for it.
func TestMirrorLeavesAlone(t *testing.T) {
	defer func(a int64, b int64, c int) { mirror.MaxFile, mirror.MaxScan, mirror.MaxMoreLines = a, b, c }(mirror.MaxFile, mirror.MaxScan, mirror.MaxMoreLines)
	mirror.MaxScan = 1 << 20
	sparse := func(name func(booth string) string, size int64) func(*testing.T, string, *Store) {
		return func(t *testing.T, card string, s *Store) {
			if err := os.Truncate(touch(t, filepath.Join(card, name(s.BoothID()))), size); err != nil {
				t.Fatal(err)
			}
		}
	}
	pipe := func(name func(booth string) string) func(*testing.T, string, *Store) {
		return func(t *testing.T, card string, s *Store) {
			path := filepath.Join(card, name(s.BoothID()))
			_ = os.Remove(path)
			if err := syscall.Mkfifo(path, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	stick := func(string) string { return mirror.StickName }
	more := func(booth string) string { return mirror.FileName(booth) + mirror.MoreSuffix }
	for what, change := range map[string]func(*testing.T, string, *Store){
		"an id of 400 GB":             sparse(stick, 400<<30),
		"an id of 65 bytes":           sparse(stick, 65),
		"a copy of 400 GB":            sparse(mirror.FileName, 400<<30),
		"lines beside it of 400 GB":   sparse(more, 400<<30),
		"a pipe for the id":           pipe(stick),
		"a pipe for the copy":         pipe(mirror.FileName),
		"a pipe for what lies beside": pipe(more),
		"marks that promise 16 MB each": func(t *testing.T, card string, s *Store) {
			line := append(bytes.Clone(journal.Mark), 0, 0xff, 0xff, 0xff)
			if err := os.WriteFile(filepath.Join(card, mirror.FileName(s.BoothID())), bytes.Repeat(line, 2<<20), 0o600); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(what, func(t *testing.T) {
			s, _ := evil(t, change)
			start := time.Now()
			signUp(t, s)
			await(t, s, "left alone", fault(mirror.Foreign))
			if took := time.Since(start); took > 30*time.Second {
				t.Errorf("it took %v", took)
			}
			signUp(t, s)
			soundAlone(t, s)
		})
	}
}

func touch(t *testing.T, path string) string {
	t.Helper()
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	return path
}

// What no known booth has signed is not carried along, however much of it there is.
func TestMirrorTakesNoUnsignedLines(t *testing.T) {
	s, card := evil(t, func(t *testing.T, card string, s *Store) {
		f, err := os.OpenFile(filepath.Join(card, mirror.FileName(s.BoothID())), os.O_WRONLY|os.O_APPEND, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for i := range 1000 {
			e := &entry.Entry{ID: entry.RandomID(), Person: entry.RandomID(), Kind: entry.KindSignUp, Booth: s.BoothID(), Seq: int64(100 + i), Tick: 1, Hour: 500000,
				Sealed: bytes.Repeat([]byte{1}, 4000), Sig: make([]byte, 64)}
			sum := sha256.Sum256(e.Sealed)
			e.Digest = sum[:]
			if _, err := f.Write(journal.Encode(e)); err != nil {
				t.Fatal(err)
			}
		}
	})
	signUp(t, s)
	caughtUp(t, s)
	if _, err := os.Stat(filepath.Join(card, mirror.FileName(s.BoothID())+mirror.MoreSuffix)); !os.IsNotExist(err) {
		t.Errorf("unsigned lines were kept: %v", err)
	}
	if st := s.Mirror(); st.Extra != 0 {
		t.Errorf("%+v", st)
	}
}

// The folder is put back as it was before a merge. Who came with the merge is then known to the stick alone, and so is
// the booth that signed for them: neither goes, however often the copy is looked through.
func TestMirrorKeepsLinesOfBoothsOnlyTheStickKnows(t *testing.T) {
	a, b := pairOfBooths(t)
	card := t.TempDir()
	signUp(t, a)
	theirs := signUp(t, b)
	a.Close()
	b.Close()
	before := copyFolder(t, a.Dir())
	a = openMirrored(t, a.Dir(), card)
	merged(t, a, b.Dir())
	caughtUp(t, a)
	a.Close()
	for range 2 {
		s := openMirrored(t, before, card)
		signUp(t, s)
		caughtUp(t, s)
		if st := s.Mirror(); st.Extra != 1 {
			t.Errorf("%d lines are kept beside the copy, want the other booth's", st.Extra)
		}
		s.Close()
	}
	s, r := rescued(t, card)
	if r.Unsigned != 0 {
		t.Errorf("%+v", r)
	}
	if found, err := s.Erase(t.Context(), theirs.Code); err != nil || !found {
		t.Error("the other booth's person is lost", err)
	}
}
