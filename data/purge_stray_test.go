package data

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"matchbooth/data/record"
)

// A correction whose sign-up never came, because the booth that has it was refused, falls due like the sign-up.
func TestACorrectionWithoutItsSignUpIsForgottenToo(t *testing.T) {
	made, err := templates()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2027, 5, 21, 9, 0, 0, 0, time.UTC)
	opt := Options{Clock: func() time.Time { return now }}
	var booth [3]*Store
	for i := range booth {
		if booth[i], err = Open(asItLies(t, made[i]), opt); err != nil {
			t.Fatal(err)
		}
		defer booth[i].Close()
	}
	saved := signUp(t, booth[0])
	ctx := t.Context()
	only := func(id string) MergeOptions {
		return MergeOptions{Accept: func(b string, _ int) bool { return b == id }}
	}
	if _, err := booth[1].Merge(ctx, asItLies(t, booth[0].Dir()), only(booth[0].BoothID())); err != nil {
		t.Fatal(err)
	}
	if err := booth[1].Correct(ctx, saved.Person, record.Correction{At: now, Fields: map[string]*record.Field{"name": {Text: "金丝雀"}}}); err != nil {
		t.Fatal(err)
	}
	if rep, err := booth[2].Merge(ctx, asItLies(t, booth[1].Dir()), only(booth[1].BoothID())); err != nil || rep.Added != 1 || len(rep.Refused) != 1 {
		t.Fatalf("%+v, %v", rep, err)
	}
	now = now.AddDate(0, 0, modelDays+1)
	if r, err := booth[2].Retention(ctx, now); err != nil || r.Due != 1 {
		t.Errorf("%+v, %v", r, err)
	}
	if rec, err := booth[2].Purge(ctx, now); err != nil || rec.Persons != 1 {
		t.Fatalf("%+v, %v", rec, err)
	}
	if st := status(t, booth[2]); st.Entries != 2 || st.Erased != 1 {
		t.Errorf("%+v", st)
	}
	sound(t, booth[2])
}

// asItLies copies a folder as it lies there.
func asItLies(t testing.TB, dir string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "copy")
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return to
}
