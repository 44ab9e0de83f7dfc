package data

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"matchbooth/data/internal/folder"
)

// A folder in which a file is missing, strange or somebody else's ends as a damaged one does.
func TestStrangeFolders(t *testing.T) {
	w := samples[false](t)
	other := practice(t)
	for range 9 {
		signUp(t, other)
	}
	foreign := folderFile(t, other.Dir(), folder.WAL)
	for name, c := range map[string]struct {
		changed map[string][]byte
		ends    string // "" where more than one is right
	}{
		"nothing":                       {nil, endsWhole},
		"the -wal is missing":           {map[string][]byte{folder.WAL: nil}, ""},
		"the -wal is another booth's":   {map[string][]byte{folder.WAL: foreign}, ""},
		"the -wal is text":              {map[string][]byte{folder.WAL: []byte("hello")}, ""},
		"an empty store":                {map[string][]byte{folder.DB: {}}, endsRefused},
		"no store":                      {map[string][]byte{folder.DB: nil}, endsRefused},
		"the store is text":             {map[string][]byte{folder.DB: []byte("hello")}, endsRefused},
		"no journal":                    {map[string][]byte{folder.Journal: nil}, endsWhole},
		"no keys.toml":                  {map[string][]byte{folder.Keys: nil}, endsWhole},
		"no settings copy":              {map[string][]byte{folder.Settings: nil}, endsWhole},
		"no booth key":                  {map[string][]byte{folder.BoothKey: nil}, ""},
		"a half-written journal beside": {map[string][]byte{folder.JournalNew: []byte("x")}, endsWhole},
	} {
		t.Run(name, func(t *testing.T) {
			end, err := w.startWith(t, c.changed)
			if err != nil || c.ends != "" && end != c.ends {
				t.Errorf("%s, want %s: %v", end, c.ends, err)
			}
			t.Log(end)
		})
	}
}

// A folder that may not be written is refused with what to do, and stays as it is.
func TestReadOnlyFolderIsRefused(t *testing.T) {
	if os.Geteuid() <= 0 {
		t.Skip("root writes everywhere, and Windows has other rights")
	}
	dir, _ := closed(t, 1)
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(dir, 0o700) })
	for _, name := range []string{folder.DB, folder.LockName} {
		if err := os.Chmod(filepath.Join(dir, name), 0o400); err != nil {
			t.Fatal(err)
		}
	}
	s, err := Open(dir, Options{})
	if err == nil {
		s.Close()
		t.Fatal("opened")
	}
	if !errors.Is(err, os.ErrPermission) {
		t.Error(err)
	}
}

// A power cut while a start repairs what a power cut did: at every step of the repair, and once more in the next one.
func TestStoppedWhileRecovering(t *testing.T) {
	unraced(t)
	w := samples[false](t)
	for name, changed := range map[string]map[string][]byte{
		"a lost -wal":          {folder.WAL: nil},
		"a lost journal":       {folder.Journal: nil},
		"a damaged journal":    {folder.Journal: flipped(w.files[folder.Journal], 5000)},
		"half a -wal":          {folder.WAL: w.files[folder.WAL][:len(w.files[folder.WAL])/2]},
		"a lost booth key":     {folder.BoothKey: nil},
		"a damaged keys.toml":  {folder.Keys: flipped(w.files[folder.Keys], 400)},
		"lost settings copies": {folder.Settings: nil, folder.Keys: nil},
	} {
		t.Run(name, func(t *testing.T) {
			top := quickDir(t)
			for stop := 1; ; stop++ {
				dir := filepath.Join(top, fmt.Sprint(stop))
				w.write(t, dir, changed)
				reached := 0
				fail := func(string) error {
					if reached++; reached >= stop {
						return os.ErrDeadlineExceeded // nothing that anybody explains away
					}
					return nil
				}
				s, err := openStore(dir, Options{}, fail)
				if err == nil {
					if err := s.Close(); err != nil {
						t.Error(err)
					}
				}
				again := reopen(t, dir)
				p, e := w.look(again)
				if e != nil {
					t.Fatal(e)
				}
				lost, other := p.missing(w.was)
				// What is only in the -wal and has no second copy goes with it.
				other = slices.DeleteFunc(other, func(o string) bool {
					return o == "table tally" || o == "table purge" || o == "table audit" || o == "table handover" || o == "setting booths" || o == "setting goodbye"
				})
				if len(lost)+len(other) > 0 {
					t.Errorf("stopped at step %d: %d entries and %v are lost; said %q", stop, len(lost), other, again.Repaired())
				}
				again.Close()
				if reached < stop {
					t.Logf("%d steps", stop-1)
					break
				}
			}
		})
	}
}

// Order comes from the tick, whatever the clock says, and no clock loses anybody.
func TestClocksDecideNothing(t *testing.T) {
	day := time.Date(2026, 5, 21, 9, 0, 0, 0, time.UTC)
	now := day
	dir := filepath.Join(t.TempDir(), "booth")
	opt := Options{Clock: func() time.Time { return now }}
	if err := CreatePractice(dir, "test-event", opt); err != nil {
		t.Fatal(err)
	}
	var people []string
	for _, at := range []time.Time{
		day, {}, time.Unix(0, 0), day.AddDate(0, 0, -1), time.Date(2038, 1, 19, 3, 14, 8, 0, time.UTC),
		time.Date(2106, 2, 7, 6, 28, 16, 0, time.UTC), time.Date(1969, 12, 31, 23, 59, 59, 0, time.UTC),
		time.Date(2026, 10, 25, 2, 30, 0, 0, time.FixedZone("CEST", 7200)), time.Date(2026, 10, 25, 2, 30, 0, 0, time.FixedZone("CET", 3600)), day,
	} {
		now = at
		s, err := Open(dir, opt)
		if err != nil {
			t.Fatalf("%v: %v", at, err)
		}
		for range 2 {
			people = append(people, signUp(t, s).Person)
		}
		if said := s.Repaired(); len(said) > 0 {
			t.Errorf("%v: %q", at, said)
		}
		sound(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	s := reopen(t, dir)
	var got []string
	for _, r := range records(t, s) {
		got = append(got, r.Person)
	}
	if !slices.Equal(got, people) {
		t.Error("the order is not the order of signing up")
	}
}
