package supervisor

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
)

// longestName bounds what is looked for.
const longestName = 500

// check marks the names that stand in a program's file, each for itself between two zero bytes, as
// Go's tables of functions and files hold them; a generic function stands there with its types,
// which a trace prints as "[...]". One pass over 60 MB takes about a seventh of a second.
func check(program string, names map[string]bool) error {
	f, err := os.Open(program)
	if err != nil {
		return fmt.Errorf("reading the program for the names in a trace: %w", err)
	}
	defer f.Close()
	return checkIn(f, names)
}

func checkIn(r io.Reader, names map[string]bool) error {
	in := bufio.NewReaderSize(r, 1<<20)
	whole := true // the reader stands behind a zero byte
	for {
		name, err := in.ReadSlice(0)
		if err == nil && whole && len(name)-1 <= longestName {
			name = name[:len(name)-1]
			if _, ok := names[string(name)]; ok {
				names[string(name)] = true
			} else if short := shortened(name); short != "" {
				if _, ok := names[short]; ok {
					names[short] = true
				}
			}
		}
		switch {
		case err == io.EOF:
			return nil
		case errors.Is(err, bufio.ErrBufferFull):
			whole = false
		case err != nil:
			return fmt.Errorf("reading the program for the names in a trace: %w", err)
		default:
			whole = true
		}
	}
}

// shortened is the name of a generic function as a trace prints it, "" for any other.
func shortened(name []byte) string {
	i := bytes.IndexByte(name, '[')
	if i < 0 {
		return ""
	}
	j := bytes.LastIndexByte(name, ']')
	if j <= i {
		return ""
	}
	return string(name[:i]) + "[...]" + string(name[j+1:])
}
