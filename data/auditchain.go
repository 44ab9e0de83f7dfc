package data

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

	"matchbooth/data/internal/folder"
	"matchbooth/data/record"
)

// auditDomain begins what the digest of a line of the audit is made over.
const auditDomain = "matchbooth-audit-1"

// auditLine is one line of the audit as it stands in the store.
type auditLine struct {
	at        int64 // unix seconds
	who, what string
	persons   int64
}

// auditSum is the digest in column chain.
type auditSum [sha256.Size]byte

// after gives the digest of a line that follows the one with the digest before: SHA-256 over
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
func (l auditLine) after(before auditSum) auditSum {
	b := append([]byte(auditDomain), before[:]...)
	for _, n := range []int64{l.at, l.persons} {
		b = binary.BigEndian.AppendUint64(b, uint64(n)) //nolint:gosec // G115: its bits
	}
	for _, s := range []string{l.who, l.what} {
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

// parseAuditHead is the inverse of String.
func parseAuditHead(line string) (AuditHead, bool) {
	m := auditHeadForm.FindStringSubmatch(strings.TrimSpace(line))
	if m == nil {
		return AuditHead{}, false
	}
	n, err := strconv.Atoi(m[1])
	return AuditHead{n, m[2]}, err == nil
}

// auditHead reads how long the audit is, and its last digest.
func auditHead(ctx context.Context, q queryer) (h AuditHead, err error) {
	var sum []byte
	err = q.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM audit), chain FROM audit ORDER BY n DESC LIMIT 1").Scan(&h.Lines, &sum)
	if errors.Is(err, sql.ErrNoRows) {
		return AuditHead{}, nil
	}
	h.Sum = hex.EncodeToString(sum)
	return h, err
}

// eachAudit gives all lines in their order, with their digests.
func eachAudit(ctx context.Context, q rowsQueryer, each func(l auditLine, chain []byte)) error {
	rows, err := q.QueryContext(ctx, "SELECT at, who, what, persons, chain FROM audit ORDER BY n")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var l auditLine
		var chain []byte
		if err := rows.Scan(&l.at, &l.who, &l.what, &l.persons, &chain); err != nil {
			return err
		}
		each(l, chain)
	}
	return rows.Err()
}

// walkAudit goes along the chain. It gives the number of the first line that does not follow from what is before it, 0
// for none, and which of the heads it comes by.
func walkAudit(ctx context.Context, q rowsQueryer, heads ...AuditHead) (broken int, comesBy []bool, err error) {
	comesBy = make([]bool, len(heads))
	for i, h := range heads {
		comesBy[i] = h.Lines == 0
	}
	var last auditSum
	n := 0
	err = eachAudit(ctx, q, func(l auditLine, chain []byte) {
		n++
		last = l.after(last)
		if broken == 0 && string(chain) != string(last[:]) {
			broken = n
		}
		for i, h := range heads {
			comesBy[i] = comesBy[i] || h == AuditHead{n, hex.EncodeToString(last[:])}
		}
	})
	return broken, comesBy, err
}

// AuditFaults says what is wrong with the audit alone, as [Store.Verify] does among the rest.
func (s *Store) AuditFaults(ctx context.Context) ([]record.Fault, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return nil, errors.New("verifying: the store is closed")
	}
	return s.auditFaults(ctx), nil
}

// AuditHead says how far the audit has come.
func (s *Store) AuditHead(ctx context.Context) (AuditHead, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return AuditHead{}, errors.New("reading the audit: the store is closed")
	}
	h, err := auditHead(ctx, s.db)
	if err != nil {
		return h, fmt.Errorf("reading the audit: %w", folder.Explain(err))
	}
	return h, nil
}

// auditFaults is what Verify says of the audit: the caller holds the lock.
func (s *Store) auditFaults(ctx context.Context) (out []record.Fault) {
	broken, _, err := walkAudit(ctx, s.db)
	if err != nil {
		out = append(out, record.Fault{What: fmt.Sprintf("%s: %v", folder.DB, folder.Explain(err))})
	}
	if broken > 0 {
		out = append(out, record.Fault{What: fmt.Sprintf("line %d of the audit was changed, or one before it was taken out", broken)})
	}
	if m := s.mirror.Load(); m != nil {
		m.mu.Lock()
		other := m.otherAudit
		m.mu.Unlock()
		if other {
			out = append(out, record.Fault{What: fmt.Sprintf("the second copy knows another audit than stands here, so lines of it were changed or are lost; once that is cleared up, take the file %s off the copy", m.boothList())})
		}
	}
	return out
}

const faultOtherAudit = "the backup knows another audit than stands here, so lines of it were changed or are lost"

// VerifyAudit holds the audit against a backup of this booth, or of the one that it was restored or rescued from: that
// it has the same lines as it had then, and at most further ones. It does not look at anything else in the backup.
func (s *Store) VerifyAudit(ctx context.Context, backup string) ([]record.Fault, error) {
	head, err := auditOfBackup(backup)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return nil, errors.New("verifying: the store is closed")
	}
	_, comesBy, err := walkAudit(ctx, s.db, head)
	if err != nil {
		return nil, fmt.Errorf("reading the audit: %w", folder.Explain(err))
	}
	if !comesBy[0] {
		return []record.Fault{{What: faultOtherAudit}}, nil
	}
	return nil, nil
}

// chainOldAudit takes the lines of before there was a chain into it, and is part of the migration auditVersion.
func chainOldAudit(ctx context.Context, tx *sql.Tx) error {
	// Some at a time: what is merged is somebody else's, and its audit may have any length.
	for last, more := int64(math.MinInt64), true; more; {
		lines, next, err := linesBefore(ctx, tx, last)
		if err != nil {
			return err
		}
		if err := insertAudit(ctx, tx, lines...); err != nil {
			return err
		}
		last, more = next, len(lines) > 0
	}
	_, err := tx.ExecContext(ctx, "DROP TABLE audit_before")
	return err
}

// linesBefore reads the next lines of the audit of before, and the number of the last one.
func linesBefore(ctx context.Context, tx *sql.Tx, after int64) (lines []auditLine, last int64, err error) {
	rows, err := tx.QueryContext(ctx, "SELECT n, at, what FROM audit_before WHERE n > ? ORDER BY n LIMIT 500", after)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var l auditLine
		if err := rows.Scan(&last, &l.at, &l.what); err != nil {
			return nil, 0, err
		}
		lines = append(lines, l)
	}
	return lines, last, rows.Err()
}

// auditWriter is a transaction, or a connection on which nobody else writes meanwhile.
type auditWriter interface {
	execer
	queryer
}

// insertAudit adds lines behind the last one.
func insertAudit(ctx context.Context, x auditWriter, lines ...auditLine) error {
	var last auditSum
	var chain []byte
	switch err := x.QueryRowContext(ctx, "SELECT chain FROM audit ORDER BY n DESC LIMIT 1").Scan(&chain); {
	case errors.Is(err, sql.ErrNoRows):
	case err != nil:
		return err
	default:
		copy(last[:], chain)
	}
	for _, l := range lines {
		last = l.after(last)
		if _, err := x.ExecContext(ctx, "INSERT INTO audit (at, who, what, persons, chain) VALUES (?, ?, ?, ?, ?)",
			l.at, l.who, l.what, l.persons, last[:]); err != nil {
			return err
		}
	}
	return nil
}
