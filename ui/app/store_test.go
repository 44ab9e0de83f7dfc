package app

import (
	"errors"
	"fmt"
	"syscall"
	"testing"

	"matchbooth/data"
)

func TestWhatFailedNamesItsSentence(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{fmt.Errorf("saving: %w", data.ErrDiskFull), "save.full"},
		{fmt.Errorf("%w (%w)", data.ErrBroken, data.ErrDiskFull), "save.full"},
		{syscall.ENOSPC, "save.full"},
		{fmt.Errorf("%w: newer keys", data.ErrKeySet), "save.keys"},
		{errors.New("a file is named disk is full"), "save.failed"},
		{data.ErrBroken, "save.failed"},
	} {
		if got := saveProblem(c.err); got != c.want {
			t.Errorf("%v: %s, not %s", c.err, got, c.want)
		}
	}
}
