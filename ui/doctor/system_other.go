//go:build !linux && !windows

package doctor

import (
	"context"
	"errors"
)

// system: no booth runs here; what cannot be asked is said to be unknown.
func (c *Computer) system() {
	c.Screens = func(context.Context) (Screens, error) { return Screens{}, errors.ErrUnsupported }
	c.Volume = func(string) (Volume, error) { return Volume{}, errors.ErrUnsupported }
	c.Locked = func(string) (bool, error) { return false, errors.ErrUnsupported }
}
