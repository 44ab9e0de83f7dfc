package serve

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"
)

// The limit of what phones send, per network: a campus may stand behind one address, and after a lecture all of it taps at
// once. It keeps one computer from filling the queue, and nobody out: there is nothing to guess at a hub.
const (
	tapsAtOnce    = 600             // of one network, then
	tapsEvery     = time.Second / 4 // one more
	tapsNetworks  = 20000           // are remembered
	tapsSaltStays = 24 * time.Hour
)

// taps are token buckets. A network is remembered by a keyed hash whose key is drawn anew each day and lies in memory only.
type taps struct {
	mu    sync.Mutex
	salt  []byte
	since time.Time
	full  map[[16]byte]time.Time // when the bucket of a network will be full again
}

// may takes a tap of a network.
func (t *taps) may(network string, now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.salt == nil || now.Sub(t.since) > tapsSaltStays || now.Before(t.since) {
		t.salt, t.since, t.full = make([]byte, 32), now, map[[16]byte]time.Time{}
		rand.Read(t.salt) // never fails, by its documentation
	}
	if len(t.full) >= tapsNetworks {
		for k, full := range t.full {
			if !full.After(now) {
				delete(t.full, k)
			}
		}
		if len(t.full) >= tapsNetworks {
			return false
		}
	}
	m := hmac.New(sha256.New, t.salt)
	m.Write([]byte(network))
	key := [16]byte(m.Sum(nil))
	full := t.full[key]
	if full.Before(now) {
		full = now
	}
	if full.Sub(now) > (tapsAtOnce-1)*tapsEvery {
		return false
	}
	t.full[key] = full.Add(tapsEvery)
	return true
}

// networkOf is the network that a request comes from. Behind a proxy on the same computer, that is what the proxy says last;
// what others say of themselves counts for nothing.
func networkOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return ""
	}
	at, err := netip.ParseAddr(host)
	if err == nil && at.IsLoopback() {
		all := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		if said, err := netip.ParseAddr(strings.TrimSpace(all[len(all)-1])); err == nil {
			at = said
		}
	}
	at = at.Unmap()
	bits := 48
	if at.Is4() {
		bits = 24
	}
	p, err := at.WithZone("").Prefix(bits)
	if err != nil {
		return ""
	}
	return p.String()
}
