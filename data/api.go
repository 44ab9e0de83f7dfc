package data

import (
	"context"
	"errors"
	"time"
)

type (
	ReceiptCode string
	Clock       func() time.Time
	Options     struct {
		Clock  Clock
		Mirror string
	}
	FolderState int
	Setup       struct {
		Event         string
		EventDigest   string
		RetentionDays int
		Passphrase    []byte
		PIN           string
		SharedKeys    string
	}
	Saved struct {
		Code   ReceiptCode
		Person string
	}
	Status struct {
		Mode    string `json:"mode"`
		Event   string `json:"event"`
		Booth   string `json:"booth"`
		Signups int    `json:"signups"`
		Erased  int    `json:"erased"`
		Entries int    `json:"entries"`
		LastSeq int64  `json:"last_seq"`
	}
	Fault  struct{ Entry, What string }
	Opener interface {
		Open(sealed []byte) ([]byte, error)
		Fingerprint() string
	}
	Store struct{}
)

const (
	Missing FolderState = iota
	Empty
	Booth
	Foreign
)

var (
	ErrLocked        = errors.New("the booth is open: close it or use its desk")
	ErrNotBooth      = errors.New("no booth here")
	ErrNewer         = errors.New("made by a newer version")
	ErrDamaged       = errors.New("damaged")
	ErrPassphrase    = errors.New("wrong passphrase")
	ErrCodeUnknown   = errors.New("unknown code")
	ErrCodeAmbiguous = errors.New("ambiguous code")
	errSoon          = errors.New("not built yet")
)

func ParseReceiptCode(s string) (ReceiptCode, error)                         { return "", errSoon }
func CodeOf(person string) ReceiptCode                                       { return "" }
func (c ReceiptCode) String() string                                         { return string(c) }
func IsBooth(dir string) (FolderState, error)                                { return Missing, errSoon }
func CreatePractice(dir, event string, opt Options) error                    { return errSoon }
func CreateLive(dir string, s Setup, opt Options) (recovery string, e error) { return "", errSoon }
func Open(dir string, opt Options) (*Store, error)                           { return nil, errSoon }
func OpenIdentityFile(path string) (Opener, error)                           { return nil, errSoon }

func (s *Store) Repaired() []string                                { return nil }
func (s *Store) Mode() string                                      { return "" }
func (s *Store) Event() string                                     { return "" }
func (s *Store) BoothID() string                                   { return "" }
func (s *Store) Meta(key string) (string, bool)                    { return "", false }
func (s *Store) SetMeta(key, value string) error                   { return errSoon }
func (s *Store) Fingerprints() []string                            { return nil }
func (s *Store) CheckPIN(pin string) (ok bool, wait time.Duration) { return false, 0 }
func (s *Store) SignUp(ctx context.Context, p SignUp) (Saved, error) {
	return Saved{}, errSoon
}
func (s *Store) SignUpOnce(ctx context.Context, key []byte, p SignUp) (saved Saved, fresh bool, err error) {
	return Saved{}, false, errSoon
}
func (s *Store) AddCheck(ctx context.Context, person string, c Check) error { return errSoon }
func (s *Store) Erase(ctx context.Context, code ReceiptCode) (found bool, err error) {
	return false, errSoon
}
func (s *Store) Status(ctx context.Context) (Status, error)  { return Status{}, errSoon }
func (s *Store) Verify(ctx context.Context) ([]Fault, error) { return nil, errSoon }
func (s *Store) Unlock(passphrase []byte) (Opener, error)    { return nil, errSoon }
func (s *Store) Records(ctx context.Context, o Opener, progress func(done, total int)) ([]Record, []Fault, error) {
	return nil, nil, errSoon
}
func (s *Store) Tally(ctx context.Context, name string) error { return errSoon }
func (s *Store) Tallies(ctx context.Context) (map[string]int, error) {
	return nil, errSoon
}
func (s *Store) Audit(ctx context.Context, what string) error { return errSoon }
func (s *Store) ErasedSinceExport(ctx context.Context, to string) ([]ReceiptCode, error) {
	return nil, errSoon
}
func (s *Store) MarkExported(ctx context.Context, to string, codes []ReceiptCode) error {
	return errSoon
}
func (s *Store) Reopen() error { return errSoon }
func (s *Store) Close() error  { return errSoon }
