package app

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/data/seal"
	"matchbooth/kiosk/session"
)

// keyring is a store that remembers the key that its passphrase opened.
type keyring struct {
	*data.Store
	key data.Opener
}

func (k *keyring) TryPassphrase(ctx context.Context, pass []byte) (data.Opener, time.Duration, error) {
	key, wait, err := k.Store.TryPassphrase(ctx, pass)
	k.key = key
	return key, wait, err
}

// The desk over a real folder with a second copy: the keys have their words, the copy catches up, nobody
// is due at a practice booth, and the key and what it opened are gone when the desk locks.
func TestTheDeskOverARealStore(t *testing.T) {
	b, _, now := booth(t)
	dir, second := filepath.Join(t.TempDir(), "booth"), t.TempDir()
	opt := data.Options{Mirror: second, Clock: func() time.Time { return *now }}
	if err := data.CreatePractice(dir, b.Pack.ID, opt); err != nil {
		t.Fatal(err)
	}
	s, err := data.Open(dir, opt)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	kept := &keyring{Store: s}
	b.Store, b.desk = s, b.deskOver(kept)
	b.readKeys(t.Context())
	if keys := (dataStatus{b}).Keys().Named; len(keys) != 2 || len(keys[0].Words["zh"]) != 6 || keys[0].Role != data.RoleEvent {
		t.Fatalf("%d keys", len(keys))
	}
	if _, _, err := s.SignUpOnce(t.Context(), make([]byte, 32), record.SignUp{At: *now, Fields: map[string]record.Field{"name": {Text: canary}}}); err != nil {
		t.Fatal(err)
	}
	settle, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	if st := s.WaitMirror(settle); st.Dir == "" || st.Behind != 0 || st.Fault != "" {
		t.Errorf("the second copy: %+v", st)
	}
	on(b, now, toPeople)
	if err := b.desk.Unlock(t.Context(), []byte("practice"), "LM"); err != nil {
		t.Fatal(err)
	}
	b.shown = ""
	b.show()
	*now = now.Add(time.Second)
	touchOn(t, b, "desk.row.0")
	touchOn(t, b, "desk.one.show")
	key, page := kept.key, b.page
	if held(page) == "" {
		t.Fatal("the page does not show the name")
	}
	r, err := dataStatus{b}.Retention(t.Context())
	if err != nil || r.Due != 0 {
		t.Errorf("due: %+v, %v", r, err)
	}
	on(b, now, ev(session.CloseDesk))
	if _, _, err := s.Records(t.Context(), key, nil); !errors.Is(err, seal.ErrClosed) {
		t.Errorf("the key still opens records: %v", err)
	}
	for what, v := range map[string]any{"page": page, "desk": b.desk, "page that stands": b.page, "key": key} {
		if way := held(v); way != "" {
			t.Errorf("a name is left in the %s: %s", what, way)
		}
	}
}
