package disk

import "os"

// SyncDir does nothing on Windows: folders cannot be flushed there, NTFS journals its names itself.
func SyncDir(string) error { return nil }

// SyncOpenDir does nothing on Windows either.
func SyncOpenDir(*os.File) error { return nil }
