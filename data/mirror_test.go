package data

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/journal"
	"matchbooth/data/internal/mirror"
	"matchbooth/data/record"
)

// mirrored makes a practice folder that keeps a second copy in another one.
func mirrored(t testing.TB, mirror string) *Store {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "booth")
	if err := CreatePractice(dir, "test-event", Options{}); err != nil {
		t.Fatal(err)
	}
	return openMirrored(t, dir, mirror)
}

func openMirrored(t testing.TB, dir, mirror string) *Store {
	t.Helper()
	s, err := Open(dir, Options{Mirror: mirror})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// caughtUp waits until the second copy is the journal byte for byte and nothing is pending.
func caughtUp(t testing.TB, s *Store) {
	t.Helper()
	await(t, s, "complete", func(st mirror.State) bool { return st.Behind == 0 && !st.Pending && st.Fault == "" })
	m := s.mirror.Load()
	want, err := os.ReadFile(filepath.Join(s.Dir(), folder.Journal))
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(m.Path())
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Fatalf("the copy is not the journal: %d and %d bytes", len(got), len(want))
	}
}

// await waits for a state.
func await(t testing.TB, s *Store, what string, is func(mirror.State) bool) mirror.State {
	t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		if st := s.Mirror(); is(st) {
			return st
		}
	}
	t.Fatalf("the copy did not become %s: %+v", what, s.Mirror())
	return mirror.State{}
}

func fault(f mirror.Fault) func(mirror.State) bool {
	return func(st mirror.State) bool { return st.Fault == f && (st.Err != "") == (f != "") }
}

func TestMirrorComesAlong(t *testing.T) {
	stick := t.TempDir()
	s := mirrored(t, stick)
	for range 20 {
		signUp(t, s)
	}
	caughtUp(t, s)
	if st := s.Mirror(); st.Dir != stick || !st.Since.IsZero() || st.Extra != 0 || !st.SameDisk {
		t.Errorf("%+v", st)
	}
	for name, want := range map[string]string{"keys-" + s.BoothID() + ".toml": "recipient = 'age1pq1", "booths-" + s.BoothID(): s.BoothID() + " "} {
		if b, err := os.ReadFile(filepath.Join(stick, name)); err != nil || !strings.Contains(string(b), want) {
			t.Errorf("%s: %q, %v", name, b, err)
		}
	}
	// Nothing waits for the goroutine but Close, which takes the last line along.
	for range 3 {
		signUp(t, s)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if n := linesIn(t, filepath.Join(stick, mirror.FileName(s.BoothID()))); n != 23 {
		t.Errorf("%d lines after closing", n)
	}
	// And so it goes on, also where the folder is only remembered.
	s, err := Open(s.Dir(), Options{ReuseMirror: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	signUp(t, s)
	caughtUp(t, s)
	sound(t, s)
}

func linesIn(t testing.TB, path string) int {
	t.Helper()
	n := 0
	if _, err := journal.Scan(path, func(*entry.Entry) error { n++; return nil }); err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return n
}

// A disk that does not answer holds up no sign-up and no closing, and what wakes up late changes nothing.
func TestMirrorHangs(t *testing.T) {
	defer func(was time.Duration) { mirror.Last = was }(mirror.Last)
	for _, step := range []string{"mirror look", "mirror write", "mirror sync"} {
		mirror.Last = 200 * time.Millisecond
		t.Run(step, func(t *testing.T) {
			stick := t.TempDir()
			s := mirrored(t, stick)
			signUp(t, s)
			caughtUp(t, s)
			s.Close()
			asleep, wakeUp := make(chan bool, 100), make(chan bool)
			s, err := openStore(s.Dir(), Options{Mirror: stick}, func(at string) error {
				if at == step {
					asleep <- true
					<-wakeUp
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			start := time.Now()
			for range 10 {
				signUp(t, s)
			}
			<-asleep
			took := time.Since(start)
			if st := await(t, s, "hanging", fault(mirror.Hangs)); st.Behind < 10 || st.Since.IsZero() {
				t.Errorf("while it hangs: %+v", st)
			}
			signUp(t, s)
			if found, err := s.Erase(t.Context(), signUp(t, s).Code); err != nil || !found {
				t.Error(found, err)
			}
			if st := s.Mirror(); !st.Pending {
				t.Error("the erasure is not pending")
			}
			sealed := entriesOf(t, s)
			start = time.Now()
			if err := s.Close(); err != nil {
				t.Error(err)
			}
			if d := time.Since(start); d > mirror.Last+5*time.Second {
				t.Errorf("closing took %v", d)
			}
			// The next one waits for the one that hangs, and says so.
			next := openMirrored(t, s.Dir(), stick)
			await(t, next, "hanging", fault(mirror.Hangs))
			signUp(t, next)
			close(wakeUp)
			caughtUp(t, next)
			sound(t, next)
			if got := entriesOf(t, next); !reflect.DeepEqual(got[:len(sealed)], sealed) {
				t.Error("entries changed")
			}
			t.Logf("10 sign-ups beside a hanging disk took %v", took)
		})
	}
}

// Each step fails once, at each time it is done; and for as long as the disk stays bad. In the end the copy is whole.
func TestMirrorStepsThatFail(t *testing.T) {
	tried := 0
	for _, step := range []string{"mirror look", "mirror read", "mirror write", "mirror sync", "mirror rename"} {
		for at := range 4 {
			stick := t.TempDir()
			s := mirrored(t, stick)
			gone := signUp(t, s)
			signUp(t, s)
			caughtUp(t, s)
			s.Close()
			var left, failed atomic.Int32
			left.Store(int32(at))
			s, err := openStore(s.Dir(), Options{Mirror: stick}, func(now string) error {
				if now == step && left.Add(-1) == -1 {
					failed.Add(1)
					return syscall.EIO
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			signUp(t, s)
			sealed := sealedOf(t, s, gone.Person)
			if _, err := s.Erase(t.Context(), gone.Code); err != nil {
				t.Fatal(err)
			}
			signUp(t, s)
			caughtUp(t, s)
			sound(t, s)
			if n := piecesIn(t, stick, sealed); n > 0 {
				t.Errorf("%s, time %d: %d pieces of the erased are left", step, at, n)
			}
			tried += int(failed.Load())
			s.Close()
		}
	}
	if tried < 10 {
		t.Errorf("only %d steps failed", tried)
	}
	t.Logf("%d failed steps", tried)
}

// piecesIn counts the pieces of ciphertexts in the files of a folder.
func piecesIn(t testing.TB, dir string, sealed [][]byte) int {
	t.Helper()
	n := 0
	if err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, c := range sealed {
			for at := 200; at+24 <= len(c); at += 24 {
				if bytes.Contains(content, c[at:at+24]) {
					n++
				}
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

// The folder is taken away and put back: sign-ups go on, the lag is exact, and all of it arrives in its order.
func TestMirrorIsTakenAwayAndComesBack(t *testing.T) {
	stick := filepath.Join(t.TempDir(), "stick")
	if err := os.Mkdir(stick, 0o700); err != nil {
		t.Fatal(err)
	}
	s := mirrored(t, stick)
	for range 5 {
		signUp(t, s)
	}
	caughtUp(t, s)
	for round := range 4 {
		if err := os.Rename(stick, stick+"-away"); err != nil {
			t.Fatal(err)
		}
		for range 7 {
			signUp(t, s)
		}
		if st := await(t, s, "absent", fault(mirror.Absent)); st.Behind != 7 || st.Since.IsZero() {
			t.Errorf("round %d: %+v", round, st)
		}
		if _, err := os.Lstat(stick); err == nil {
			t.Fatal("a folder was made in its place")
		}
		if n := linesIn(t, filepath.Join(stick+"-away", mirror.FileName(s.BoothID()))); n != 5+round*7 {
			t.Errorf("round %d: %d lines went along with the folder", round, n)
		}
		if err := os.Rename(stick+"-away", stick); err != nil {
			t.Fatal(err)
		}
		caughtUp(t, s)
	}
	// It is noticed too where nothing is to be written.
	if err := os.Rename(stick, stick+"-away"); err != nil {
		t.Fatal(err)
	}
	if st := await(t, s, "absent", fault(mirror.Absent)); st.Behind != 0 {
		t.Errorf("%+v", st)
	}
	if err := os.Rename(stick+"-away", stick); err != nil {
		t.Fatal(err)
	}
	caughtUp(t, s)
}

// What was erased while the stick was out stays pending, on the stick that has it, until that one is back.
func TestErasureReachesTheRightStick(t *testing.T) {
	stick := filepath.Join(t.TempDir(), "stick")
	if err := os.Mkdir(stick, 0o700); err != nil {
		t.Fatal(err)
	}
	s := mirrored(t, stick)
	gone := signUp(t, s)
	signUp(t, s)
	caughtUp(t, s)
	sealed := sealedOf(t, s, gone.Person)
	if err := os.Rename(stick, stick+"-first"); err != nil {
		t.Fatal(err)
	}
	if found, err := s.Erase(t.Context(), gone.Code); err != nil || !found {
		t.Fatal(found, err)
	}
	if st := s.Mirror(); !st.Pending {
		t.Error("not pending")
	}
	if faults, err := s.Verify(t.Context()); err != nil || len(faults) != 1 || !strings.Contains(faults[0].What, "may still hold what was erased") {
		t.Errorf("verify: %v, %v", faults, err)
	}
	// Another stick in the same place gets a whole copy, and does not stand for the first.
	if err := os.Mkdir(stick, 0o700); err != nil {
		t.Fatal(err)
	}
	await(t, s, "copied to", func(st mirror.State) bool { return st.Behind == 0 && st.Fault == "" })
	if piecesIn(t, stick, sealed) > 0 {
		t.Error("the erased is on the new stick")
	}
	if st := s.Mirror(); !st.Pending {
		t.Error("the new stick was taken for the old one")
	}
	s.Close()
	s = openMirrored(t, s.Dir(), stick)
	await(t, s, "copied to", func(st mirror.State) bool { return st.Behind == 0 && st.Fault == "" })
	if st := s.Mirror(); !st.Pending {
		t.Error("forgotten over a restart")
	}
	// The first one again.
	if err := os.Rename(stick, stick+"-second"); err != nil {
		t.Fatal(err)
	}
	if piecesIn(t, stick+"-first", sealed) == 0 {
		t.Fatal("the search does not find what is there")
	}
	if err := os.Rename(stick+"-first", stick); err != nil {
		t.Fatal(err)
	}
	caughtUp(t, s)
	sound(t, s)
	if piecesIn(t, stick, sealed) > 0 {
		t.Error("the erased is left on the stick")
	}
	// One that is lost for good is struck off by hand.
	if err := os.Rename(stick, stick+"-lost"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Erase(t.Context(), signUp(t, s).Code); err != nil {
		t.Fatal(err)
	}
	if n, err := s.ForgetMirror(t.Context(), stick); err != nil || n != 2 {
		t.Errorf("struck off %d, %v", n, err)
	}
	if st := s.Mirror(); st.Pending {
		t.Error("still pending")
	}
	sound(t, s)
}

func TestTwoBoothsShareAFolder(t *testing.T) {
	stick := t.TempDir()
	a, b := mirrored(t, stick), mirrored(t, stick)
	var gone Saved
	for range 6 {
		gone = signUp(t, a)
		signUp(t, b)
	}
	sealed := sealedOf(t, a, gone.Person)
	if _, err := a.Erase(t.Context(), gone.Code); err != nil {
		t.Fatal(err)
	}
	caughtUp(t, a)
	caughtUp(t, b)
	if piecesIn(t, stick, sealed) > 0 {
		t.Error("the erased is left")
	}
	if a, b := linesIn(t, filepath.Join(stick, mirror.FileName(a.BoothID()))), linesIn(t, filepath.Join(stick, mirror.FileName(b.BoothID()))); a != 7 || b != 6 {
		t.Errorf("%d and %d lines", a, b)
	}
}

// A copy that has more than the booth, since the main disk came back older, loses nothing: what only it has is kept
// beside it and told about, and erasing reaches that too.
func TestMirrorKeepsWhatTheBoothLost(t *testing.T) {
	stick := t.TempDir()
	s := mirrored(t, stick)
	p := signUp(t, s)
	signUp(t, s)
	caughtUp(t, s)
	s.Close()
	older := copyFolder(t, s.Dir())
	s = openMirrored(t, s.Dir(), stick)
	lost := signUp(t, s)
	if err := s.AddCheck(t.Context(), p.Person, record.Check{Initials: "LM"}); err != nil {
		t.Fatal(err)
	}
	caughtUp(t, s)
	lostSealed, sealed := sealedOf(t, s, lost.Person), sealedOf(t, s, p.Person)
	s.Close()

	s = openMirrored(t, older, stick)
	caughtUp(t, s)
	if st := s.Mirror(); st.Extra != 2 {
		t.Errorf("%+v", st)
	}
	if piecesIn(t, stick, lostSealed) == 0 {
		t.Fatal("what only the copy had was thrown away")
	}
	to := filepath.Join(t.TempDir(), "rescued")
	if r, err := Rescue(stick, to, Options{}); err != nil || r.Persons != 3 {
		t.Fatalf("rescued %+v, %v", r, err)
	}
	if _, err := s.Erase(t.Context(), p.Code); err != nil {
		t.Fatal(err)
	}
	caughtUp(t, s)
	if piecesIn(t, stick, sealed) > 0 {
		t.Error("the erased is left beside the copy")
	}
	if piecesIn(t, stick, lostSealed) == 0 {
		t.Error("what only the copy had was thrown away by the erasure")
	}
}

// Whatever happened to the copy's file: bytes flipped, cut, lengthened, replaced. It becomes the journal again.
func TestDamagedCopyIsMended(t *testing.T) {
	stick := t.TempDir()
	s := mirrored(t, stick)
	for range 4 {
		signUp(t, s)
	}
	caughtUp(t, s)
	path := s.mirror.Load().Path()
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	damage := func(b []byte) {
		t.Helper()
		n++
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		// Some of it while open, most of it while closed: a file that was written to is looked through again.
		if n%5 > 0 {
			s.Close()
			s = openMirrored(t, s.Dir(), stick)
		} else {
			signUp(t, s)
		}
		caughtUp(t, s)
		if whole, err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 12 {
		b := bytes.Clone(whole)
		b[len(b)*i/12] ^= 1 << (i % 8)
		damage(b)
		damage(whole[:len(whole)*i/12])
	}
	damage(append(bytes.Clone(whole), "more"...))
	damage(nil)
	damage(bytes.Repeat([]byte{0}, len(whole)))
	os.Remove(path)
	damage(whole)
	if st := s.Mirror(); st.Extra != 0 {
		t.Errorf("damage was kept as entries: %+v", st)
	}
	t.Logf("%d damaged copies", n)
}

func TestFoldersThatCannotHoldTheCopy(t *testing.T) {
	s, other := practice(t), practice(t)
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(s.Dir(), link); err != nil {
		t.Fatal(err)
	}
	s.Close()
	for _, dir := range []string{s.Dir(), filepath.Join(s.Dir(), "copy"), other.Dir(), file, link} {
		if x, err := Open(s.Dir(), Options{Mirror: dir}); !errors.Is(err, mirror.ErrFolder) {
			t.Fatalf("%s: %v, %v", dir, x, err)
		}
	}
	x := openMirrored(t, s.Dir(), filepath.Join(t.TempDir(), "not", "there"))
	signUp(t, x)
	if st := await(t, x, "absent", fault(mirror.Absent)); st.Behind != 1 {
		t.Errorf("%+v", st)
	}
}

// While the journal is written anew for an erasure, the copy is not called faulty: nothing is wrong with its disk.
func TestErasingIsNoFaultOfTheCopy(t *testing.T) {
	stick := t.TempDir()
	s := mirrored(t, stick)
	for range 20 {
		gone := signUp(t, s)
		signUp(t, s)
		s.fail = func(step string) error {
			if step == "journal replaced" {
				s.mirror.Load().Nudge()
				time.Sleep(3 * mirror.Pause)
			}
			return nil
		}
		if found, err := s.Erase(t.Context(), gone.Code); err != nil || !found {
			t.Fatal(found, err)
		}
		if st := s.Mirror(); st.Fault != "" {
			t.Fatalf("%+v", st)
		}
	}
	caughtUp(t, s)
}
