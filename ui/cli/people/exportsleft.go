package people

import (
	"os"
	"path/filepath"
)

// deskExports is the folder within the data folder to which the desk exports unless another one was chosen there.
const deskExports = "exports"

// exportsLeft says that there are exports in the data folder: they are plain text, and erasing people does not reach
// them. After an erasure it says so whatever the code was, so that it reveals nothing about the code.
func (c *Call) exportsLeft(dir string) {
	path := filepath.Join(dir, deskExports)
	files, err := os.ReadDir(path)
	if err != nil || len(files) == 0 {
		return
	}
	c.Warn("exports.left", "N", len(files), "Dir", path)
}
