package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"

	"matchbooth/data/entry"
	"matchbooth/data/internal/keys"
	"matchbooth/data/seal"
)

// HandoverVersion is the migration that sealed the lists of exports.
const HandoverVersion = 5

// Handover is how one export has changed what a recipient has. Receipt codes derive from ids that are stored in the
// clear, so somebody who reads one next to a recipient's name would know whose entry it is, and what that person agreed
// to: therefore it is sealed to the event's keys.
type Handover struct {
	V         int                 `json:"v"`
	Event     string              `json:"event"`
	Recipient string              `json:"recipient"` // repeated, so that one moved to another recipient is noticed
	Codes     []entry.ReceiptCode `json:"codes"`     // all that were in the file
	Told      []entry.ReceiptCode `json:"told"`      // erased ones sent with it; they are applied before the codes
	// Marks says how the recipient has somebody: one for each of Codes, "" for as they signed up. Lists of people of whom
	// nothing has changed have none, and neither have those from before there were marks.
	Marks []string `json:"marks,omitempty"`
}

// Mark returns the mark of the i-th of Codes.
func (h Handover) Mark(i int) string {
	if len(h.Marks) != len(h.Codes) {
		return ""
	}
	return h.Marks[i]
}

const handoverInside = 1 // format version

const (
	HandoverCodes = 10_000  // in one row: 350 kB, where a value from outside may have 1 MiB
	handoverTold  = 300     // room for this many is always reserved
	HandoverStep  = 4 << 10 // bytes: the plaintext is padded to a multiple of it
	codeBytes     = len(`"7K4M92QXD",`)
	markBytes     = len(`"AbCdEf_9",`)
)

// Handovers splits a change into rows. It needs only one, except for many people, or if far more erased ones were
// announced than people were in the file. marks are those that are not "", by code.
func Handovers(event, to string, codes, told []entry.ReceiptCode, marks map[entry.ReceiptCode]string) (out []Handover) {
	add := func(codes, told []entry.ReceiptCode) {
		h := Handover{V: handoverInside, Event: event, Recipient: to, Codes: codes, Told: told}
		if slices.ContainsFunc(codes, func(c entry.ReceiptCode) bool { return marks[c] != "" }) {
			for _, c := range codes {
				h.Marks = append(h.Marks, marks[c])
			}
		}
		out = append(out, h)
	}
	first := codes[:min(len(codes), HandoverCodes)]
	for len(told) > max(len(first), handoverTold) {
		add(nil, told[:handoverTold])
		told = told[handoverTold:]
	}
	add(first, told)
	for more := range slices.Chunk(codes[len(first):], HandoverCodes) {
		add(more, nil)
	}
	return out
}

// Pack returns the plaintext, padded with blanks. How many people were in the file is in the audit too; but not how
// many of the erased ones the recipient had, nor of how many people something has changed. So room for as many of those as
// there are people, and for a mark of each, is always reserved, and the length depends on the number of people alone.
func (h Handover) Pack() ([]byte, error) {
	plain, err := json.Marshal(h)
	if err != nil {
		return nil, err
	}
	room := 200 + len(h.Event) + len(h.Recipient) + markBytes*len(h.Codes) + codeBytes*(len(h.Codes)+max(len(h.Codes), handoverTold))
	return entry.Pad(plain, room, HandoverStep), nil
}

// InsertHandovers seals the rows of a change and inserts them.
func InsertHandovers(ctx context.Context, x Execer, keys seal.Recipients, event, to string, codes, told []entry.ReceiptCode, marks map[entry.ReceiptCode]string) error {
	for _, h := range Handovers(event, to, codes, told, marks) {
		plain, err := h.Pack()
		if err != nil {
			return err
		}
		sealed, err := keys.Seal(plain)
		clear(plain)
		if err != nil {
			return err
		}
		if err := InsertHandover(ctx, x, to, sealed); err != nil {
			return err
		}
	}
	return nil
}

// InsertHandover inserts one sealed row of a list of exports.
func InsertHandover(ctx context.Context, x Execer, to string, sealed []byte) error {
	_, err := x.ExecContext(ctx, "INSERT INTO handover (recipient, sealed) VALUES (?, ?)", to, sealed)
	return err
}

// sealExported seals the older lists, which were stored in the clear; it is part of the migration HandoverVersion.
func sealExported(ctx context.Context, tx *sql.Tx) error {
	var to []string
	// There have only ever been two recipients, but a store from outside may have any number.
	if err := eachText(ctx, tx, func(t string) { to = append(to, t) }, "SELECT DISTINCT recipient FROM exported ORDER BY 1 LIMIT 100"); err != nil {
		return err
	}
	if len(to) > 0 {
		meta, err := AllMeta(ctx, tx)
		if err != nil {
			return err
		}
		keys, err := sealsTo(meta)
		for _, to := range to {
			if err != nil { // nothing is sealed to keys that may be somebody else's; that something is missing remains known
				if err := InsertHandover(ctx, tx, to, []byte{}); err != nil {
					return err
				}
				continue
			}
			if err := sealList(ctx, tx, keys, meta[MetaEvent], to); err != nil {
				return err
			}
		}
		if err := scrubLater(ctx, tx, meta); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, "DROP TABLE exported")
	return err
}

// sealsTo returns the keys that the settings say to seal to.
func sealsTo(meta map[string]string) (seal.Recipients, error) {
	set, err := HeldKeys(meta)
	if err != nil {
		return seal.Recipients{}, err
	}
	return seal.NewRecipients(set.Recipients()...)
}

// sealList seals what one recipient has, in batches: what is restored is somebody else's, and may have any number.
func sealList(ctx context.Context, tx *sql.Tx, keys seal.Recipients, event, to string) error {
	for last := ""; ; {
		var codes []entry.ReceiptCode
		if err := eachText(ctx, tx, func(t string) { codes = append(codes, entry.ReceiptCode(t)) },
			"SELECT code FROM exported WHERE recipient = ? AND code > ? ORDER BY code LIMIT ?", to, last, HandoverCodes); err != nil {
			return err
		}
		if len(codes) == 0 {
			return nil
		}
		if err := InsertHandovers(ctx, tx, keys, event, to, codes, nil, nil); err != nil {
			return err
		}
		last = string(codes[len(codes)-1])
	}
}

// scrubLater makes the next start clean the pages the clear list was on. If an erasure still has files to clean, that
// cleans them too.
func scrubLater(ctx context.Context, tx *sql.Tx, meta map[string]string) error {
	if meta[MetaScrub] != "" {
		return nil
	}
	return SetMeta(ctx, tx, MetaScrub, ScrubPages)
}

// OpenHandover decrypts one row of a list of exports.
func OpenHandover(key keys.Opener, sealed []byte) (h Handover, err error) {
	plain, err := key.Open(sealed)
	if err != nil {
		return h, err
	}
	defer clear(plain)
	if json.Unmarshal(plain, &h) != nil || h.V != handoverInside {
		return h, entry.ErrContent
	}
	return h, nil
}

// HandoverRow is one row of the lists of exports, as stored.
type HandoverRow struct {
	N      int64
	To     string
	Sealed []byte
}
