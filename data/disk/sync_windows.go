package disk

// SyncDir does nothing on Windows: folders cannot be flushed there, NTFS journals its names itself.
func SyncDir(string) error { return nil }
