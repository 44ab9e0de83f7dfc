package data

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/journal"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/lockout"
	"matchbooth/data/internal/trust"
	"matchbooth/data/seal"
	"matchbooth/data/words"
)

// What opens every practice booth.
const (
	PracticePassphrase = "practice"
	PracticePIN        = "5210"
)

// liveWork is the work factor of live keys; tests lower it.
var liveWork = seal.WorkLive

// Setup is what a live booth is made from.
type Setup struct {
	Event         string // the pack's id
	EventDigest   string // names the pack's exact content; kept as meta "event_digest"
	RetentionDays int    // kept as meta "retention_days"
	From, To      string // the event's days as 2006-01-02, or "": see [MetaEventFrom]
	Passphrase    []byte // opens the event's key; not needed with SharedKeys
	PIN           string // 4 to 12 digits
	// WeakPassphrase takes a passphrase that is easy to guess too ([words.Weak]), which is refused with
	// [ErrWeakPassphrase] otherwise. The folder remembers it until it has another one: see [TakenWeak].
	WeakPassphrase bool
	// SharedKeys is the content of the keys.toml of the event's first booth, or empty to make new keys. With it the
	// folder gets no private key: records are opened with the first booth's event-key.age or the recovery key. A
	// signature that does not fit is refused; that it is the event's desk that signed, only the six words of
	// [ReadSet] show, and somebody must have compared them.
	SharedKeys string
	// HandOver is given the recovery key and the signed set that it belongs to. The key is kept nowhere, while the folder is being made: only when it has
	// returned does the folder count as a booth, so there is none whose recovery key never reached anybody. Its error
	// leaves no booth. Not called with SharedKeys; nil where nobody is to have the key.
	HandOver func(recovery string, set keys.SetInfo) error
}

// CreatePractice turns a missing or empty folder into a practice booth: two keys made for it, both locked under the
// passphrase "practice" (work factor [seal.WorkPractice]), PIN 5210.
func CreatePractice(dir, event string, opt Options) error {
	p := plan{mode: keys.ModePractice, event: event, pin: PracticePIN, made: opt.now(), act: act{"setup of a practice booth", 0}}
	first, err := seal.Generate()
	if err != nil {
		return err
	}
	second, err := seal.Generate()
	if err != nil {
		return err
	}
	if err := p.sign(first, second.Recipient()); err != nil {
		return err
	}
	for _, k := range []struct {
		name string
		id   *seal.Identity
	}{{folder.EventKey, first}, {folder.RecoveryKey, second}} {
		file, err := seal.Lock(k.id, []byte(PracticePassphrase), seal.WorkPractice)
		if err != nil {
			return err
		}
		p.keys = append(p.keys, folder.File{Name: k.name, Content: file})
	}
	return p.make(dir, opt.author())
}

// CreateLive turns a missing or empty folder into a live booth. The recovery key is handed over only after the event's
// key, unlocked from its file as written, and the recovery key, read from the text that is handed over, have both opened a
// test entry. With SharedKeys there is none: the first booth's set-up has tried the keys.
func CreateLive(dir string, s Setup, opt Options) error {
	p := plan{mode: keys.ModeLive, event: s.Event, digest: s.EventDigest, retention: s.RetentionDays, from: s.From, to: s.To, pin: s.PIN, made: opt.now(), act: act{"setup", 0}}
	if err := lockout.CheckPIN(s.PIN); err != nil {
		return err
	}
	if s.SharedKeys != "" {
		k, err := keys.Parse(s.SharedKeys)
		if err != nil {
			return err
		}
		if k.Mode != keys.ModeLive {
			return errors.New("the shared keys are those of a practice booth: take keys.toml from a live one")
		}
		if k.Event != s.Event {
			return fmt.Errorf("the shared keys belong to the event %q, not to %q: take keys.toml from a booth of the same event", k.Event, s.Event)
		}
		p.set = k
		p.act.what = "setup with the keys of another booth"
		return p.make(dir, opt.author())
	}
	if len(s.Passphrase) == 0 {
		return errors.New("a live booth needs a passphrase")
	}
	if p.weak = words.Weak(string(s.Passphrase)); p.weak && !s.WeakPassphrase {
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
	if err := p.sign(event, rescue.Recipient()); err != nil {
		return err
	}
	file, err := seal.Lock(event, s.Passphrase, liveWork)
	if err != nil {
		return err
	}
	recovery := rescue.Secret()
	p.keys = append(p.keys, folder.File{Name: folder.EventKey, Content: file})
	p.gate = func(dir string) error { return testEntry(dir, p.set.Recipients(), s.Passphrase, recovery) }
	if s.HandOver != nil {
		p.handOver = func() error { return s.HandOver(recovery, p.set.Info()) }
	}
	return p.make(dir, opt.author())
}

// testEntry seals something and opens it with both keys, each taken from where it will be taken on the day it is
// needed: the file in the folder, and the text that people write down.
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

// plan is a folder about to be made.
type plan struct {
	mode, event, digest string
	from, to            string // the event's days
	retention           int
	pin                 string
	weak                bool // its passphrase is easy to guess
	set                 *keys.Set
	made                time.Time
	act                 act // for the audit; without one it is left to more
	keys                []folder.File
	gate                func(dir string) error // tried before the folder counts as made
	handOver            func() error           // the last step before that

	// Of a rescue: what is left of the old folder's settings, and what goes into the new store.
	salt    []byte
	pinHash string
	own     string // the booth's keys so far; "" where they are not known
	self    string // the last of them, see settleOwn
	noted   bool   // the new one is noted with them, so that nothing of before is taken for this folder's own doing
	more    func(*db.DB) error
}

// sign makes the plan's key set: the event's key and the recovery key, signed by the desk, with the files in which that
// key is kept for the recovery key.
func (p *plan) sign(event *seal.Identity, recovery string) error {
	desk, err := keys.DeskOf(event)
	if err != nil {
		return err
	}
	defer desk.Close()
	p.set = keys.NewSet(p.mode, p.event, []string{event.Recipient(), recovery}, nil, p.made)
	if err := p.set.Sign(desk, 1); err != nil {
		return err
	}
	event.Bind()
	file, err := keys.SealForRecovery(event, recovery)
	if err != nil {
		return err
	}
	p.keys = append(p.keys, folder.File{Name: folder.EventRecovery, Content: file})
	return nil
}

// make builds the folder in place. The file "making" stands in it from before the first file until after the last:
// a folder that has it holds nobody's data and is begun again.
func (p plan) make(dir string, by author) (err error) {
	if p.event == "" {
		return errors.New("a booth needs an event")
	}
	if err := CheckWho(by.by); err != nil {
		return err
	}
	if p.made.IsZero() {
		p.made = by.now()
	}
	if err := folder.Vacant(dir); err != nil {
		return err
	}
	if err := folder.Make(dir); err != nil {
		return fmt.Errorf("making the data folder: %w", folder.Explain(err))
	}
	lock, err := folder.Lock(dir)
	if err != nil {
		return err
	}
	defer lock.Close()
	if err := folder.Vacant(dir); err != nil { // once more, now that nobody else can
		return err
	}
	// A folder that was there already may be open to others. On file systems without permissions this fails, and
	// nothing can be done about it.
	_ = os.Chmod(dir, 0o700) //nolint:gosec // G302: a folder: without x nobody could enter it
	if err := folder.WriteFile(dir, folder.Making, nil); err != nil {
		return err
	}
	for _, name := range []string{folder.DB, folder.WAL, folder.Rollback, folder.SHM, folder.Journal, folder.JournalNew, folder.BoothKey, folder.EventKey, eventKeyNewName, folder.EventRecovery, folder.RecoveryKey, folder.Keys, folder.Settings} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("clearing a half-made folder: %w", folder.Explain(err))
		}
	}
	key, file, err := keys.NewBoothKey()
	if err != nil {
		return err
	}
	public, err := p.set.Encode()
	if err != nil {
		return err
	}
	for _, f := range append(p.keys, folder.File{Name: folder.BoothKey, Content: file}, folder.File{Name: folder.Keys, Content: public}) {
		if err := folder.WriteFile(dir, f.Name, f.Content); err != nil {
			return err
		}
	}
	if p.gate != nil {
		if err := p.gate(dir); err != nil {
			return err
		}
	}
	if err := p.fill(dir, key.Public().(ed25519.PublicKey), by); err != nil {
		return err
	}
	if err := journal.Rewrite(dir, func(func(*entry.Entry) error) error { return nil }, noFail); err != nil {
		return err
	}
	if p.handOver != nil {
		if err := p.handOver(); err != nil {
			return err
		}
	}
	if err := os.Remove(filepath.Join(dir, folder.Making)); err != nil {
		return fmt.Errorf("finishing the data folder: %w", folder.Explain(err))
	}
	if err := folder.SyncDir(dir); err != nil {
		return fmt.Errorf("finishing the data folder: %w", folder.Explain(err))
	}
	return nil
}

// fill makes booth.db with its first settings and closes it, so that all of it stands in the one file.
func (p plan) fill(dir string, key ed25519.PublicKey, by author) (err error) {
	ctx := context.Background()
	d, err := db.Create(ctx, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	salt := p.salt
	if salt == nil {
		salt = make([]byte, 16)
		rand.Read(salt)
	}
	pin := p.pinHash
	if pin == "" {
		if pin, err = lockout.HashPIN(p.pin); err != nil {
			return err
		}
	}
	tx, err := d.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("making %s: %w", folder.DB, folder.Explain(err))
	}
	defer tx.Rollback()
	r, err := p.set.Ring()
	if err != nil {
		return fmt.Errorf("making %s: %w", folder.DB, err)
	}
	keys, err := ringSettings(r)
	if err != nil {
		return fmt.Errorf("making %s: %w", folder.DB, err)
	}
	own := p.own
	if p.noted {
		own = strings.TrimSpace(own + "\n" + entry.BoothID(key))
	}
	settings := []struct{ key, value string }{
		{db.MetaMade, p.made.UTC().Format(time.RFC3339)},
		{db.MetaMode, p.mode},
		{db.MetaEvent, p.event},
		{db.MetaSalt, base64.StdEncoding.EncodeToString(salt)},
		{db.MetaPIN, pin},
		{db.MetaMachine, folder.MachineMark(salt)},
		{"event_digest", p.digest},
		{"retention_days", strconv.Itoa(p.retention)},
		{db.MetaOwnBooths, own},
		{db.MetaSelf, p.self},
		{trust.MetaEventFrom, p.from},
		{trust.MetaEventTo, p.to},
	}
	if p.weak {
		settings = append(settings, struct{ key, value string }{db.MetaWeak, weakYes})
	}
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		settings = append(settings, struct{ key, value string }{key, keys[key]})
	}
	for _, m := range settings {
		if m.value == "" && slices.Contains([]string{trust.MetaEventFrom, trust.MetaEventTo, db.MetaOwnBooths, db.MetaSelf}, m.key) {
			continue
		}
		if err := db.SetMeta(ctx, tx, m.key, m.value); err != nil {
			return fmt.Errorf("making %s: %w", folder.DB, folder.Explain(err))
		}
	}
	if err := db.AddBooth(ctx, tx, key); err != nil {
		return fmt.Errorf("making %s: %w", folder.DB, folder.Explain(err))
	}
	if p.act.what != "" {
		if err := insertAct(ctx, tx, by, p.act); err != nil {
			return fmt.Errorf("making %s: %w", folder.DB, folder.Explain(err))
		}
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("making %s: %w", folder.DB, folder.Explain(err))
	}
	if p.more != nil {
		if err := p.more(d); err != nil {
			return fmt.Errorf("filling %s: %w", folder.DB, folder.Explain(err))
		}
	}
	if err := d.Checkpoint(ctx); err != nil {
		return fmt.Errorf("making %s: %w", folder.DB, folder.Explain(err))
	}
	return nil
}

func noFail(string) error { return nil }
