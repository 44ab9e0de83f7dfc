package data

import "matchbooth/data/disk"

// syncDir brings the names in a folder to the disk, see [disk.SyncDir].
func syncDir(dir string) error {
	if weaken.NoDirSync {
		return nil
	}
	return disk.SyncDir(dir)
}
