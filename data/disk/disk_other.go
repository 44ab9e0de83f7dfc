//go:build !linux

package disk

import "os"

// DropCache does nothing here: there is no such call.
func DropCache(*os.File) {}
