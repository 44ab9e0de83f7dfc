package doctor

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"matchbooth/data"
)

// folder checks whether the data folder is a booth's, is ours, and is closed to others.
func folder(_ context.Context, c *Computer) []Finding {
	state, err := data.IsBooth(c.Data)
	if err != nil {
		return []Finding{fault("folder.unreadable", "Dir", c.Data)}
	}
	switch state {
	case data.Missing:
		return []Finding{good("folder.missing", "Dir", c.Data)}
	case data.Foreign:
		return []Finding{fault("folder.foreign", "Dir", c.Data)}
	}
	if data.Newer(c.Data) {
		return []Finding{fault("folder.newer", "Dir", c.Data)}
	}
	info, err := os.Stat(c.Data)
	if err != nil {
		return []Finding{fault("folder.unreadable", "Dir", c.Data)}
	}
	if owner, known := c.Owner(info); known {
		if owner != c.User {
			return []Finding{fault("folder.owner", "Dir", c.Data)}
		}
		switch mode := info.Mode().Perm(); {
		case mode&0o022 != 0:
			return []Finding{fault("folder.open", "Dir", c.Data)}
		case mode&0o055 != 0:
			return []Finding{warn("folder.readable", "Dir", c.Data)}
		}
		if c.User == 0 {
			return []Finding{warn("folder.root")}
		}
	}
	if state == data.Empty {
		return []Finding{good("folder.empty", "Dir", c.Data)}
	}
	// Anyone who replaces a key in an unsigned set leaves no trace except different words. A missing file is written at
	// the next start.
	if set, err := data.FolderKeySet(c.Data); errors.Is(err, fs.ErrNotExist) {
		return []Finding{good("folder.good", "Dir", c.Data)}
	} else if err != nil {
		return []Finding{fault("folder.keys", "Dir", c.Data)}
	} else if !set.Signed {
		return []Finding{warn("folder.unsigned", "Dir", c.Data)}
	}
	return []Finding{good("folder.good", "Dir", c.Data)}
}

// passphrase checks whether an easily guessed passphrase was chosen. Only that is recorded, and only in folders that
// have the key.
func passphrase(_ context.Context, c *Computer) []Finding {
	switch weak, known := data.TakenWeak(c.Data); {
	case !known:
		return nil
	case weak:
		return []Finding{warn("passphrase.weak")}
	}
	return []Finding{good("passphrase.good")}
}

// instance checks whether somebody has the booth open. It only queries the lock, and never holds it
// for longer than the query.
func instance(_ context.Context, c *Computer) []Finding {
	if !exists(filepath.Join(c.Data, "lock")) {
		return []Finding{good("instance.none")}
	}
	held, err := c.Locked(c.Data)
	switch {
	case err != nil:
		return []Finding{warn("instance.unknown")}
	case held:
		return []Finding{warn("instance.open")}
	}
	return []Finding{good("instance.none")}
}
