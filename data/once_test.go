package data

import (
	"errors"
	"testing"
)

// Several are kept as one is: each under their own code, the same key twice in a list and again later is one person, and
// where it fails none of them is here, or all of them.
func TestSignUpAllKeepsEachOnce(t *testing.T) {
	s := practice(t)
	ctx := t.Context()
	list := func(keys ...string) (out []Keyed) {
		for _, k := range keys {
			out = append(out, Keyed{[]byte(k), someone()})
		}
		return out
	}
	first, err := s.SignUpAll(ctx, list("a", "b", "a", "c"))
	if err != nil {
		t.Fatal(err)
	}
	if first[0].Person == first[1].Person || first[2].Person != first[0].Person || first[2].Fresh || !first[3].Fresh {
		t.Errorf("%+v", first)
	}
	again, err := s.SignUpAll(ctx, list("c", "d", "a"))
	if err != nil || again[0].Saved != first[3].Saved || again[0].Fresh || !again[1].Fresh || again[2].Saved != first[0].Saved {
		t.Errorf("%+v, %v", again, err)
	}
	if one, fresh, err := s.SignUpOnce(ctx, []byte("d"), someone()); err != nil || fresh || one != again[1].Saved {
		t.Errorf("%+v, %t, %v", one, fresh, err)
	}
	if none, err := s.SignUpAll(ctx, nil); err != nil || len(none) != 0 {
		t.Errorf("%v, %v", none, err)
	}
	if st := status(t, s); st.Signups != 4 || st.LastSeq != 4 {
		t.Errorf("%+v", st)
	}
	for _, step := range []string{"commit", "read back", "journal write", "journal sync"} {
		before := status(t, s).Signups
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		fails := true
		s, err = openStore(s.Dir(), Options{}, func(at string) error {
			if fails && at == step {
				return errors.New("crash")
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		keys := list(step+"1", step+"2", step+"3")
		if _, err := s.SignUpAll(ctx, keys); !errors.Is(err, ErrBroken) {
			t.Errorf("%s: %v", step, err)
		}
		fails = false
		if err := s.Reopen(); err != nil {
			t.Fatal(err)
		}
		if n := status(t, s).Signups - before; n != 0 && n != 3 {
			t.Errorf("%s: %d of three are here", step, n)
		}
		if _, err := s.SignUpAll(ctx, keys); err != nil {
			t.Fatal(err)
		}
		if n := status(t, s).Signups - before; n != 3 {
			t.Errorf("%s: %d of three after they came again", step, n)
		}
		sound(t, s)
	}
}
