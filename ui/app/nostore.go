package app

import (
	"context"
	"errors"
	"time"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/record"
)

// errNoStore means that the data folder could not be opened.
var errNoStore = errors.New("the data folder could not be opened")

// NoStore stands in for a store that could not be opened, so that a booth out of service can say so
// on its screen. It stores and returns nothing; no PIN is right, since none is known.
type NoStore struct{}

func (NoStore) Mode() string                                       { return data.ModeLive }
func (NoStore) Close() error                                       { return nil }
func (NoStore) Broken() error                                      { return nil }
func (NoStore) Reopen() error                                      { return errNoStore }
func (NoStore) Meta(string) (string, bool)                         { return "", false }
func (NoStore) SetMeta(string, string) error                       { return errNoStore }
func (NoStore) PINKnown() bool                                     { return false }
func (NoStore) CheckPIN(string) (bool, time.Duration)              { return false, 0 }
func (NoStore) Mirror() data.MirrorState                           { return data.MirrorState{} }
func (NoStore) KeySet(context.Context) (data.KeySet, error)        { return data.KeySet{}, errNoStore }
func (NoStore) Purges(context.Context) ([]data.PurgeRecord, error) { return nil, errNoStore }
func (NoStore) RetentionBy(context.Context, time.Time, data.Judging) (data.Retention, error) {
	return data.Retention{}, errNoStore
}
func (NoStore) PurgeBy(context.Context, time.Time, data.Judging) (data.PurgeRecord, error) {
	return data.PurgeRecord{}, errNoStore
}
func (NoStore) Ends(context.Context, []record.Record, time.Time) (map[string]data.End, error) {
	return nil, errNoStore
}
func (NoStore) TryPassphrase(context.Context, []byte) (data.Opener, time.Duration, error) {
	return nil, 0, errNoStore
}

func (NoStore) SignUpOnce(context.Context, []byte, record.SignUp) (data.Saved, bool, error) {
	return data.Saved{}, false, errNoStore
}
func (NoStore) AddCheckAs(context.Context, data.Opener, string, record.Check) error {
	return errNoStore
}
func (NoStore) RecordsOf(context.Context, data.Opener, string) ([]record.Record, []record.Fault, error) {
	return nil, nil, errNoStore
}
func (NoStore) Codes(context.Context) (living, erased map[entry.ReceiptCode]bool, err error) {
	return nil, nil, errNoStore
}
func (NoStore) Once(context.Context, []byte) (data.Saved, error) { return data.Saved{}, errNoStore }
func (NoStore) Older(context.Context) (int, error)               { return 0, errNoStore }
func (NoStore) SignUpAll(context.Context, []data.Keyed) ([]data.KeyedSaved, error) {
	return nil, errNoStore
}
func (NoStore) PreviewMerge(context.Context, string, data.Opener, data.MergeOptions) (data.MergePreview, error) {
	return data.MergePreview{}, errNoStore
}
func (NoStore) Merge(context.Context, string, data.MergeOptions) (data.MergeReport, error) {
	return data.MergeReport{}, errNoStore
}
func (NoStore) Claims(context.Context) ([]data.Claim, error)                 { return nil, errNoStore }
func (NoStore) AcceptClaims(context.Context, *data.Desk, []data.Claim) error { return errNoStore }
func (NoStore) RefuseClaims(context.Context, *data.Desk, []data.Claim) error { return errNoStore }
func (NoStore) DeskOf(data.Opener) (*data.Desk, error)                       { return nil, errNoStore }
func (NoStore) AtDesk(*data.Desk) (data.AtDesk, error)                       { return data.AtDesk{}, errNoStore }
func (NoStore) Audit(context.Context, string, int) error                     { return errNoStore }
func (NoStore) AuditLog(context.Context) ([]data.Audited, error)             { return nil, errNoStore }
func (NoStore) AuditHead(context.Context) (data.AuditHead, error) {
	return data.AuditHead{}, errNoStore
}
func (NoStore) AuditFaults(context.Context) ([]record.Fault, error) { return nil, errNoStore }
func (NoStore) TryErase(context.Context, entry.ReceiptCode) (time.Duration, error) {
	return 0, errNoStore
}
func (NoStore) Visit(context.Context, map[string]int, bool) error     { return nil }
func (NoStore) SignedUpSince(context.Context, time.Time) (int, error) { return 0, errNoStore }
func (NoStore) CountedUntil(context.Context) (time.Time, error)       { return time.Time{}, errNoStore }
func (NoStore) TalliesSince(context.Context, time.Time) (map[string]int, error) {
	return nil, errNoStore
}
func (NoStore) Status(context.Context) (data.Status, error) { return data.Status{}, errNoStore }
func (NoStore) BoothID() string                             { return "" }
func (NoStore) Arrivals(context.Context, time.Time, time.Time) ([]data.Arrival, error) {
	return nil, errNoStore
}
func (NoStore) TalliesBetween(context.Context, time.Time, time.Time) (map[string]int, error) {
	return nil, errNoStore
}
func (NoStore) Gaps(context.Context) ([]data.Gap, int, error) { return nil, 0, errNoStore }
func (NoStore) Heard(context.Context, time.Time, time.Time) ([]data.Heard, error) {
	return nil, errNoStore
}
func (NoStore) Given(context.Context, data.Opener, string) (map[entry.ReceiptCode]string, int, error) {
	return nil, 0, errNoStore
}
func (NoStore) MarkGiven(context.Context, string, string, []entry.ReceiptCode, map[entry.ReceiptCode]string, ...entry.ReceiptCode) error {
	return errNoStore
}
func (NoStore) HandedOver(context.Context, data.Opener) (map[string]map[entry.ReceiptCode]bool, int, error) {
	return nil, 0, errNoStore
}
func (NoStore) ErasedSinceExport(context.Context, data.Opener, string) ([]entry.ReceiptCode, int, error) {
	return nil, 0, errNoStore
}

// Fingerprints returns none.
func (NoStore) Fingerprints() []string { return nil }

func (NoStore) MarkExported(context.Context, string, string, []entry.ReceiptCode, ...entry.ReceiptCode) error {
	return errNoStore
}
func (NoStore) Records(context.Context, data.Opener, func(done, total int)) ([]record.Record, []record.Fault, error) {
	return nil, nil, errNoStore
}
