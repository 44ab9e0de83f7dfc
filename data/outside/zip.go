package outside

import (
	"archive/zip"
	"errors"
	"io"
	"os"
)

// zipListMost limits what is read for the list of a zip's parts, in bytes: 10,000 parts with long names take about 4 MB.
const zipListMost = 16 << 20

// errZipList stops the reading of an endless list.
var errZipList = errors.New("the list of the zip's parts is too long")

// Zip reads the list of parts of a zip file, at most parts of them ([ErrLarge]). The list of a malicious zip would fill
// the memory before any of it could be checked, so the reading itself is limited, and the parts are not only counted
// afterwards.
func Zip(f *os.File, parts int) (*zip.Reader, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	r := &listReader{r: f, left: zipListMost}
	z, err := zip.NewReader(r, info.Size())
	if r.over {
		return nil, ErrLarge
	}
	if err != nil {
		return nil, err
	}
	if len(z.File) > parts {
		return nil, ErrLarge
	}
	r.open = true // the parts themselves have limits of their own
	return z, nil
}

// listReader limits what is read until open is set.
type listReader struct {
	r          io.ReaderAt
	left       int64
	over, open bool
}

func (l *listReader) ReadAt(b []byte, at int64) (int, error) {
	if !l.open {
		if l.left -= int64(len(b)); l.left < 0 {
			l.over = true
			return 0, errZipList
		}
	}
	return l.r.ReadAt(b, at)
}
