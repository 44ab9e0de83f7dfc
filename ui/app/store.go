package app

import (
	"context"
	"errors"
	"syscall"
	"time"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/record"
	"matchbooth/kiosk/session"
	"matchbooth/kiosk/takehome"
	"matchbooth/ui/work/hub"
	work "matchbooth/ui/work/session"
)

// Store is what the window needs from the store; *data.Store implements it.
type Store interface {
	work.Store
	work.Gate
	visitors
	settings
	dataKeeping
	Mode() string
	Broken() error // non-nil after a failed write, until Reopen
	Reopen() error
	Close() error
}

// visitors is what a visit needs from the store, and today's numbers.
type visitors interface {
	SignUpOnce(ctx context.Context, key []byte, up record.SignUp) (data.Saved, bool, error)
	TryErase(context.Context, entry.ReceiptCode) (wait time.Duration, err error)
	Visit(ctx context.Context, counts map[string]int, signedUp bool) error

	TalliesSince(ctx context.Context, from time.Time) (map[string]int, error)
	CountedUntil(context.Context) (time.Time, error)
	SignedUpSince(ctx context.Context, from time.Time) (int, error)
}

// settings is where the booth saves what volunteers set.
type settings interface {
	Meta(key string) (string, bool)
	SetMeta(key, value string) error
}

// dataKeeping is what [dataStatus] reports from.
type dataKeeping interface {
	Mirror() data.MirrorState // never waits for a disk
	KeySet(context.Context) (data.KeySet, error)
	RetentionBy(ctx context.Context, today time.Time, by data.Judging) (data.Retention, error)
	PurgeBy(ctx context.Context, today time.Time, by data.Judging) (data.PurgeRecord, error)
	Purges(context.Context) ([]data.PurgeRecord, error)
}

// drawFollowUp draws the secret of whoever signs up now, and makes the code for the take-home that has it; both are empty
// where the event has no hub. It is drawn once for a visitor, so that the code is the one that was sealed, whichever try of
// saving it succeeds.
func (b *Booth) drawFollowUp() (record.FollowUp, takehome.FollowUp) {
	where, _ := hub.PageOf(b.Pack, b.Store)
	drawn := where.Draw()
	return drawn, where.For(drawn)
}

// saveProblem returns the name of the message for an error of the store, never the error itself.
func saveProblem(err error) string {
	if errors.Is(err, data.ErrDiskFull) || errors.Is(err, syscall.ENOSPC) {
		return "save.full"
	}
	if errors.Is(err, data.ErrKeySet) {
		return "save.keys"
	}
	return "save.failed"
}

// eraseTakes is how long the answer to a code takes, or a multiple of it: erasing somebody is more
// work than finding nobody, and the time must not reveal which it was.
const eraseTakes = 3 * time.Second

// erase returns the answer for the screen: the same, and after the same time, whether the code was
// known or not.
func (b *Booth) erase(ctx context.Context, code string) string {
	begun := time.Now()
	rc, err := entry.ParseReceiptCode(code)
	if err != nil {
		return session.ErasedFailed // its check digit is wrong, which anybody can work out
	}
	wait, err := b.Store.TryErase(ctx, rc)
	if wait > 0 {
		return session.ErasedWait
	}
	b.pause(eraseTakes - time.Since(begun)%eraseTakes)
	if err != nil && !errors.Is(err, data.ErrCodeUnknown) {
		return session.ErasedFailed
	}
	return session.ErasedDone
}
