package data

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"matchbooth/data/entry"
	"matchbooth/data/internal/audit"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/record"
)

// Saved is what is shown to the visitor, and only after everything is on the disk.
type Saved struct {
	Code   entry.ReceiptCode
	Person string
}

// inDoubt is a sign-up whose saving failed: it may be on the disk or not. Of its content only a digest is kept.
type inDoubt struct {
	content [sha256.Size]byte
	person  string
}

// ErrNobody: the person is not, or no longer, signed up here.
var ErrNobody = errors.New("nobody is signed up under this id here")

// SignUp saves one person. It returns without an error only once the entry is sealed and committed, was read back from
// the disk with the right digest, and is fsynced in the journal; nothing less may be shown as saved. After an error
// that is [ErrBroken] call Reopen and then SignUp again with the same value: if the first call did reach the disk, it
// returns that one's code, and nobody is saved twice.
func (s *Store) SignUp(ctx context.Context, p record.SignUp) (Saved, error) {
	body, err := record.Body(p)
	if err != nil {
		return Saved{}, errors.New("saving: the sign-up has a field that cannot be written")
	}
	defer s.hurry()()
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.ready(ctx); err != nil {
		return Saved{}, err
	}
	content := sha256.Sum256(body)
	if s.inDoubt != nil && s.inDoubt.content == content {
		person := s.inDoubt.person
		have, err := s.has(ctx, person)
		if err != nil {
			return Saved{}, s.breaks(fmt.Errorf("saving: %w", err))
		}
		s.inDoubt = nil
		if have {
			return Saved{Code: entry.CodeOf(person), Person: person}, nil
		}
	}
	nonce := entry.NewNonce()
	for s.codes[entry.CodeOf(s.personFrom(nonce))] > 0 {
		nonce = entry.NewNonce()
	}
	return s.signUp(ctx, nonce, body)
}

// personFrom derives the id of a person who signs up here.
func (s *Store) personFrom(nonce []byte) string {
	return entry.PersonID(s.key.Public().(ed25519.PublicKey), nonce)
}

// signUp saves a new person under a nonce whose code is free, with the audit's lines about it.
func (s *Store) signUp(ctx context.Context, nonce, body []byte, acts ...audit.Act) (Saved, error) {
	if err := s.checkKeys(); err != nil {
		return Saved{}, err
	}
	person := s.personFrom(nonce)
	if err := s.add(ctx, about{person: person, nonce: nonce}, entry.KindSignUp, body, nil, acts...); err != nil {
		if s.broken != nil {
			s.inDoubt = &inDoubt{content: sha256.Sum256(body), person: person}
		}
		return Saved{}, err
	}
	code := entry.CodeOf(person)
	s.codes[code]++
	return Saved{Code: code, Person: person}, nil
}

// AddCheck saves what a volunteer has checked, sealed as the sign-up is. [ErrNobody] if the person is not, or no
// longer, here. If the person signed up at another booth, the check counts here, and elsewhere once the desk has
// accepted it: with the event's key at hand use [AtDesk.AddCheck].
func (s *Store) AddCheck(ctx context.Context, person string, c record.Check) error {
	return s.addTo(ctx, person, entry.KindCheck, c, nil)
}

// Correct saves a correction of a sign-up's fields. [ErrNobody] if the person is not, or no longer, here. Where it counts
// is as with AddCheck.
func (s *Store) Correct(ctx context.Context, person string, c record.Correction) error {
	return s.addTo(ctx, person, entry.KindCorrection, c, nil)
}

func (s *Store) addTo(ctx context.Context, person, kind string, what any, desk *keys.Desk) error {
	return s.addNaming(ctx, person, "", kind, what, desk)
}

// addNaming is addTo for an entry that names a partner, who must be here as well; "" for none.
func (s *Store) addNaming(ctx context.Context, person, partner, kind string, what any, desk *keys.Desk) error {
	body, err := record.Body(what)
	if err != nil {
		return errors.New("saving: a value cannot be written")
	}
	defer s.hurry()()
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.ready(ctx); err != nil {
		return err
	}
	for _, id := range []string{person, partner} {
		if id == "" {
			continue
		}
		have, err := s.has(ctx, id)
		if err != nil {
			return fmt.Errorf("saving: %w", folder.Explain(err))
		}
		gone, err := s.erased(ctx, id)
		if err != nil {
			return fmt.Errorf("saving: %w", folder.Explain(err))
		}
		if !have || gone {
			return ErrNobody
		}
	}
	nonce, err := nonceOf(ctx, s.db, person)
	if err != nil {
		return fmt.Errorf("saving: %w", folder.Explain(err))
	}
	return s.add(ctx, about{person, nonce, partner}, kind, body, desk, audit.Act{What: kind, Persons: 1})
}

// nonceOf returns the nonce a person's id is derived from, as found in the person's entries.
func nonceOf(ctx context.Context, x db.Querier, person string) (nonce []byte, err error) {
	if !entry.IsBound(person) {
		return entry.NoNonce, nil
	}
	err = db.EachEntry(ctx, x, func(e *entry.Entry) {
		if nonce == nil || e.Kind == entry.KindSignUp {
			nonce = e.Nonce
		}
	}, "person = ? AND length(nonce) = 16", person)
	if err == nil && nonce == nil {
		err = ErrNobody
	}
	return nonce, err
}

// about is the person an entry is about.
type about struct {
	person  string
	nonce   []byte
	partner string // whom a join names
}

// ready refuses what comes too late, before anything is written.
func (s *Store) ready(ctx context.Context) error {
	if err := s.sound(); err != nil {
		return err
	}
	return ctx.Err()
}

// has says whether the person has any entry, emptied ones included.
func (s *Store) has(ctx context.Context, person string) (bool, error) {
	var n int
	err := s.db.QueryRowContext(ctx, "SELECT count(*) FROM (SELECT 1 FROM "+db.BothTables+" WHERE person = ? LIMIT 1)", person).Scan(&n)
	return n > 0, err
}

// nextID is the id of the next entry, given how many are not committed yet.
func (s *Store) nextID(after int64) string {
	return entry.ID(s.key.Public().(ed25519.PublicKey), s.seq+after+1)
}

// line makes a signed entry with the next numbers. The caller advances the numbers once it is committed.
func (s *Store) line(who about, kind string, sealed []byte, desk *keys.Desk) (*entry.Entry, error) {
	return s.lineAfter(0, who, kind, sealed, desk)
}

// lineAfter is line, given how many are not committed yet.
func (s *Store) lineAfter(after int64, who about, kind string, sealed []byte, desk *keys.Desk) (*entry.Entry, error) {
	digest := entry.EmptyDigest
	if sealed != nil {
		digest = sha256.Sum256(sealed)
	}
	e := &entry.Entry{
		ID: s.nextID(after), Person: who.person, Nonce: who.nonce, Kind: kind, Booth: s.booth, Partner: who.partner,
		Seq: s.seq + after + 1, Tick: s.tick + after + 1, Hour: entry.Hour(s.clock()),
		Sealed: sealed, Digest: digest[:],
	}
	signed := e.SignedBytes()
	e.Sig = ed25519.Sign(s.key, signed)
	if desk != nil {
		var err error
		if e.Desk, err = desk.Sign(signed); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// add seals and appends one entry, and returns once everything that "saved" promises is done: commit, read-back, journal.
func (s *Store) add(ctx context.Context, who about, kind string, body []byte, desk *keys.Desk, acts ...audit.Act) error {
	e, err := s.sealed(0, who, kind, body, desk)
	if err != nil {
		return err
	}
	return s.append(ctx, []*entry.Entry{e}, acts)
}

// sealed makes an entry with a sealed body, given how many are not committed yet.
func (s *Store) sealed(after int64, who about, kind string, body []byte, desk *keys.Desk) (*entry.Entry, error) {
	plain, err := entry.Envelope{V: entry.EnvelopeVersion, Event: s.event, Person: who.person, Entry: s.nextID(after), Kind: kind, Body: body}.Pack()
	if err != nil {
		return nil, errors.New("saving: a value cannot be written")
	}
	sealed, err := s.recipients.Seal(plain)
	clear(plain)
	if err != nil {
		return nil, fmt.Errorf("saving: %w", err)
	}
	e, err := s.lineAfter(after, who, kind, sealed, desk)
	if err != nil {
		return nil, fmt.Errorf("saving: %w", err)
	}
	return e, nil
}

// append writes entries with the next numbers, all or none.
func (s *Store) append(ctx context.Context, list []*entry.Entry, acts []audit.Act) error {
	// A half-done append is worse than a late one: from here on the caller's deadline is ignored.
	ctx = context.WithoutCancel(ctx)
	// Store and journal are written at the same time, because the disk then often needs one flush for both. Neither waits
	// for the other, and nothing is saved before both have succeeded.
	journal := make(chan error, 1)
	if folder.Weaken.OneThread {
		journal <- s.journal.Append(list...)
	} else {
		go func() { journal <- s.journal.Append(list...) }()
	}
	err := s.commit(ctx, list, acts)
	if second := <-journal; err == nil {
		err = second
	}
	if err == nil {
		err = s.notMoved()
	}
	if err != nil {
		return s.breaks(err)
	}
	last := list[len(list)-1]
	s.seq, s.tick = last.Seq, last.Tick
	if len(acts) > 0 {
		s.audited(ctx)
	}
	return nil
}

// commit writes entries to the store, with the audit's lines about them, and reads them back.
func (s *Store) commit(ctx context.Context, list []*entry.Entry, acts []audit.Act) error {
	if err := s.fail("commit"); err != nil {
		return fmt.Errorf("saving: %w", err)
	}
	var err error
	if len(list) == 1 && len(acts) == 0 {
		err = s.db.InsertOne(ctx, list[0])
	} else {
		err = s.insertAudited(ctx, list, acts)
	}
	if err != nil {
		return fmt.Errorf("saving: %w", err)
	}
	if err := s.readBack(ctx, list); err != nil {
		return fmt.Errorf("reading back: %w", err)
	}
	return nil
}

// insertAudited adds entries and audit lines in one transaction.
func (s *Store) insertAudited(ctx context.Context, list []*entry.Entry, acts []audit.Act) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, e := range list {
		if err := db.InsertEntry(ctx, tx, "entry", e); err != nil {
			return err
		}
	}
	if err := s.writeActs(ctx, tx, acts...); err != nil {
		return err
	}
	return tx.Commit()
}

// readBack reads entries back. Without shrink_memory SQLite would answer from its own cache, whatever is on the disk.
func (s *Store) readBack(ctx context.Context, list []*entry.Entry) error {
	if folder.Weaken.NoReadBack {
		return nil
	}
	if err := s.fail("read back"); err != nil {
		return err
	}
	if _, err := s.db.ExecContext(ctx, "PRAGMA shrink_memory"); err != nil {
		return err
	}
	for _, e := range list {
		got, err := db.ScanEntry(s.db.SelectOne.QueryRowContext(ctx, e.ID))
		if err != nil {
			return err
		}
		if !got.Same(e) || !got.Intact() || !bytes.Equal(got.Sealed, e.Sealed) {
			return errors.New("the disk returned something else than was written: use another disk")
		}
	}
	return nil
}

// errMovedAway: the files being written to are not the ones that will be opened next time.
var errMovedAway = errors.New("the data folder was moved, removed or exchanged while it was open: put it back, then try again")

// notMoved compares the names in the data folder with the open files. If somebody removes or moves the folder of a
// running booth, it goes on writing without an error to files that nobody finds again.
func (s *Store) notMoved() error {
	held, err := s.journal.F.Stat()
	if err != nil {
		return err
	}
	for name, held := range map[string]os.FileInfo{folder.DB: s.dbFile, folder.Journal: held} {
		if now, err := os.Stat(filepath.Join(s.dir, name)); err != nil || !os.SameFile(now, held) {
			return errMovedAway
		}
	}
	return nil
}
