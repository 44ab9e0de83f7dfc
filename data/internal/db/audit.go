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

// auditDomain is the domain separator of an audit line's digest.
const auditDomain = "matchbooth-audit-1"

// AuditLine is one line of the audit as stored.
type AuditLine struct {
	At        int64 // unix seconds
	Who, What string
	Persons   int64
}

// AuditSum is the digest in column chain.
type AuditSum [sha256.Size]byte

// After returns the digest of a line that follows the one with the digest before: SHA-256 over
//
//	"matchbooth-audit-1"
//	the digest of the line before, 32 bytes; zeros before the first line
//	at, persons                         8 bytes each, big-endian
//	the length of who in bytes          8 bytes, big-endian
//	who
//	the length of what in bytes         8 bytes, big-endian
//	what
//
// The number of a line is not included: a rescue may renumber them.
func (l AuditLine) After(before AuditSum) AuditSum {
	b := append([]byte(auditDomain), before[:]...)
	for _, n := range []int64{l.At, l.Persons} {
		b = binary.BigEndian.AppendUint64(b, uint64(n)) //nolint:gosec // G115: the bits are what is hashed
	}
	for _, s := range []string{l.Who, l.What} {
		b = binary.BigEndian.AppendUint64(b, uint64(len(s)))
		b = append(b, s...)
	}
	return sha256.Sum256(b)
}

// AuditHead is the length of the audit, and the digest of its last line. Whoever can write to the store can rebuild the
// chain, but not so that it passes through a head known elsewhere: in the second copy, in a backup, on paper.
type AuditHead struct {
	Lines int
	Sum   string // 64 hexadecimal digits; "" for an empty audit
}

// String returns the head as written to the second copy and to backups.
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

// ReadAuditHead reads the length of the audit and its last digest.
func ReadAuditHead(ctx context.Context, q RowQueryer) (h AuditHead, err error) {
	var sum []byte
	err = q.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM audit), chain FROM audit ORDER BY n DESC LIMIT 1").Scan(&h.Lines, &sum)
	if errors.Is(err, sql.ErrNoRows) {
		return AuditHead{}, nil
	}
	h.Sum = hex.EncodeToString(sum)
	return h, err
}

// EachAudit yields all lines in order, with their digests.
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

// WalkAudit follows the chain. It returns the number of the first line that does not follow from the one before, 0 if
// there is none, and which of the heads the chain passes through.
func WalkAudit(ctx context.Context, q RowsQueryer, heads ...AuditHead) (broken int, auditPasses []bool, err error) {
	auditPasses = make([]bool, len(heads))
	for i, h := range heads {
		auditPasses[i] = h.Lines == 0
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
			auditPasses[i] = auditPasses[i] || h == AuditHead{n, hex.EncodeToString(last[:])}
		}
	})
	return broken, auditPasses, err
}

// chainOldAudit chains the lines from before there was a chain; it is part of the migration auditVersion.
func chainOldAudit(ctx context.Context, tx *sql.Tx) error {
	// In batches: what is merged is somebody else's, and its audit may be of any length.
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

// linesBefore reads the next unchained lines, and returns the number of the last one.
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

// AuditWriter is a transaction, or a connection that nobody else writes on meanwhile.
type AuditWriter interface {
	Execer
	RowQueryer
}

// InsertAudit appends lines.
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

// ScrubPages is the value of MetaScrub if only the store's pages have to be cleaned, of a salt or of lists that were
// stored in the clear: nobody was erased, so journal and second copy have nothing to forget.
const ScrubPages = "salt"
