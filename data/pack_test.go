package data

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/mirror"
	"matchbooth/data/internal/packs"
	"matchbooth/data/record"
)

// packBody is what the desk says of a pack whose digest is a digit, 64 times.
func packBody(digit string, days int) string {
	of := func(s string) string { return strings.Repeat(s, 64) }
	return fmt.Sprintf(`{"pack":{"digest":%q,"zip":%q,"prev":%q,"prev_zip":%q,"days":%d,"since":"2027-05-21T00:00:00Z"}}`, of(digit), of("a"), of("0"), of("b"), days)
}

// packChange is a change from one made-up pack to another.
func packChange(from, to string, days int) PackChange {
	return PackChange{
		Digest: strings.Repeat(to, 64), Prev: strings.Repeat(from, 64), Zip: []byte("pack " + to), PrevZip: []byte("pack " + from), Days: days,
	}
}

// packsOf are the first digits of the packs that a store knows of, in order, each with a question mark if it is not here and
// an exclamation mark if another booth changed the same one.
func packsOf(s *Store) (out string) {
	for _, v := range s.Packs() {
		out += v.Digest[:1]
		if !v.Here {
			out += "?"
		}
		if v.Rival {
			out += "!"
		}
	}
	return out
}

// A pack is changed as a whole or not at all, whenever the booth is killed, and the next try succeeds.
func TestAnEventPackIsChangedWholeOrNotAtAll(t *testing.T) {
	for _, step := range []string{"pack before", "pack new", "statement", ""} {
		t.Run(step, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "booth")
			if err := CreatePractice(dir, "test-event", Options{}); err != nil {
				t.Fatal(err)
			}
			failing, killed := "", ""
			s, err := openStore(dir, Options{}, func(at string) error {
				if at == failing && at != "" {
					killed = asItLies(t, dir)
					return io.ErrShortWrite
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			desk, err := s.DeskOf(unlock(t, s))
			if err != nil {
				t.Fatal(err)
			}
			if failing = step; step != "" {
				if err := s.ChangePack(t.Context(), desk, packChange("0", "1", 0)); !errors.Is(err, io.ErrShortWrite) {
					t.Fatalf("%v", err)
				}
				failing = ""
				if err := s.Reopen(); err != nil {
					t.Fatal(err)
				}
			} else {
				if err := s.ChangePack(t.Context(), desk, packChange("0", "1", 0)); err != nil {
					t.Fatal(err)
				}
				killed = asItLies(t, dir)
			}
			want := ""
			if step == "" {
				want = "1"
			}
			after := reopen(t, killed)
			sound(t, after)
			if got := packsOf(after); got != want {
				t.Errorf("killed at %q: %q", step, got)
			}
			if got := packsOf(s); got != want {
				t.Errorf("failed at %q: %q", step, got)
			}
			// What was left in the folder is in nobody's way.
			if err := os.MkdirAll(filepath.Join(killed, folder.Packs), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(packs.Path(killed, strings.Repeat("7", 64))+".new", []byte("half"), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := after.ChangePack(t.Context(), desk, packChange("0", "2", 0)); err != nil {
				t.Fatal(err)
			}
			if got := packsOf(after); got != want+"2" {
				t.Errorf("tried again after %q: %q", step, got)
			}
			list, err := packs.List(killed)
			if err != nil || len(list) != len(want)+2 {
				t.Errorf("files in the folder: %d, %v", len(list), err)
			}
		})
	}
}

// Whichever way the desk's words come together, every booth comes to the same pack, has all files, and knows of two that
// were changed apart until somebody changes again.
func TestChangedPacksComeToTheSameInAnyOrder(t *testing.T) {
	for _, order := range [][]int{{0, 1, 2}, {1, 0, 2}, {2, 1, 0}, {2, 0, 1}} {
		r := newRig(t)
		ctx := t.Context()
		if err := r.a.ChangePack(ctx, r.desk, packChange("0", "1", 300)); err != nil {
			t.Fatal(err)
		}
		if err := r.b.ChangePack(ctx, r.desk, packChange("0", "2", 350)); err != nil {
			t.Fatal(err)
		}
		d := another(t, r.a)
		knowDesk(t, d, r.desk)
		list := []*Store{r.a, r.b, r.c}
		for _, i := range order {
			r.take(d, list[i])
		}
		for range 2 {
			r.take(r.a, d)
			r.take(r.b, r.a)
			r.take(r.c, r.b)
		}
		want := packsOf(d)
		if len(want) != 3 || !strings.HasSuffix(want, "!") || strings.Contains(want, "?") {
			t.Errorf("%v: %q", order, want)
		}
		for i, s := range list {
			if got := packsOf(s); got != want {
				t.Errorf("%v: booth %d has %q and not %q", order, i, got, want)
			}
			kept, err := s.Retention(ctx, eventDay)
			if err != nil || kept.Days != 300 {
				t.Errorf("%v: booth %d keeps for %d days, %v", order, i, kept.Days, err)
			}
		}
		if err := d.ChangePack(ctx, r.desk, packChange(want[1:2], "3", 1000)); err != nil {
			t.Fatal(err)
		}
		r.take(r.c, d)
		if got := packsOf(r.c); got != want[:2]+"3" {
			t.Errorf("%v: after another change %q", order, got)
		}
		if kept, err := r.c.Retention(ctx, eventDay); err != nil || kept.Days != 300 {
			t.Errorf("%v: kept for %d days, %v", order, kept.Days, err)
		}
	}
}

// Only the desk changes a pack, and only a file that it meant is taken from elsewhere.
func TestAPackFromElsewhereIsTheOneThatWasNamed(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	stranger, err := keys.DeskOf(generated(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.a.ChangePack(ctx, stranger, packChange("0", "1", 0)); !errors.Is(err, ErrDeskUnknown) {
		t.Errorf("a stranger's change: %v", err)
	}
	if err := r.a.AddPack(strings.Repeat("1", 64), []byte("pack 1")); err == nil {
		t.Error("a pack that nobody named was kept")
	}
	if err := r.a.ChangePack(ctx, r.desk, packChange("0", "1", 0)); err != nil {
		t.Fatal(err)
	}
	from := asItLies(t, r.a.Dir())
	one := packs.Path(from, strings.Repeat("1", 64))
	if err := os.WriteFile(one, []byte("pack 9"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(packs.Path(from, strings.Repeat("8", 64)), []byte("pack 8"), 0o600); err != nil {
		t.Fatal(err)
	}
	if m := merged(t, r.c, from); m.Packs != 1 { // the one before
		t.Errorf("%d packs came", m.Packs)
	}
	if got := packsOf(r.c); got != "1?" {
		t.Errorf("%q", got)
	}
	if err := os.Remove(one); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(r.a.Dir(), folder.Packs, filepath.Base(one)), one); err == nil {
		merged(t, r.c, from)
		if got := packsOf(r.c); got != "1?" {
			t.Errorf("a link was followed: %q", got)
		}
	}
	r.take(r.c, r.a)
	if list, err := packs.List(r.c.Dir()); err != nil || packsOf(r.c) != "1" || len(list) != 2 {
		t.Errorf("%q, %v, %v", packsOf(r.c), list, err)
	}
}

// The versions of the pack are in every backup, and come along with a restore, a merge of the backup, and a rescue.
func TestPacksAreInBackupsAndRescues(t *testing.T) {
	r := newRig(t)
	if err := r.a.ChangePack(t.Context(), r.desk, packChange("0", "1", 0)); err != nil {
		t.Fatal(err)
	}
	r.signUp(r.a, "甲")
	to := t.TempDir()
	file := filepath.Join(to, "b.zip")
	if _, err := r.a.Backup(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	if m := merged(t, r.c, file); m.Packs != 2 || packsOf(r.c) != "1" {
		t.Errorf("merged: %d, %q", m.Packs, packsOf(r.c))
	}
	if _, err := Restore(file, filepath.Join(to, "restored"), Options{}); err != nil {
		t.Fatal(err)
	}
	if _, err := Rescue(asItLies(t, r.a.Dir()), filepath.Join(to, "rescued"), Options{}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"restored", "rescued"} {
		s := reopen(t, filepath.Join(to, name))
		list, err := packs.List(s.Dir())
		if packsOf(s) != "1" || err != nil || !slices.Equal(list, []string{strings.Repeat("0", 64), strings.Repeat("1", 64)}) {
			t.Errorf("%s: %q, %v, %v", name, packsOf(s), list, err)
		}
		if v := s.Packs(); len(v) != 1 || v[0].Since.IsZero() || v[0].Since.Location() != time.UTC {
			t.Errorf("%s: %+v", name, v)
		}
	}
}

// What a folder says of its booth without being opened is what the open store says, right after a change; what the desk has
// not signed says nothing, and a damaged copy of the settings is none.
func TestAnOutlineIsReadBesideAnOpenBooth(t *testing.T) {
	r := newRig(t)
	if err := r.a.SetMeta("pack_digest", strings.Repeat("0", 64)); err != nil {
		t.Fatal(err)
	}
	if err := r.a.ChangePack(t.Context(), r.desk, packChange("0", "1", 0)); err != nil {
		t.Fatal(err)
	}
	dir := r.a.Dir()
	o, err := ReadOutline(dir)
	if err != nil {
		t.Fatal(err)
	}
	digest, ok := o.Meta("pack_digest")
	if _, own := o.Meta(db.MetaPIN); !ok || digest != strings.Repeat("0", 64) || own || o.Mode() != r.a.Mode() || o.Event() != r.a.Event() || !reflect.DeepEqual(o.Packs(), r.a.Packs()) {
		t.Errorf("%q %s %s %+v", digest, o.Mode(), o.Event(), o.Packs())
	}
	copied, err := db.ReadSettingsCopy(dir)
	if err != nil {
		t.Fatal(err)
	}
	for i := range copied.Statements {
		copied.Statements[i].Body = strings.ReplaceAll(copied.Statements[i].Body, strings.Repeat("1", 64), strings.Repeat("9", 64))
	}
	forged, err := copied.Encode()
	if err != nil {
		t.Fatal(err)
	}
	other := t.TempDir()
	write := func(content []byte) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(other, folder.Settings), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(forged)
	if o, err := ReadOutline(other); err != nil || len(o.Packs()) != 0 {
		t.Errorf("a forged statement counts: %v", err)
	}
	write(append(forged, 'x'))
	if _, err := ReadOutline(other); !errors.Is(err, ErrDamaged) {
		t.Errorf("%v", err)
	}
	if _, err := ReadOutline(t.TempDir()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

// The versions of the pack lie beside the second copy, and a rescue from that alone has them; what lies there under such a
// name and is not the file that the desk meant does not come, nor does what it has not named. Packs wait for room, and the
// lines do not wait for packs.
func TestTheSecondCopyHasThePacks(t *testing.T) {
	r := newRig(t)
	p := r.signUp(r.a, "甲")
	dir, card := r.a.Dir(), t.TempDir()
	r.a.Close()
	s := openMirrored(t, dir, card)
	caughtUp(t, s)
	zero, one := filepath.Join(card, mirror.PackName(strings.Repeat("0", 64))), filepath.Join(card, mirror.PackName(strings.Repeat("1", 64)))
	victim := filepath.Join(t.TempDir(), "profile")
	if err := os.WriteFile(victim, []byte("theirs"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, link := range []string{zero, one, one + ".new"} { // a card that somebody had in hand
		_ = os.Symlink(victim, link)
	}
	if err := s.ChangePack(t.Context(), r.desk, packChange("0", "1", 0)); err != nil {
		t.Fatal(err)
	}
	is := func(path, want string) func() bool {
		return func() bool { got, err := os.ReadFile(path); return err == nil && string(got) == want }
	}
	until(t, is(one, "pack 1"))
	until(t, is(zero, "pack 0"))
	if !is(victim, "theirs")() {
		t.Error("a link on the card was followed")
	}
	// Damaged on the card, it is written anew; one that is gone here stays there.
	if err := os.WriteFile(one, []byte("pack X, longer"), 0o600); err != nil {
		t.Fatal(err)
	}
	until(t, is(one, "pack 1"))
	if err := os.Remove(packs.Path(dir, strings.Repeat("0", 64))); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	stranger := filepath.Join(card, mirror.PackName(strings.Repeat("5", 64)))
	if err := os.WriteFile(stranger, []byte("pack 5"), 0o600); err != nil {
		t.Fatal(err)
	}
	check := func(what string, list []string, notes int) {
		t.Helper()
		back, rep := rescued(t, card)
		if got := r.names(back); len(got) != 1 || got[p.Person] != "甲" {
			t.Errorf("%s: %v", what, got)
		}
		have, err := packs.List(back.Dir())
		var short []string
		for _, d := range have {
			short = append(short, d[:1])
		}
		named := 0
		for _, n := range rep.Notes {
			if strings.Contains(n, "pack-") {
				named++
			}
		}
		if err != nil || !slices.Equal(short, list) || named != notes {
			t.Errorf("%s: %v, %v, %q", what, short, err, rep.Notes)
		}
		sound(t, back)
	}
	check("as it was", []string{"0", "1"}, 0)
	if err := os.WriteFile(one, []byte("pack Y"), 0o600); err != nil {
		t.Fatal(err)
	}
	check("damaged", []string{"0"}, 1)
	if err := os.Remove(one); err != nil {
		t.Fatal(err)
	}
	if os.Symlink(zero, one) == nil {
		check("a link in its place", []string{"0"}, 1)
	}
	// A stick without room for packs gets the lines.
	mirror.PackRoom = 1 << 62
	t.Cleanup(func() { mirror.PackRoom = 16 << 20 })
	full := t.TempDir()
	s = openMirrored(t, dir, full)
	r.signUp(s, "乙")
	await(t, s, "full", func(st mirror.State) bool { return st.Behind == 0 && st.Fault == mirror.Full })
	if _, err := os.Stat(filepath.Join(full, mirror.PackName(strings.Repeat("1", 64)))); err == nil {
		t.Error("it was written into the last of the room")
	}
}

// Whatever step on the stick fails while a pack is being written, no half of one has its name, nobody's sign-up waits for it,
// and the next pass writes it.
func TestAPackReachesTheSecondCopyAfterAnyFailedStep(t *testing.T) {
	for _, step := range []string{"mirror look", "mirror read", "mirror write", "mirror sync", "mirror rename"} {
		t.Run(step, func(t *testing.T) {
			dir, card := filepath.Join(t.TempDir(), "booth"), t.TempDir()
			if err := CreatePractice(dir, "test-event", Options{}); err != nil {
				t.Fatal(err)
			}
			var left, failed atomic.Int32
			s, err := openStore(dir, Options{Mirror: card}, func(at string) error {
				if at == step && left.Load() > 0 {
					left.Add(-1)
					failed.Add(1)
					return io.ErrShortWrite
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if _, err := s.SignUp(t.Context(), record.SignUp{}); err != nil {
				t.Fatal(err)
			}
			caughtUp(t, s)
			desk, err := s.DeskOf(unlock(t, s))
			if err != nil {
				t.Fatal(err)
			}
			left.Store(4) // the statements' file takes the first, a pack the next
			if err := s.ChangePack(t.Context(), desk, packChange("0", "1", 0)); err != nil {
				t.Fatal(err)
			}
			for _, digit := range []string{"1", "0"} {
				until(t, func() bool {
					got, err := os.ReadFile(filepath.Join(card, mirror.PackName(strings.Repeat(digit, 64))))
					if err == nil && string(got) != "pack "+digit {
						t.Fatalf("it has %q", got)
					}
					return err == nil
				})
			}
			if failed.Load() == 0 {
				t.Error("no step failed")
			}
			caughtUp(t, s)
		})
	}
}
