package supervisor

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
)

// longestName is the length in bytes of the longest name that is looked up.
const longestName = 500

// check sets to true the names that occur in a program's file, each delimited by two zero bytes, as
// in Go's tables of functions and files. A generic function is listed there with its types,
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
	whole := true // the reader is just past a zero byte
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

// shortened returns the name of a generic function as a trace prints it, "" for any other name.
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
