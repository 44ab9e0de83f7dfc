package data

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"matchbooth/data/internal/folder"
)

// The -wal as SQLite documents it (https://www.sqlite.org/fileformat2.html#walformat): a head of 32 bytes, then
// frames, each a head of 24 bytes and a page. Every frame bears a checksum over everything before it.
const (
	walHead   = 32
	frameHead = 24
)

// soundWAL looks through the -wal: how many frames from its beginning have right checksums, and the length up to which
// these are whole transactions.
func soundWAL(r io.Reader) (frames int, length int64, err error) {
	return eachFrame(r, func(uint32, bool, []byte) {})
}

// eachFrame is soundWAL that gives every such frame: the number of its page, whether it ends a transaction, and the page,
// which is good until the next one.
func eachFrame(r io.Reader, each func(page uint32, commit bool, content []byte)) (frames int, length int64, err error) {
	whole := func(b []byte) bool {
		if _, err = io.ReadFull(r, b); errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			err = nil
			return false
		}
		return err == nil
	}
	var head [walHead]byte
	if !whole(head[:]) {
		return 0, 0, err
	}
	order := binary.ByteOrder(binary.LittleEndian)
	switch binary.BigEndian.Uint32(head[:]) {
	case 0x377f0682:
	case 0x377f0683:
		order = binary.BigEndian
	default:
		return 0, 0, nil
	}
	page := binary.BigEndian.Uint32(head[8:])
	sum := walSum(order, [2]uint32{}, head[:24])
	if page < 512 || page > 1<<16 || sum != [2]uint32{binary.BigEndian.Uint32(head[24:]), binary.BigEndian.Uint32(head[28:])} {
		return 0, 0, nil
	}
	length = walHead
	frame := make([]byte, frameHead+page)
	for whole(frame) {
		sum = walSum(order, walSum(order, sum, frame[:8]), frame[frameHead:])
		if !bytes.Equal(frame[8:16], head[16:24]) || sum != [2]uint32{binary.BigEndian.Uint32(frame[16:]), binary.BigEndian.Uint32(frame[20:])} {
			return frames, length, nil
		}
		frames++
		commit := binary.BigEndian.Uint32(frame[4:]) != 0
		each(binary.BigEndian.Uint32(frame), commit, frame[frameHead:])
		if commit { // the last frame of a transaction
			length = walHead + int64(frames)*int64(len(frame))
		}
	}
	return frames, length, err
}

// walSum goes on with a checksum over b, whose length is a multiple of 8.
func walSum(order binary.ByteOrder, s [2]uint32, b []byte) [2]uint32 {
	for i := 0; i < len(b); i += 8 {
		s[0] += order.Uint32(b[i:]) + s[1]
		s[1] += order.Uint32(b[i+4:]) + s[0]
	}
	return s
}

// damagedWAL says whether the -wal lacks something that SQLite believes to be in it, and up to which length it is good.
func (s *Store) damagedWAL(ctx context.Context) (bad bool, length int64, err error) {
	var busy, believed, done int
	if err := s.db.QueryRowContext(ctx, "PRAGMA wal_checkpoint(NOOP)").Scan(&busy, &believed, &done); err != nil {
		return false, 0, err
	}
	if believed <= 0 {
		return false, 0, nil
	}
	f, err := folder.Open(filepath.Join(s.dir, folder.WAL))
	if err != nil {
		return false, 0, err
	}
	defer f.Close()
	frames, length, err := soundWAL(f)
	return frames < believed, length, err
}

// checkpoint moves the -wal into booth.db and empties it, unless it is damaged.
func (s *Store) checkpoint(ctx context.Context) error {
	bad, _, err := s.damagedWAL(ctx)
	if err != nil {
		return fmt.Errorf("reading %s: %w", folder.WAL, err)
	}
	if bad {
		return errors.New("the disk returned something else than was written: use another disk")
	}
	return s.db.checkpoint(ctx)
}

// distrustWAL keeps damaged pages of the -wal out of booth.db. SQLite trusts what it believes to have written: closing,
// it would copy a page that the disk never got, or has changed since, over a good one. So a damaged -wal is cut off
// before the first transaction that is not whole, and that copying fails; the next opening finds everything before it in
// the -wal, and the rest in the journal.
func (s *Store) distrustWAL() error {
	bad, length, err := s.damagedWAL(context.Background())
	if err != nil || !bad {
		return err
	}
	path := filepath.Join(s.dir, folder.WAL)
	if err := os.Truncate(path, length); err != nil {
		return fmt.Errorf("cutting %s: %w", folder.WAL, folder.Explain(err))
	}
	return nil
}
