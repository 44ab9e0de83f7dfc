package data

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"matchbooth/data/internal/folder"
	"matchbooth/data/record"
	"matchbooth/data/rescue"
)

// rescued runs a rescue and opens what it made.
func rescued(t *testing.T, from string) (*Store, rescue.Report) {
	t.Helper()
	to := filepath.Join(t.TempDir(), "rescued")
	before := contents(t, from)
	r, err := Rescue(from, to, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, was := range before {
		if now, err := os.ReadFile(name); err != nil || !slices.Equal(now, was) {
			t.Errorf("the rescue changed %s", filepath.Base(name))
		}
	}
	return reopen(t, to), r
}

// damagedBooth is a folder with some people, an erased one and a check, as the power left it: the -wal is full.
func damagedBooth(t *testing.T) (dir string, people []Saved, gone Saved) {
	t.Helper()
	s := practice(t)
	for range 12 {
		people = append(people, signUp(t, s))
	}
	gone = signUp(t, s)
	if _, err := s.Erase(t.Context(), gone.Code); err != nil {
		t.Fatal(err)
	}
	for range 4 {
		people = append(people, signUp(t, s))
	}
	if err := s.AddCheck(t.Context(), people[0].Person, record.Check{Initials: "LM"}); err != nil {
		t.Fatal(err)
	}
	visited(t, s, 5, false, "screen:home")
	dir = copyFolder(t, s.Dir())
	return dir, people, gone
}

func TestRescue(t *testing.T) {
	damage := map[string]func(t *testing.T, dir string){
		"nothing": func(*testing.T, string) {},
		"the database is cut": func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, folder.DB), func(b []byte) []byte { return b[:len(b)/2] })
		},
		"the database is empty": func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, folder.DB), func(b []byte) []byte { return nil })
		},
		"the database is gone": func(t *testing.T, dir string) {
			if err := errors.Join(os.Remove(filepath.Join(dir, folder.DB)), os.Remove(filepath.Join(dir, folder.WAL))); err != nil {
				t.Fatal(err)
			}
		},
		"the head of the database is noise": func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, folder.DB), func(b []byte) []byte {
				for i := range 100 {
					b[i] = byte(rand.IntN(256))
				}
				return b
			})
		},
		"the journal is gone": func(t *testing.T, dir string) {
			if err := os.Remove(filepath.Join(dir, folder.Journal)); err != nil {
				t.Fatal(err)
			}
		},
		"each file has ten changed bytes": func(t *testing.T, dir string) {
			for _, name := range []string{folder.DB, folder.Journal} {
				edit(t, filepath.Join(dir, name), func(b []byte) []byte {
					for range 10 {
						b[rand.IntN(len(b))] ^= 0x55
					}
					return b
				})
			}
		},
		"keys.toml is gone": func(t *testing.T, dir string) {
			if err := os.Remove(filepath.Join(dir, folder.Keys)); err != nil {
				t.Fatal(err)
			}
		},
	}
	for name, harm := range damage {
		t.Run(name, func(t *testing.T) {
			dir, people, gone := damagedBooth(t)
			harm(t, dir)
			s, r := rescued(t, dir)
			list, faults, err := s.Records(t.Context(), unlock(t, s), nil)
			if err != nil {
				t.Fatal(err)
			}
			there := map[string]bool{}
			for _, p := range list {
				there[p.Person] = true
			}
			if there[gone.Person] {
				t.Error("the erased person came back")
			}
			missing := 0
			for _, p := range people {
				if !there[p.Person] {
					missing++
				}
			}
			if name == "each file has ten changed bytes" {
				if missing > r.Damaged+r.Unsigned+len(r.Missing)*len(people) {
					t.Errorf("%d of %d people are lost and not named: %+v", missing, len(people), r)
				}
			} else if sound(t, s); missing > 0 || len(faults) > 0 || r.Persons != len(people) || r.Damaged > 0 || r.Unsigned > 0 || len(r.Missing) > 0 {
				t.Errorf("%d people are lost, %v, report %+v", missing, faults, r)
			}
			signUp(t, s) // it goes on
		})
	}
}

// A second copy of the journal alone is enough: with the public keys beside it.
func TestRescueFromTheSecondCopy(t *testing.T) {
	s := practice(t)
	mirror := t.TempDir()
	var people []Saved
	for range 3 {
		people = append(people, signUp(t, s))
	}
	for from, to := range map[string]string{folder.Journal: "journal-" + s.BoothID(), folder.Keys: "keys-" + s.BoothID() + ".toml"} {
		b, err := os.ReadFile(filepath.Join(s.Dir(), from))
		if err := errors.Join(err, os.WriteFile(filepath.Join(mirror, to), b, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	to := filepath.Join(t.TempDir(), "rescued")
	r, err := Rescue(mirror, to, Options{})
	if err != nil || r.Entries != 3 || r.FromJournal != 3 || r.Unsigned != 3 {
		t.Fatalf("without the booth's public key: %+v, %v", r, err)
	}
	if _, err := Rescue(filepath.Join(s.Dir(), folder.Journal), filepath.Join(t.TempDir(), "x"), Options{}); !errors.Is(err, folder.ErrDamaged) {
		t.Errorf("a journal without the event's public keys: %v", err)
	}
	_ = people
}

// What the booth itself leaves on a stick is enough for all of it to count again: nothing but the stick is left.
func TestRescueFromTheStickAlone(t *testing.T) {
	stick := t.TempDir()
	s := mirrored(t, stick)
	var people []Saved
	for range 3 {
		people = append(people, signUp(t, s))
	}
	caughtUp(t, s)
	key := unlock(t, s)
	s.Close()
	to := filepath.Join(t.TempDir(), "rescued")
	r, err := Rescue(stick, to, Options{})
	if err != nil || r.Entries != 3 || r.Persons != 3 || r.FromJournal != 3 || r.Unsigned != 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	list, faults, err := reopen(t, to).Records(t.Context(), key, nil)
	if err != nil || len(faults) > 0 || len(list) != len(people) {
		t.Errorf("%d of %d people, %v, %v", len(list), len(people), faults, err)
	}
}

// As the guide has it: both folders named from where one stands. The journal is gone, so all of it comes from the store.
func TestRescueBetweenFoldersNamedFromHere(t *testing.T) {
	dir, people, _ := damagedBooth(t)
	if err := os.Remove(filepath.Join(dir, folder.Journal)); err != nil {
		t.Fatal(err)
	}
	t.Chdir(filepath.Dir(dir))
	r, err := Rescue(filepath.Base(dir)+"/", "rescued/", Options{})
	if err != nil || r.Persons != len(people) || r.FromJournal != 0 || len(r.Notes) > 0 {
		t.Errorf("of %d people: %+v, %v", len(people), r, err)
	}
}

func TestRescueRefusesPlacesThatAreTaken(t *testing.T) {
	dir, _, _ := damagedBooth(t)
	other := practice(t)
	for name, to := range map[string]string{"itself": dir, "inside": filepath.Join(dir, "new"), "a booth": other.Dir()} {
		if _, err := Rescue(dir, to, Options{}); err == nil {
			t.Errorf("%s: was taken", name)
		}
	}
	if _, err := Rescue(filepath.Join(t.TempDir(), "none"), filepath.Join(t.TempDir(), "new"), Options{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("nothing there: %v", err)
	}
	if _, err := Rescue(other.Dir(), filepath.Join(t.TempDir(), "new"), Options{}); !errors.Is(err, folder.ErrLocked) {
		t.Errorf("an open booth: %v", err)
	}
}
