package data

import (
	"errors"
	"fmt"
	"path/filepath"

	"matchbooth/data/internal/audit"
	"matchbooth/data/internal/build"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/lockout"
	"matchbooth/data/internal/terms"
	"matchbooth/data/keyset"
	"matchbooth/data/seal"
	"matchbooth/data/words"
)

// liveWork is the work factor for keys of live booths; tests lower it.
var liveWork = seal.WorkLive

// Setup describes a live booth to be made.
type Setup struct {
	Event         string // the pack's id
	EventDigest   string // identifies the pack's exact content; stored as meta "event_digest"
	RetentionDays int    // stored as meta "retention_days"
	// Terms are how many days the consents keep people that have a term of their own, by id; stored as meta
	// "retention_terms" ([EncodeTerms]).
	Terms      map[string]int
	From, To   string // the event's days as 2006-01-02, or "": see [MetaEventFrom]
	Passphrase []byte // opens the event's key; not needed with SharedKeys
	PIN        string // 4 to 12 digits
	// WeakPassphrase also accepts a passphrase that is easy to guess ([words.Weak]), which is otherwise refused with
	// [ErrWeakPassphrase]. The folder remembers that until the passphrase is changed: see [TakenWeak].
	WeakPassphrase bool
	// SharedKeys is the content of keys.toml from the event's first booth, or empty to make new keys. With it the folder
	// gets no private key: records are opened with the first booth's event-key.age or the recovery key. A signature that
	// does not verify is refused; but only the six words of [ReadSet] show that it was the event's desk that signed, and
	// somebody must have compared them.
	SharedKeys string
	// HandOver receives the recovery key and the signed set it belongs to while the folder is being made. The key is
	// stored nowhere: the folder counts as a booth only once HandOver has returned, so there is no booth whose recovery
	// key never reached anybody. If it returns an error, there is no booth. It is not called with SharedKeys; nil if
	// nobody is to get the key.
	HandOver func(recovery string, set keyset.SetInfo) error
}

// CreatePractice turns a missing or empty folder into a practice booth: two keys made for it, both locked under the
// passphrase "practice" (work factor [seal.WorkPractice]), PIN 5210.
func CreatePractice(dir, event string, opt Options) error {
	p := build.Plan{Mode: keyset.ModePractice, Event: event, PIN: build.PracticePIN, Made: opt.now(), Act: audit.Act{What: "setup of a practice booth", Persons: 0}}
	first, err := seal.Generate()
	if err != nil {
		return err
	}
	second, err := seal.Generate()
	if err != nil {
		return err
	}
	if err := p.Sign(first, second.Recipient()); err != nil {
		return err
	}
	for _, k := range []struct {
		name string
		id   *seal.Identity
	}{{folder.EventKey, first}, {folder.RecoveryKey, second}} {
		file, err := seal.Lock(k.id, []byte(build.PracticePassphrase), seal.WorkPractice)
		if err != nil {
			return err
		}
		p.Keys = append(p.Keys, folder.File{Name: k.name, Content: file})
	}
	return p.Make(dir, opt.author())
}

// CreateLive turns a missing or empty folder into a live booth. The recovery key is handed over only once the event's
// key, unlocked from its file as written, and the recovery key, parsed from the text to be handed over, have each opened
// a test entry. With SharedKeys there is no test: the first booth's set-up has tried the keys.
func CreateLive(dir string, s Setup, opt Options) error {
	p := build.Plan{Mode: keyset.ModeLive, Event: s.Event, Digest: s.EventDigest, Retention: s.RetentionDays, Terms: terms.Encode(s.Terms), From: s.From, To: s.To, PIN: s.PIN, Made: opt.now(), Act: audit.Act{What: "setup", Persons: 0}}
	if err := lockout.CheckPIN(s.PIN); err != nil {
		return err
	}
	if s.SharedKeys != "" {
		k, err := keyset.Parse(s.SharedKeys)
		if err != nil {
			return err
		}
		if k.Mode != keyset.ModeLive {
			return errors.New("the shared keys are those of a practice booth: take keys.toml from a live one")
		}
		if k.Event != s.Event {
			return fmt.Errorf("the shared keys belong to the event %q, not to %q: take keys.toml from a booth of the same event", k.Event, s.Event)
		}
		p.Set = k
		p.Act.What = "setup with the keys of another booth"
		return p.Make(dir, opt.author())
	}
	if len(s.Passphrase) == 0 {
		return errors.New("a live booth needs a passphrase")
	}
	if p.Weak = words.Weak(string(s.Passphrase)); p.Weak && !s.WeakPassphrase {
		return ErrWeakPassphrase
	}
	event, err := seal.Generate()
	if err != nil {
		return err
	}
	rescue, err := seal.Generate()
	if err != nil {
		return err
	}
	if err := p.Sign(event, rescue.Recipient()); err != nil {
		return err
	}
	file, err := seal.Lock(event, s.Passphrase, liveWork)
	if err != nil {
		return err
	}
	recovery := rescue.Secret()
	p.Keys = append(p.Keys, folder.File{Name: folder.EventKey, Content: file})
	p.Gate = func(dir string) error { return testEntry(dir, p.Set.Recipients(), s.Passphrase, recovery) }
	if s.HandOver != nil {
		p.HandOver = func() error { return s.HandOver(recovery, p.Set.Info()) }
	}
	return p.Make(dir, opt.author())
}

// testEntry seals a test entry and opens it with both keys, each read from where it will be read when it is needed: the
// file in the folder, and the text that people write down.
func testEntry(dir string, recipients []string, passphrase []byte, recovery string) error {
	const text = "a test entry: both keys must open this before anybody signs up"
	to, err := seal.NewRecipients(recipients...)
	if err != nil {
		return err
	}
	sealed, err := to.Seal([]byte(text))
	if err != nil {
		return err
	}
	event, err := keys.OpenKeyFile(filepath.Join(dir, folder.EventKey), passphrase)
	if err != nil {
		return fmt.Errorf("trying the event's key: %w", err)
	}
	rescue, err := seal.ParseIdentity(recovery)
	if err != nil {
		return fmt.Errorf("trying the recovery key: %w", err)
	}
	if err := keys.OpensForRecovery(dir, rescue, event.Fingerprint()); err != nil {
		return fmt.Errorf("trying the recovery key: %w", err)
	}
	for _, k := range []struct {
		name string
		key  keys.Opener
	}{{"event's key", event}, {"recovery key", rescue}} {
		plain, err := k.key.Open(sealed)
		if err != nil {
			return fmt.Errorf("the %s does not open a test entry: %w", k.name, err)
		}
		if string(plain) != text {
			return fmt.Errorf("the %s opens a test entry to something else", k.name)
		}
	}
	return nil
}
