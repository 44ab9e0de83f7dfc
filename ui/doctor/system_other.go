//go:build !linux && !windows

package doctor

import (
	"context"
	"errors"
)

// system leaves everything unknown that cannot be asked here: no booth runs on these systems.
func (c *Computer) system() {
	c.Screens = func(context.Context) (Screens, error) { return Screens{}, errors.ErrUnsupported }
	c.Volume = func(string) (Volume, error) { return Volume{}, errors.ErrUnsupported }
	c.Locked = func(string) (bool, error) { return false, errors.ErrUnsupported }
}
