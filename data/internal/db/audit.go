package db

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// auditDomain begins what the digest of a line of the audit is made over.
const auditDomain = "matchbooth-audit-1"

// AuditLine is one line of the audit as it stands in the store.
type AuditLine struct {
	At        int64 // unix seconds
	Who, What string
	Persons   int64
}

// AuditSum is the digest in column chain.
type AuditSum [sha256.Size]byte

// After gives the digest of a line that follows the one with the digest before: SHA-256 over
//
//	"matchbooth-audit-1"
//	the digest of the line before, 32 bytes; zeros before the first line
//	at, persons                         8 bytes each, big-endian
//	the length of who in bytes          8 bytes, big-endian
//	who
//	the length of what in bytes         8 bytes, big-endian
//	what
//
// The number of a line is not in it: a rescue may count anew.
func (l AuditLine) After(before AuditSum) AuditSum {
	b := append([]byte(auditDomain), before[:]...)
	for _, n := range []int64{l.At, l.Persons} {
		b = binary.BigEndian.AppendUint64(b, uint64(n)) //nolint:gosec // G115: its bits
	}
	for _, s := range []string{l.Who, l.What} {
		b = binary.BigEndian.AppendUint64(b, uint64(len(s)))
		b = append(b, s...)
	}
	return sha256.Sum256(b)
}

// AuditHead is how long the audit is, and the digest of its last line. A chain can be made anew by whoever can write to
// the store, but not one that comes by a head which is known elsewhere: in the second copy, in a backup, on paper.
type AuditHead struct {
	Lines int
	Sum   string // 64 hexadecimal digits; "" for an audit without lines
}

// String is the head as it stands in the second copy and in a backup.
func (h AuditHead) String() string { return fmt.Sprintf("audit %d %s", h.Lines, h.Sum) }

var auditHeadForm = regexp.MustCompile(`^audit ([1-9][0-9]{0,8}) ([0-9a-f]{64})$`)

// ParseAuditHead is the inverse of String.
func ParseAuditHead(line string) (AuditHead, bool) {
	m := auditHeadForm.FindStringSubmatch(strings.TrimSpace(line))
	if m == nil {
		return AuditHead{}, false
	}
	n, err := strconv.Atoi(m[1])
	return AuditHead{n, m[2]}, err == nil
}

// ReadAuditHead reads how long the audit is, and its last digest.
func ReadAuditHead(ctx context.Context, q RowQueryer) (h AuditHead, err error) {
	var sum []byte
	err = q.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM audit), chain FROM audit ORDER BY n DESC LIMIT 1").Scan(&h.Lines, &sum)
	if errors.Is(err, sql.ErrNoRows) {
		return AuditHead{}, nil
	}
	h.Sum = hex.EncodeToString(sum)
	return h, err
}

// EachAudit gives all lines in their order, with their digests.
func EachAudit(ctx context.Context, q RowsQueryer, each func(l AuditLine, chain []byte)) error {
	rows, err := q.QueryContext(ctx, "SELECT at, who, what, persons, chain FROM audit ORDER BY n")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var l AuditLine
		var chain []byte
		if err := rows.Scan(&l.At, &l.Who, &l.What, &l.Persons, &chain); err != nil {
			return err
		}
		each(l, chain)
	}
	return rows.Err()
}

// WalkAudit goes along the chain. It gives the number of the first line that does not follow from what is before it, 0
// for none, and which of the heads it comes by.
func WalkAudit(ctx context.Context, q RowsQueryer, heads ...AuditHead) (broken int, comesBy []bool, err error) {
	comesBy = make([]bool, len(heads))
	for i, h := range heads {
		comesBy[i] = h.Lines == 0
	}
	var last AuditSum
	n := 0
	err = EachAudit(ctx, q, func(l AuditLine, chain []byte) {
		n++
		last = l.After(last)
		if broken == 0 && string(chain) != string(last[:]) {
			broken = n
		}
		for i, h := range heads {
			comesBy[i] = comesBy[i] || h == AuditHead{n, hex.EncodeToString(last[:])}
		}
	})
	return broken, comesBy, err
}

// chainOldAudit takes the lines of before there was a chain into it, and is part of the migration auditVersion.
func chainOldAudit(ctx context.Context, tx *sql.Tx) error {
	// Some at a time: what is merged is somebody else's, and its audit may have any length.
	for last, more := int64(math.MinInt64), true; more; {
		lines, next, err := linesBefore(ctx, tx, last)
		if err != nil {
			return err
		}
		if err := InsertAudit(ctx, tx, lines...); err != nil {
			return err
		}
		last, more = next, len(lines) > 0
	}
	_, err := tx.ExecContext(ctx, "DROP TABLE audit_before")
	return err
}

// linesBefore reads the next lines of the audit of before, and the number of the last one.
func linesBefore(ctx context.Context, tx *sql.Tx, after int64) (lines []AuditLine, last int64, err error) {
	rows, err := tx.QueryContext(ctx, "SELECT n, at, what FROM audit_before WHERE n > ? ORDER BY n LIMIT 500", after)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var l AuditLine
		if err := rows.Scan(&last, &l.At, &l.What); err != nil {
			return nil, 0, err
		}
		lines = append(lines, l)
	}
	return lines, last, rows.Err()
}

// AuditWriter is a transaction, or a connection on which nobody else writes meanwhile.
type AuditWriter interface {
	Execer
	RowQueryer
}

// InsertAudit adds lines behind the last one.
func InsertAudit(ctx context.Context, x AuditWriter, lines ...AuditLine) error {
	var last AuditSum
	var chain []byte
	switch err := x.QueryRowContext(ctx, "SELECT chain FROM audit ORDER BY n DESC LIMIT 1").Scan(&chain); {
	case errors.Is(err, sql.ErrNoRows):
	case err != nil:
		return err
	default:
		copy(last[:], chain)
	}
	for _, l := range lines {
		last = l.After(last)
		if _, err := x.ExecContext(ctx, "INSERT INTO audit (at, who, what, persons, chain) VALUES (?, ?, ?, ?, ?)",
			l.At, l.Who, l.What, l.Persons, last[:]); err != nil {
			return err
		}
	}
	return nil
}

// ScrubPages stands in MetaScrub where only the store's pages are to be cleaned, of a salt or of lists that stood open:
// nobody was erased, so that journal and second copy have nothing to forget.
const ScrubPages = "salt"
