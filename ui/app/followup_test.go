package app

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/driver/software"

	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/data/wire"
	"matchbooth/kiosk/session"
	"matchbooth/ui/work/hub"
)

// unsure is a store whose first save is there, and says that it is not.
type unsure struct {
	*data.Store
	tries int
}

func (u *unsure) SignUpOnce(ctx context.Context, key []byte, up record.SignUp) (data.Saved, bool, error) {
	saved, fresh, err := u.Store.SignUpOnce(ctx, key, up)
	if u.tries++; u.tries == 1 {
		err = errors.New("input/output error")
	}
	return saved, fresh, err
}

// liveBooth is a booth over a real live store, with a pack that names this hub.
func liveBooth(t *testing.T, address string) (*Booth, *data.Store, *time.Time) {
	t.Helper()
	b, _, now := booth(t)
	here, _ := twoBooths(t, b, now)
	p := *b.Pack
	p.Practice, p.Hub.URL = false, address
	b.Pack, b.Store, b.verbose = &p, here, true
	return b, here, now
}

// firstCode is what the first code says on the page that stands, "" if there is none, and how many there are.
func firstCode(t *testing.T, b *Booth) (string, int) {
	t.Helper()
	canvas := software.NewCanvas()
	canvas.SetPadded(false)
	canvas.SetContent(b.page.Root)
	canvas.Resize(b.size)
	img := canvas.Capture()
	boxes := qrBoxes(b.page, img)
	if len(boxes) == 0 {
		return "", 0
	}
	said, err := read(img, boxes[0])
	if err != nil {
		t.Fatal(err)
	}
	return said, len(boxes)
}

// keptIn are the records of a live store.
func keptIn(t *testing.T, s *data.Store) []record.Record {
	t.Helper()
	key, err := s.Unlock([]byte(phrase))
	if err != nil {
		t.Fatal(err)
	}
	defer key.Close()
	list, _, err := s.Records(t.Context(), key, nil)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// The first code that is photographed leads to the event's page with the secret that was sealed with the sign-up, also where
// saving went wrong at first; the registry's comes second. It is in no file and in no log, and goes with the visitor.
func TestTheFirstCodeLeadsToTheEventsPage(t *testing.T) {
	var log bytes.Buffer
	was := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	defer slog.SetDefault(was)

	for name, at := range map[string]struct{ pack, joined, want string }{
		"the pack's hub":           {"https://NIC.example.edu.cn/hub/", "", "https://nic.example.edu.cn/hub/f/"},
		"the hub that was joined":  {"", "https://nic.example.edu.cn:8443/a/b", "https://nic.example.edu.cn:8443/a/b/f/"},
		"the pack's, not that one": {"https://nic.example.edu.cn", "https://other.example.org", "https://nic.example.edu.cn/f/"},
	} {
		t.Run(name, func(t *testing.T) {
			b, here, now := liveBooth(t, at.pack)
			if at.joined != "" {
				if err := hub.Join(t.Context(), here, hub.Joined{URL: at.joined, Key: make([]byte, 32)}); err != nil {
					t.Fatal(err)
				}
			}
			b.Store = &unsure{Store: here}
			toSave(b, now)
			settled(t, b, func() bool { return b.state.SaveFailed != "" })
			on(b, now, ev(session.SaveAgain))
			settled(t, b, func() bool { return b.state.Screen == session.Saved })
			on(b, now, ev(session.Go, string(session.TakeHome)))
			said, n := firstCode(t, b)
			u, err := url.Parse(said)
			if err != nil || n != 2 {
				t.Fatalf("%d codes: %v", n, err)
			}
			list := keptIn(t, here)
			if len(list) != 1 {
				t.Fatalf("%d people", len(list))
			}
			secret := string(list[0].FollowUp)
			if secret == "" || u.Fragment != secret || strings.TrimSuffix(said, "#"+secret) != at.want+b.Pack.ID {
				t.Error("the code does not lead to the page with the secret that was sealed")
			}
			f := record.FollowUp(u.Fragment)
			if !bytes.Equal(wire.Match(f.Bytes()), wire.Match(list[0].FollowUp.Bytes())) {
				t.Error("what the page derives is not what the desk looks for")
			}
			if err := filepath.WalkDir(here.Dir(), func(path string, d fs.DirEntry, err error) error {
				if err != nil || d.IsDir() {
					return err
				}
				content, err := os.ReadFile(path)
				if bytes.Contains(content, []byte(secret)) || bytes.Contains(content, f.Bytes()) {
					t.Errorf("%s has the secret", path)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(log.String(), secret) || !strings.Contains(log.String(), "saving") {
				t.Error("the log has the secret, or nothing")
			}
			*now = now.Add(5 * time.Minute) // nobody has touched it
			on(b, now, ev(session.Tick))
			if b.secret != "" || b.followUp != "" || b.state.Screen == session.TakeHome {
				t.Errorf("it is still there on %s", b.state.Screen)
			}
			for _, p := range append([]any{b.page}, b.kept) {
				if way := heldOf(p, secret); way != "" {
					t.Errorf("the secret is left: %s", way)
				}
			}
		})
	}
}

// Without a hub, and at a practice booth, nothing is drawn, and the first code is the registry's.
func TestWithoutAHubTheFirstCodeIsTheRegistrys(t *testing.T) {
	for name, address := range map[string]string{"no hub": "", "no hub's address": "https://nic.example.edu.cn/?who=me"} {
		b, here, now := liveBooth(t, address)
		toSave(b, now)
		settled(t, b, func() bool { return b.state.Screen == session.Saved })
		on(b, now, ev(session.Go, string(session.TakeHome)))
		if said, n := firstCode(t, b); said != b.Pack.EnrolLink() || n != 1 {
			t.Errorf("%s: %d codes, the first leads to %q", name, n, said)
		}
		if list := keptIn(t, here); len(list) != 1 || list[0].FollowUp != "" {
			t.Errorf("%s: a secret was sealed", name)
		}
	}
	b, store, now := booth(t)
	p := *b.Pack
	p.Hub.URL = "https://nic.example.edu.cn/hub"
	b.Pack = &p
	toSave(b, now)
	settled(t, b, func() bool { return b.state.Screen == session.Saved })
	for _, up := range store.kept {
		if up.FollowUp != "" || b.followUp != "" {
			t.Error("a practice booth has drawn a secret")
		}
	}
}
