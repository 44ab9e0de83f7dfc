package db

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
)

// The -wal as documented by SQLite (https://www.sqlite.org/fileformat2.html#walformat): a header of 32 bytes, then
// frames, each a header of 24 bytes and a page. Every frame has a checksum over everything before it.
const (
	WalHead   = 32
	FrameHead = 24
)

// SoundWAL scans the -wal: it returns how many frames from its beginning have correct checksums, and the length of the
// complete transactions among them.
func SoundWAL(r io.Reader) (frames int, length int64, err error) {
	return eachFrame(r, func(uint32, bool, []byte) {})
}

// eachFrame is SoundWAL, and yields every such frame: the number of its page, whether it ends a transaction, and the
// page, which is valid until the next call.
func eachFrame(r io.Reader, each func(page uint32, commit bool, content []byte)) (frames int, length int64, err error) {
	whole := func(b []byte) bool {
		if _, err = io.ReadFull(r, b); errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			err = nil
			return false
		}
		return err == nil
	}
	var head [WalHead]byte
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
	length = WalHead
	frame := make([]byte, FrameHead+page)
	for whole(frame) {
		sum = walSum(order, walSum(order, sum, frame[:8]), frame[FrameHead:])
		if !bytes.Equal(frame[8:16], head[16:24]) || sum != [2]uint32{binary.BigEndian.Uint32(frame[16:]), binary.BigEndian.Uint32(frame[20:])} {
			return frames, length, nil
		}
		frames++
		commit := binary.BigEndian.Uint32(frame[4:]) != 0
		each(binary.BigEndian.Uint32(frame), commit, frame[FrameHead:])
		if commit { // the last frame of a transaction
			length = WalHead + int64(frames)*int64(len(frame))
		}
	}
	return frames, length, err
}

// walSum continues a checksum with b, whose length is a multiple of 8.
func walSum(order binary.ByteOrder, s [2]uint32, b []byte) [2]uint32 {
	for i := 0; i < len(b); i += 8 {
		s[0] += order.Uint32(b[i:]) + s[1]
		s[1] += order.Uint32(b[i+4:]) + s[0]
	}
	return s
}
