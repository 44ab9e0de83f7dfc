// Package hub is a booth's side of a hub: which one it has joined, sending it the lines of the store in the background, and
// fetching those of other booths. What goes over the network is in data/wire; nothing here is needed by a booth without a
// hub, and nothing a booth promises waits for it.
package hub

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"matchbooth/data"
	"matchbooth/data/athub"
	"matchbooth/data/entry"
	"matchbooth/data/wire"
	"matchbooth/data/words"
)

// Store is what is needed from the store; *data.Store implements it.
type Store interface {
	Dir() string
	Mode() string
	Event() string
	BoothID() string
	Meta(key string) (string, bool)
	SetMeta(key, value string) error
	Audit(ctx context.Context, what string, persons int) error
	LinesAfter(ctx context.Context, from data.LinePlace, most int) ([]data.PlacedLine, bool, error)
	Unbroken(context.Context) (map[string]int64, error)
	BoothKeys() map[string]ed25519.PublicKey
	RequestSigner() (crypto.Signer, error)
	Statements(context.Context) ([]entry.Statement, error)
	Fetching(context.Context) (*data.Fetched, error)
}

// The settings of the store. Neither is secret: the key is the hub's public one.
const (
	metaURL = "hub.url"
	metaKey = "hub.key" // base64
)

// Joined is a hub that a booth has joined.
type Joined struct {
	URL string
	Key ed25519.PublicKey
}

// Of returns the hub that a booth has joined; false if there is none.
func Of(s interface {
	Meta(key string) (string, bool)
}) (Joined, bool) {
	url, _ := s.Meta(metaURL)
	text, _ := s.Meta(metaKey)
	key, err := base64.StdEncoding.DecodeString(text)
	if url == "" || err != nil || len(key) != ed25519.PublicKeySize {
		return Joined{}, false
	}
	return Joined{url, key}, true
}

// Fingerprint is the fingerprint of the hub's key, as `matchbooth-hub status` says it.
func (j Joined) Fingerprint() string { return entry.BoothID(j.Key) }

// Named says whether what a person gives is this hub's fingerprint: all its digits, or its six words in either language.
func (j Joined) Named(text string) bool {
	full := j.Fingerprint()
	return strings.EqualFold(strings.ReplaceAll(text, " ", ""), full) || words.Names(text, full[:16])
}

// The errors of joining.
var (
	// ErrPractice: a practice booth sends nothing to anybody.
	ErrPractice = errors.New("a practice booth joins no hub")
	// ErrEvent: the id of the event is one that hubs cannot have.
	ErrEvent = errors.New("the event's id is too long for a hub, or has letters that no hub takes")
	// ErrAddress: no address of a hub.
	ErrAddress = wire.ErrAddress
	// ErrNoHub: something answers at the address, and it is no hub.
	ErrNoHub = errors.New("at this address there is no hub")
	// ErrProtocol: what answers is a hub of another version.
	ErrProtocol = errors.New("the hub speaks another version of the protocol")
)

// Look asks a hub who it is. A person has to compare its fingerprint before it is joined: nothing is proved yet.
func Look(ctx context.Context, s Store, url string) (Joined, error) {
	if s.Mode() == data.ModePractice {
		return Joined{}, ErrPractice
	}
	if !wire.IsEvent(s.Event()) {
		return Joined{}, ErrEvent
	}
	url, err := wire.CheckAddress(url)
	if err != nil {
		return Joined{}, err
	}
	hello, err := wire.Ask(ctx, url, nil)
	if _, answered := errors.AsType[*wire.Error](err); answered {
		return Joined{}, fmt.Errorf("%w: %w", ErrNoHub, err)
	}
	if err != nil {
		return Joined{}, err
	}
	if hello.Protocol != wire.Version {
		return Joined{}, ErrProtocol
	}
	return Joined{url, hello.Key}, nil
}

// Join makes a hub the booth's own. Lines that another hub had will be sent to this one.
func Join(ctx context.Context, s Store, j Joined) error {
	if err := s.SetMeta(metaKey, base64.StdEncoding.EncodeToString(j.Key)); err != nil {
		return err
	}
	if err := s.SetMeta(metaURL, j.URL); err != nil {
		return err
	}
	return s.Audit(ctx, "hub joined: "+j.Fingerprint(), 0)
}

// Leave makes the booth forget its hub. What the hub has, it keeps.
func Leave(ctx context.Context, s Store) error {
	if err := s.SetMeta(metaURL, ""); err != nil {
		return err
	}
	if err := s.SetMeta(metaKey, ""); err != nil {
		return err
	}
	if err := athub.Remove(s.Dir()); err != nil {
		return err
	}
	return s.Audit(ctx, "hub left", 0)
}
