//go:build !linux

package disk

import "os"

// DropCache does nothing here: there is no call for it.
func DropCache(*os.File) {}
