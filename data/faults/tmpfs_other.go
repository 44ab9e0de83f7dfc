//go:build !linux

package faults

import "errors"

// Tmpfs mounts nothing here.
func Tmpfs(string, int64) (func() error, error) { return nil, errors.ErrUnsupported }
