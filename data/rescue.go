package data

import (
	"context"

	"matchbooth/data/internal/db"
	"matchbooth/data/rescue"
)

// Rescue carries every whole sealed entry that is found in a damaged data folder, in a folder with second copies of the
// journal, or in a lone journal or booth.db, into the new folder to; with the settings, public keys, counts and the
// locked private key as far as they are readable. It needs no passphrase, changes nothing in from, and starts a new
// booth key. An entry is whole when its digest fits and a known booth has signed it; one signed by nobody known is
// carried over and counted apart. Who was erased stays erased. [ErrDamaged] where not even the event's public keys
// are left: without them nothing could be sealed any more.
func Rescue(from, to string, opt Options) (rescue.Report, error) {
	return rescue.CarryOver(from, to, opt.author(), func(ctx context.Context, dir string) (out rescue.Looked, err error) {
		s, err := Open(dir, opt)
		if err != nil {
			return out, err
		}
		defer s.Close()
		if out.Missing, err = db.Gaps(ctx, s.db, s.known); err != nil {
			return out, err
		}
		st, err := s.Status(ctx)
		if err != nil {
			return out, err
		}
		if out.KeySet, err = s.KeySet(ctx); err != nil {
			return out, err
		}
		out.Entries, out.Persons = st.Entries, st.Signups
		return out, s.Close()
	})
}
