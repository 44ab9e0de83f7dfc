package super

import (
	"path"
	"regexp"
	"strings"
)

// trace lets the lines of a falling Go program through that cannot hold anything a person typed:
// heads of goroutines, names of functions without their arguments, files with line numbers, and the
// runtime's own words for what went wrong. Everything else is left out. It is a list of what is
// allowed, never of what is not.
type trace struct {
	inside bool // a goroutine's head has been seen; before it only the first words are looked at
	name   string
}

var (
	head    = regexp.MustCompile(`^goroutine (\d{1,9}) (?:gp=\S+ )?(?:m=\S+ )?(?:mp=\S+ )?\[([a-zA-Z ]+)`)
	created = regexp.MustCompile(`^created by (\S+)(?: in goroutine (\d{1,9}))?$`)
	place   = regexp.MustCompile(`^\t(\S+\.(?:go|s)):(\d{1,6})(?: .*)?$`)
	symbol  = regexp.MustCompile(`^[A-Za-z0-9_./*()\[\]·~%-]{1,200}$`)
	signals = regexp.MustCompile(`^\[?(?:signal )?(SIG[A-Z]{2,6})\b`)
)

// waits are the states of a goroutine that are told; any other is "waiting".
var waits = []string{
	"running", "runnable", "sleep", "select", "chan receive", "chan send", "IO wait", "syscall", "semacquire",
	"idle", "force gc", "GC sweep wait", "GC scavenge wait", "finalizer wait", "locked to thread",
}

// runtimeWords are the runtime's own sentences, as far as no value stands in them.
var runtimeWords = []string{
	"invalid memory address or nil pointer dereference", "index out of range", "slice bounds out of range",
	"integer divide by zero", "makeslice", "hash of unhashable type", "comparing uncomparable type",
	"close of closed channel", "send on closed channel", "close of nil channel", "negative shift amount",
	"assignment to entry in nil map", "all goroutines are asleep - deadlock!", "concurrent map", "out of memory",
	"stack overflow", "unexpected signal during runtime execution", "sync: ", "runtime: ",
}

func ownWords(s string) string {
	s = strings.TrimPrefix(s, "runtime error: ")
	for _, w := range runtimeWords {
		if strings.HasPrefix(s, w) {
			return strings.TrimRight(w, ": ")
		}
	}
	return "[redacted]"
}

// line gives what may be kept of a line, "" for nothing.
func (t *trace) line(s string) string {
	if m := head.FindStringSubmatch(s); m != nil {
		t.inside = true
		state := "waiting"
		for _, w := range waits {
			if strings.HasPrefix(m[2], w) {
				state = w
				break
			}
		}
		return "goroutine " + m[1] + " [" + state + "]:"
	}
	bare := strings.TrimLeft(s, "\t ")
	switch {
	case strings.HasPrefix(bare, "panic: "):
		return "panic: " + ownWords(strings.TrimPrefix(bare, "panic: "))
	case strings.HasPrefix(bare, "fatal error: "):
		return "fatal error: " + ownWords(strings.TrimPrefix(bare, "fatal error: "))
	}
	if m := signals.FindStringSubmatch(s); m != nil && known[m[1]] {
		return m[1]
	}
	if !t.inside {
		return ""
	}
	if m := created.FindStringSubmatch(s); m != nil && ofProgram(m[1]) {
		out := "created by " + m[1]
		if m[2] != "" {
			out += " in goroutine " + m[2]
		}
		return out
	}
	if m := place.FindStringSubmatch(s); m != nil && t.name != "" {
		name := t.name
		t.name = ""
		dir, file := path.Split(m[1])
		where := path.Join(path.Base(dir), file)
		if !symbol.MatchString(where) {
			return name
		}
		return name + "\n\t" + where + ":" + m[2]
	}
	t.name = function(s)
	return ""
}

// function is the name of a function in a line of a trace, without its arguments.
func function(s string) string {
	if !strings.HasSuffix(s, ")") {
		return ""
	}
	depth := 0
	for i := len(s) - 1; i >= 0; i-- {
		switch s[i] {
		case ')':
			depth++
		case '(':
			if depth--; depth == 0 {
				if name := s[:i]; ofProgram(name) {
					return name
				}
				return ""
			}
		}
	}
	return ""
}

// ofProgram tells whether a name is one of a function: a package's path, a dot, a name.
func ofProgram(name string) bool {
	if !symbol.MatchString(name) {
		return false
	}
	_, last := path.Split(name)
	return strings.Contains(last, ".")
}

var known = map[string]bool{
	"SIGABRT": true, "SIGBUS": true, "SIGFPE": true, "SIGILL": true, "SIGQUIT": true, "SIGSEGV": true, "SIGTRAP": true, "SIGSYS": true,
}
