package folder

import "matchbooth/data/disk"

// SyncDir brings the names in a folder to the disk, see [disk.SyncDir].
func SyncDir(dir string) error {
	if Weaken.NoDirSync {
		return nil
	}
	return disk.SyncDir(dir)
}
