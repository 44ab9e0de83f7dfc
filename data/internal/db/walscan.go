package db

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"matchbooth/data/internal/folder"
)

// SQLite reads a -wal up to the first frame whose checksum does not match and does not mention the rest: that is how it
// rolls back a transaction torn by a power cut. A flipped byte looks the same to it, and takes all later transactions
// with it. The entries among them come back from the journal, but not what has no second copy: counts, the audit, which
// codes were exported. So the loss caused by such a byte is looked for, and reported.

// WALNote is the sentence for volunteers about what [WALDamage] found.
func WALNote(what string) string {
	return fmt.Sprintf("%s was damaged: %s. Entries come back from the journal; the last counts, settings and lines of the audit may be lost.", folder.WAL, what)
}

// WALDamage says how a -wal is damaged, or returns "" if it is intact, torn at its end only, or missing. The format is
// described in https://sqlite.org/fileformat2.html#the_write_ahead_log.
func WALDamage(path string) (string, error) {
	f, err := folder.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	defer f.Close()
	var head [WalHead]byte
	if n, err := io.ReadFull(f, head[:]); err != nil {
		if n == 0 || errors.Is(err, io.ErrUnexpectedEOF) {
			return "", nil // started, and still empty
		}
		return "", err
	}
	word := func(b []byte, at int) uint32 { return binary.BigEndian.Uint32(b[at:]) }
	pair := func(b []byte, at int) [2]uint32 { return [2]uint32{word(b, at), word(b, at+4)} }
	magic, size := word(head[:], 0), word(head[:], 8)
	order := binary.ByteOrder(binary.LittleEndian)
	if magic&1 == 1 {
		order = binary.BigEndian
	}
	sum := walSum(order, [2]uint32{}, head[:24])
	if magic&^1 != 0x377f0682 || sum != pair(head[:], 24) || size < 512 || size > 1<<16 {
		return "its head is damaged, so SQLite reads nothing of it", nil
	}
	frame := make([]byte, FrameHead+size)
	lost, broken := 0, false
	for {
		if _, err := io.ReadFull(f, frame); errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			break
		} else if err != nil {
			return "", err
		}
		// A frame's checksum continues from that of the previous frame as stored: so what follows a damaged frame can
		// still be told from what an earlier use of the file left, which has other salts.
		fits := pair(frame, 8) == pair(head[:], 16) &&
			walSum(order, walSum(order, sum, frame[:8]), frame[FrameHead:]) == pair(frame, 16)
		if fits && broken && word(frame, 4) != 0 { // the last frame of a transaction
			lost++
		}
		broken = broken || !fits
		sum = pair(frame, 16)
	}
	if lost > 0 {
		return "a byte in it has changed, and SQLite does not read what was written after that", nil
	}
	return "", nil
}
