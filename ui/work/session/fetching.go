package session

import (
	"context"
	"net/url"
	"sync"

	"matchbooth/ui/work/hub"
	"matchbooth/ui/work/merge"
)

// fromHub is what was fetched from the hub and is not merged yet: what was previewed is what is merged.
type fromHub struct {
	mu    sync.Mutex
	of    func() (hub.Joined, bool)
	fetch func(context.Context) (*hub.Pulled, error)
	here  *hub.Pulled
	from  hub.Store
}

// FetchFrom lets the desk merge what other booths have sent to the hub that this one has joined, where it has joined one. It
// must be called before the desk is opened.
func (d *Session) FetchFrom(s hub.Store) {
	d.hub.from = s
	d.hub.of = func() (hub.Joined, bool) { return hub.Of(s) }
	d.hub.fetch = func(ctx context.Context) (*hub.Pulled, error) {
		return hub.Pull(ctx, s, false, hub.Options{Now: d.clock}, nil)
	}
}

// name is what the hub is called; "" where there is none.
func (f *fromHub) name() string {
	if f.of == nil {
		return ""
	}
	j, in := f.of()
	if !in {
		return ""
	}
	if u, err := url.Parse(j.URL); err == nil && u.Host != "" {
		return u.Host
	}
	return j.URL
}

// path returns where a source lies: what has been fetched, in place of [merge.FromHub]. With anew it is fetched once more.
// "" says that the hub has nothing that is not here.
func (f *fromHub) path(ctx context.Context, path string, anew bool) (string, error) {
	if path != merge.FromHub {
		return path, nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.fetch == nil {
		return "", hub.ErrNone
	}
	if f.here == nil || anew {
		f.here.Remove()
		f.here = nil
		p, err := f.fetch(ctx)
		if err != nil {
			return "", err
		}
		f.here = p
	}
	return f.here.Path(), nil
}

// forget removes what was fetched.
func (f *fromHub) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.here.Remove()
	f.here = nil
}
