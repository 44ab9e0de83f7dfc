//go:build !linux && !windows

package host

import "errors"

func (p Probe) battery() Battery { return Battery{} }

func space(string) (free, total uint64, err error) { return 0, 0, errors.ErrUnsupported }
