package data

import (
	"errors"
	"os"
	"runtime"
	"testing"
)

// A folder that goes while the booth is open takes the sign-up with it, though every write succeeds.
func TestNothingIsSavedIntoAFolderThatIsGone(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("open files cannot be moved or removed there")
	}
	for name, do := range map[string]struct {
		take func(dir string) error
		back func(dir string) error // nil: it does not come back
	}{
		"removed": {os.RemoveAll, nil},
		"moved":   {func(dir string) error { return os.Rename(dir, dir+"-away") }, func(dir string) error { return os.Rename(dir+"-away", dir) }},
		"exchanged": {func(dir string) error {
			return errors.Join(os.Rename(dir, dir+"-away"), CreatePractice(dir, "test-event", Options{}))
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := practice(t)
			dir := s.Dir()
			if _, err := s.SignUp(t.Context(), someone()); err != nil {
				t.Fatal(err)
			}
			if err := do.take(dir); err != nil {
				t.Fatal(err)
			}
			if _, err := s.SignUp(t.Context(), someone()); !errors.Is(err, ErrBroken) {
				t.Fatalf("saved, says the booth (%v)", err)
			}
			if do.back == nil {
				return
			}
			if s.Reopen() == nil {
				t.Error("opened again what is not there")
			}
			if _, err := os.Stat(dir); err == nil {
				t.Error("a new folder came into being")
			}
			if err := do.back(dir); err != nil {
				t.Fatal(err)
			}
			if err := s.Reopen(); err != nil {
				t.Fatal(err)
			}
			if _, err := s.SignUp(t.Context(), someone()); err != nil {
				t.Fatal(err)
			}
			if st, err := s.Status(t.Context()); err != nil || st.Signups != 2 {
				t.Errorf("%d people are here (%v), want the two that were told so", st.Signups, err)
			}
		})
	}
}
