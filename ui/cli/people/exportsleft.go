package people

import (
	"os"
	"path/filepath"
)

// deskExports is the folder of the data folder in which the desk's exports lie unless another one was chosen there.
const deskExports = "exports"

// exportsLeft says that exports lie in the data folder: they are plain text, and forgetting people does not reach them.
// After an erasure it is said whatever the code was, so that it tells nothing of it.
func (c *Call) exportsLeft(dir string) {
	path := filepath.Join(dir, deskExports)
	files, err := os.ReadDir(path)
	if err != nil || len(files) == 0 {
		return
	}
	c.Warn("exports.left", "N", len(files), "Dir", path)
}
