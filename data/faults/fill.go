package faults

import (
	"errors"
	"os"
	"syscall"
)

// Fill fills the disk with a file at path until nothing more fits, and then leaves about free bytes.
func Fill(path string, free int64) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	size, err := f.Seek(0, 2)
	if err != nil {
		return err
	}
	for block := make([]byte, 1<<16); len(block) >= 1<<9; {
		n, err := f.Write(block)
		size += int64(n)
		if errors.Is(err, syscall.ENOSPC) {
			block = block[:len(block)/2]
		} else if err != nil {
			return err
		}
	}
	return f.Truncate(max(size-free, 0))
}
