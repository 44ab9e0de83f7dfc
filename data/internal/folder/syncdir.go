package folder

import "matchbooth/data/disk"

// SyncDir syncs the names in a folder, see [disk.SyncDir].
func SyncDir(dir string) error {
	if Weaken.NoDirSync {
		return nil
	}
	return disk.SyncDir(dir)
}
