package host

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// process reads a process's name and its parent's PID from /proc/PID/stat (proc(5)): the name is
// in parentheses and may itself contain parentheses and spaces.
func process(root string, pid int) (name string, parent int, ok bool) {
	raw, err := os.ReadFile(filepath.Join(root, "proc", fmt.Sprint(pid), "stat"))
	if err != nil {
		return "", 0, false
	}
	s := string(raw)
	open, end := strings.IndexByte(s, '('), strings.LastIndexByte(s, ')')
	if open < 0 || end < open {
		return "", 0, false
	}
	var state string
	if n, _ := fmt.Sscan(s[end+1:], &state, &parent); n != 2 {
		return "", 0, false
	}
	return s[open+1 : end], parent, true
}
