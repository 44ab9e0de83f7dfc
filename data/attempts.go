package data

import (
	"context"
	"errors"
	"fmt"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/audit"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/lockout"
	"matchbooth/data/keyset"
	"matchbooth/data/words"
)

// Rate limits for what can be tried at the booth. Somebody who never rests gets 129 PINs in a day of ten hours, and
// twelve an hour from then on: that is 1.3 % of all four-digit PINs a day, and 0.013 % of all six-digit ones. Ten minutes
// without an attempt forget one wrong PIN, an hour and a half clear the delay.
//
// Opening the key with the passphrase also clears the PIN's delays, so that nobody who plays with the pad can keep the
// volunteers out. The passphrase's own delays are therefore short: it has 60 bits, against which 120 guesses an hour are
// nothing, and each check takes a second by itself. Receipt codes entered for erasing are delayed after right and wrong
// ones alike, because the caller is never told which it was.
var (
	pinDelays        = lockout.Delays{Free: 2, First: 2 * time.Second, Most: 5 * time.Minute, Fade: 10 * time.Minute}
	passphraseDelays = lockout.Delays{Free: 2, First: 2 * time.Second, Most: 30 * time.Second, Fade: 10 * time.Minute}
	eraseDelays      = lockout.Delays{Free: 1, First: 10 * time.Second, Most: 10 * time.Second, Forget: 10 * time.Minute}
)

// unkeptWait is the minimum delay if the count cannot be saved: a delay held only in memory would be gone when the
// program restarts.
const unkeptWait = 10 * time.Second

// allAttempts are the attempt counters of a store.
type allAttempts struct{ pin, passphrase, erase lockout.Attempts }

func newAttempts() allAttempts {
	return allAttempts{pin: lockout.Attempts{Delays: pinDelays}, passphrase: lockout.Attempts{Delays: passphraseDelays}, erase: lockout.Attempts{Delays: eraseDelays}}
}

// CheckPIN tries a PIN. While a delay is running the PIN is not checked, and wait is what is left of the delay; after a
// wrong PIN wait is the delay that begins. The attempt is saved to disk before the PIN is checked, so that pulling the
// plug gains no further attempt; see [lockout.Attempts] for the effect of setting the clock. A store that has stopped
// after a failed write still accepts the PIN: volunteers must be able to leave kiosk mode.
func (s *Store) CheckPIN(pin string) (ok bool, wait time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ctx := context.Background()
	wait, may := s.countAttempt(ctx, db.MetaTriesPIN, &s.attempts.pin)
	if !may || !s.match(s.pinHash, pin) {
		return false, wait
	}
	s.attempts.pin.Reset()
	s.saveAttempts(ctx, db.MetaTriesPIN, &s.attempts.pin)
	return true, 0
}

// ErrPracticePIN: the PIN of a practice booth is the same everywhere and stays so.
var ErrPracticePIN = errors.New("a practice booth's PIN is always the same: change it in a live one")

// ChangePIN sets another PIN. It forgets wrong attempts at the old one and their delay, and is recorded in the audit, in the
// same transaction. days are those of the event, which are no PINs: a [words.PINFault] is returned for one that is easy to
// guess, [ErrPracticePIN] in practice. After any error the old one holds.
func (s *Store) ChangePIN(ctx context.Context, pin string, days ...time.Time) error {
	if s.Mode() != keyset.ModeLive {
		return ErrPracticePIN
	}
	if err := words.CheckPIN(pin, days...); err != nil {
		return err
	}
	hash, err := lockout.HashPIN(pin)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.sound(); err != nil {
		return err
	}
	ctx = context.WithoutCancel(ctx)
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return s.breaks(err)
	}
	defer tx.Rollback()
	fresh := lockout.Attempts{Delays: pinDelays}
	if err = db.SetMeta(ctx, tx, db.MetaPIN, hash); err == nil {
		err = db.SetMeta(ctx, tx, db.MetaTriesPIN, fresh.Kept())
	}
	if err == nil {
		err = s.writeActs(ctx, tx, audit.Act{What: "PIN changed", Persons: 0})
	}
	if err == nil {
		err = s.fail("change PIN")
	}
	if err == nil {
		err = tx.Commit()
	}
	if err != nil {
		return s.breaks(fmt.Errorf("changing the PIN: %w", err))
	}
	s.pinHash, s.attempts.pin = hash, fresh
	_ = s.saveSettings(ctx) // if that fails, the next start does
	s.audited(ctx)
	return nil
}

// TryPassphrase is [Store.Unlock] for somebody standing at the booth: wrong passphrases are followed by delays, as
// wrong PINs are. It returns [ErrPassphrase] both after a wrong one and while a delay is running, when the passphrase is
// not checked; wait is the time left to wait. After any other error wait is 0.
func (s *Store) TryPassphrase(ctx context.Context, passphrase []byte) (key keys.Opener, wait time.Duration, err error) {
	return s.tryKey(ctx, func() (keys.Opener, error) { return s.Unlock(passphrase) })
}

// TryKeyFile is [Store.TryPassphrase] for a copy of event-key.age kept elsewhere; see [Store.UnlockFile].
func (s *Store) TryKeyFile(ctx context.Context, path string, passphrase []byte) (key keys.Opener, wait time.Duration, err error) {
	return s.tryKey(ctx, func() (keys.Opener, error) { return s.UnlockFile(path, passphrase) })
}

// tryKey opens the event's key, which takes a second: without the lock, because visitors sign up meanwhile.
func (s *Store) tryKey(ctx context.Context, open func() (keys.Opener, error)) (key keys.Opener, wait time.Duration, err error) {
	ctx = context.WithoutCancel(ctx) // it says who tries, for the audit
	s.mu.Lock()
	if err := s.sound(); err != nil { // its records cannot be read either
		s.mu.Unlock()
		return nil, 0, err
	}
	wait, may := s.countAttempt(ctx, db.MetaTriesPassphrase, &s.attempts.passphrase)
	s.mu.Unlock()
	if !may {
		return nil, wait, folder.ErrPassphrase
	}
	key, err = open()
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		if !errors.Is(err, folder.ErrPassphrase) {
			return nil, 0, err
		}
		_ = s.writeDown(ctx, audit.Act{What: "desk not opened: wrong passphrase", Persons: 0}) // if that failed, the store has stopped
		return nil, wait, err
	}
	s.attempts.passphrase.Reset()
	// Without a line in the audit the desk stays closed.
	if err := s.saveAttempts(ctx, db.MetaTriesPassphrase, &s.attempts.passphrase, audit.Act{What: "desk opened", Persons: 0}); err != nil {
		key.Close()
		return nil, 0, err
	}
	return key, 0, nil
}

// TryErase is [Store.Erase] for somebody standing at the booth: after each code, known or not, the next one has to
// wait. If wait is not 0, nothing was looked up. It does not tell whether the code was known.
func (s *Store) TryErase(ctx context.Context, code entry.ReceiptCode) (wait time.Duration, err error) {
	s.mu.Lock()
	if err := s.sound(); err != nil {
		s.mu.Unlock()
		return 0, err
	}
	wait, may := s.countAttempt(ctx, db.MetaTriesErase, &s.attempts.erase)
	s.mu.Unlock()
	if !may {
		return wait, nil
	}
	_, err = s.Erase(audit.As(ctx, audit.Visitor), code)
	return 0, err
}

// clearPINDelays forgets wrong PINs, because somebody has opened the event's key.
func (s *Store) clearPINDelays(fingerprint string) {
	if !s.opens(fingerprint) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.attempts.pin.Count > 0 {
		s.attempts.pin.Reset()
		_ = s.saveAttempts(context.Background(), db.MetaTriesPIN, &s.attempts.pin) // if not, it holds until the program ends
	}
}

// countAttempt counts an attempt and saves the count.
func (s *Store) countAttempt(ctx context.Context, key string, t *lockout.Attempts) (wait time.Duration, may bool) {
	now := s.uptime()
	if wait, may = t.Try(now); !may {
		return wait, false
	}
	if err := s.saveAttempts(ctx, key, t); err != nil {
		wait = t.Longer(now, unkeptWait)
	}
	return wait, true
}

// saveAttempts saves an attempt counter and the audit's lines about it. If that fails, it still holds in memory.
func (s *Store) saveAttempts(ctx context.Context, key string, t *lockout.Attempts, acts ...audit.Act) error {
	if err := s.sound(); err != nil {
		return err
	}
	if err := s.fail("keep tries"); err != nil {
		return s.breaks(err)
	}
	ctx = context.WithoutCancel(ctx)
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return s.breaks(err)
	}
	defer tx.Rollback()
	if err = db.SetMeta(ctx, tx, key, t.Kept()); err == nil {
		err = s.writeActs(ctx, tx, acts...)
	}
	if err == nil {
		err = tx.Commit()
	}
	if err != nil {
		return s.breaks(err)
	}
	if len(acts) > 0 {
		s.audited(ctx)
	}
	return nil
}

// loadAttempts reads what saveAttempts saved.
func (s *Store) loadAttempts(ctx context.Context) error {
	for key, t := range map[string]*lockout.Attempts{
		db.MetaTriesPIN: &s.attempts.pin, db.MetaTriesPassphrase: &s.attempts.passphrase, db.MetaTriesErase: &s.attempts.erase,
	} {
		kept, _, err := db.GetMeta(ctx, s.db, key)
		if err != nil {
			return err
		}
		t.Load(kept)
	}
	return nil
}
