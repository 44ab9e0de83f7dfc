//go:build !linux

package faults

import "errors"

// Tmpfs is not supported here.
func Tmpfs(string, int64) (func() error, error) { return nil, errors.ErrUnsupported }
