package packs

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"matchbooth/assets"
	"matchbooth/data"
	"matchbooth/kiosk/event"
)

func TestMain(m *testing.M) {
	data.LightWork()
	os.Exit(m.Run())
}

// packAt writes the built-in pack into a folder, with a text of it replaced.
func packAt(t *testing.T, dir, old, next string) string {
	t.Helper()
	err := fs.WalkDir(assets.Event(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(assets.Event(), name)
		if err != nil {
			return err
		}
		to := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
			return err
		}
		return os.WriteFile(to, []byte(strings.ReplaceAll(string(b), old, next)), 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// A pack that is changed and changed back is the first one again, and the texts of the one in between are still known. What
// was looked at is what is taken: a pack that differs in what sign-ups may hold is not.
func TestChangedAndChangedBack(t *testing.T) {
	dir, work := filepath.Join(t.TempDir(), "booth"), t.TempDir()
	p, _, err := event.LoadFS(assets.Event())
	if err != nil {
		t.Fatal(err)
	}
	if err := data.CreatePractice(dir, p.ID, data.Options{}); err != nil {
		t.Fatal(err)
	}
	s, err := data.Open(dir, data.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	key, err := s.Unlock([]byte(data.PracticePassphrase))
	if err != nil {
		t.Fatal(err)
	}
	desk, err := s.DeskOf(key)
	if err != nil {
		t.Fatal(err)
	}
	between := packAt(t, filepath.Join(work, "between"), "你可以不同意", "你也可以不同意")
	first := packAt(t, filepath.Join(work, "first"), "", "")
	ctx := context.Background()
	for i, path := range []string{between, first} {
		now, err := Current(s, dir)
		if err != nil {
			t.Fatal(err)
		}
		o, err := Look(ctx, s, dir, now, path)
		if err != nil || o.Same() || len(o.Refused()) > 0 {
			t.Fatalf("change %d: %v, %+v", i, err, o.Changes)
		}
		if err := o.Take(ctx, s, desk); err != nil {
			t.Fatal(err)
		}
	}
	now, err := Current(s, dir)
	if err != nil {
		t.Fatal(err)
	}
	w := Find(s, dir)
	if now.Digest != p.Digest || w.Changes != 2 || w.Lacks != "" || w.Rival {
		t.Errorf("%+v", w)
	}
	b, _, err := event.Load(between)
	if err != nil {
		t.Fatal(err)
	}
	if k := b.Consent("handover"); now.ConsentOf("handover", "zh", k.SHA256("zh")) == nil {
		t.Error("the text of the pack in between is lost")
	}
	if got := now.Earlier(); len(got) != 2 || got[0].Digest != p.Digest || got[1].Digest != b.Digest {
		t.Errorf("%d earlier packs", len(got))
	}

	// The file of the last one goes: the booth goes on with the one before, and says so.
	if err := os.Remove(data.PackFile(dir, p.Digest)); err != nil {
		t.Fatal(err)
	}
	w = Find(s, dir)
	if w.Digest != b.Digest || w.Lacks != p.Digest {
		t.Errorf("%+v", w)
	}
	old, err := Current(s, dir)
	if err != nil || old.Digest != b.Digest || len(old.Earlier()) != 0 { // whose only earlier one is the file that went
		t.Fatalf("%v", err)
	}
	o, err := Look(ctx, s, dir, old, first)
	if err != nil || !o.Named {
		t.Fatalf("%v, %+v", err, o.Named)
	}
	if err := o.Take(ctx, s, nil); err != nil || Find(s, dir).Lacks != "" {
		t.Errorf("%v", err)
	}
	bad := packAt(t, filepath.Join(work, "bad"), "retention_days = 90", "retention_days = 900")
	if o, err = Look(ctx, s, dir, now, bad); err != nil || len(o.Refused()) == 0 || o.Take(ctx, s, desk) == nil {
		t.Errorf("%v, %+v", err, o.Changes)
	}
	if _, err := Look(ctx, s, dir, now, filepath.Join(work, "nowhere")); err == nil {
		t.Error("a pack that is not there was looked at")
	}
}
