package hub

import (
	"context"
	"crypto/ed25519"
	"crypto/x509"
	"errors"
	"syscall"
	"time"

	"matchbooth/data/athub"
	"matchbooth/data/wire"
)

// State is how far a booth's lines are at its hub.
type State struct {
	URL     string       `json:"url"`            // "" if no hub was joined
	Hub     string       `json:"hub"`            // its fingerprint
	AtHub   int          `json:"at_hub"`         // lines that a signed answer of the hub has named as saved or as kept apart
	Apart   int          `json:"apart"`          // of these, those that it keeps apart: it has others under the same id or number
	Waiting int          `json:"waiting"`        // lines that it has not answered for yet
	Since   time.Time    `json:"since,omitzero"` // since when the oldest of them waits, to the hour if that was before the program began
	Heard   time.Time    `json:"heard,omitzero"` // when it last answered for any
	Refused []athub.Tray `json:"refused"`        // lines that it refused, and why
	Fault   Fault        `json:"fault"`          // why the last try failed, "" if it did not
}

// Fault is the reason as one word, for a sentence in the reader's language.
type Fault string

// What can be wrong with a hub.
const (
	Gone       Fault = "gone"       // nobody answers
	Foreign    Fault = "foreign"    // something else answers: a proxy, the sign-in page of a network
	Other      Fault = "other"      // a hub answers whose key is another
	Shut       Fault = "shut"       // this computer lets the program open no connection: the kiosk's service does not, unless told to
	Cert       Fault = "cert"       // its certificate is not valid here
	NotAllowed Fault = "notallowed" // it does not allow this booth at this event
	Busy       Fault = "busy"       // it asks to come again
	Full       Fault = "full"       // its disk is full
	Clock      Fault = "clock"      // it does not take the hour, even by its own clock
	Lies       Fault = "lies"       // its answer does not name what was sent
	Versions   Fault = "versions"   // it does not understand us, or we it
	Broken     Fault = "broken"     // a fault of its own
)

// Faults are all of them.
var Faults = []Fault{Gone, Foreign, Other, Shut, Cert, NotAllowed, Busy, Full, Clock, Lies, Versions, Broken}

// late is how long lines may wait before anybody is asked to look. A campus network may well be gone for a while.
const late = 15 * time.Minute

// Late says whether somebody has to look: lines have waited long, the hub refused some, or it is not the one that was joined.
func (s State) Late(now time.Time) bool {
	if s.URL == "" {
		return false
	}
	return len(s.Refused) > 0 || s.Fault == Other || s.Fault == NotAllowed || s.Fault == Lies || s.Waiting > 0 && now.Sub(s.Since) > late
}

// ErrHub is an error that the state tells as a [Fault].
type ErrHub struct {
	Fault Fault
	Err   error
}

// Error implements error.
func (e ErrHub) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e ErrHub) Unwrap() error { return e.Err }

// told finds out what an error of the client means. Where something answered that the hub has not signed, it asks who is
// there.
func told(ctx context.Context, j Joined, err error) error {
	if err == nil || ctx.Err() != nil {
		return err
	}
	var said *wire.Error
	var unknown x509.UnknownAuthorityError
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	fault := Gone
	switch {
	case errors.As(err, &said) && said.Signed:
		fault = faultOf(said.Code)
	case errors.As(err, &said), errors.Is(err, wire.ErrForged):
		ask, cancel := context.WithTimeout(ctx, 20*time.Second)
		defer cancel()
		switch hello, askErr := wire.Ask(ask, j.URL, nil); {
		case askErr == nil && !j.Key.Equal(ed25519.PublicKey(hello.Key)):
			fault = Other
		case askErr != nil && said != nil && said.Status >= 500: // a proxy, whose hub is gone
		default:
			fault = Foreign
		}
	case errors.Is(err, wire.ErrAnswer):
		fault = Lies
	case errors.Is(err, wire.ErrFormat):
		fault = Versions
	case errors.Is(err, syscall.EAFNOSUPPORT):
		fault = Shut
	case errors.As(err, &unknown), errors.As(err, &name), errors.As(err, &invalid):
		fault = Cert
	}
	return ErrHub{fault, err}
}

func faultOf(c wire.Code) Fault {
	switch c {
	case wire.CodeBooth:
		return NotAllowed
	case wire.CodeBusy, wire.CodeUnknown, wire.CodeReplay:
		return Busy
	case wire.CodeFull:
		return Full
	case wire.CodeClock:
		return Clock
	case wire.CodeFault:
		return Broken
	}
	return Versions
}

// StateOf returns the state of a booth whose hub nobody speaks to at the moment. It asks nobody.
func StateOf(ctx context.Context, s Store) (State, error) {
	p := New(s, Options{})
	if p == nil {
		return State{}, nil
	}
	return p.Look(ctx)
}

// Ask asks the hub that was joined whether it is there. The error is an [ErrHub].
func Ask(ctx context.Context, j Joined) error {
	hello, err := wire.Ask(ctx, j.URL, nil)
	if err == nil && !j.Key.Equal(ed25519.PublicKey(hello.Key)) {
		return ErrHub{Other, wire.ErrForged}
	}
	return told(ctx, j, err)
}
