package supervisor

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// A trace parses what a Go program writes when it crashes: the panic message, then the stack of each
// goroutine. The message and the arguments may contain what a visitor typed, and other output may
// be mixed in. So this is not a filter that removes things but an allow list: only what is known to
// contain no such data is let in, in two steps:
//
//   - [trace.line] parses the syntax: goroutine headers, functions with their files, and the
//     runtime's own words for what went wrong, which are replaced by ours.
//   - [render] prints the name of a function or file only if exactly that name is in the program's
//     own binary (see names.go). What was there before the first visitor came is no visitor's data.
type trace struct {
	inside bool   // a goroutine header has been seen
	name   string // of the function whose file comes next
	parent string
}

// entry is one line of a trace that may be kept: either words of ours, or a frame whose names have
// yet to be checked.
type entry struct {
	words string

	name   string // of the function
	parent string // in a "created by" frame, the number of the creating goroutine; else ""
	file   string
	line   string
}

// size is the entry's approximate size in memory, in bytes.
func (e entry) size() int { return 64 + len(e.words) + len(e.name) + len(e.file) }

var (
	head    = regexp.MustCompile(`^goroutine (\d{1,19}) (?:gp=0x[0-9a-f]+ )?(?:m=\S+ )?(?:mp=0x[0-9a-f]+ )?\[([a-zA-Z ?.]+)`)
	created = regexp.MustCompile(`^created by (\S{1,300})(?: in goroutine (\d{1,19}))?$`)
	place   = regexp.MustCompile(`^\t(.{1,500}\.(?:go|s)):(\d{1,5})(?: \+0x[0-9a-f]+)?(?: [fps]{2}=0x.*)?$`)
	signals = regexp.MustCompile(`^(?:\[signal )?(SIG[A-Z]{2,6})\b`)
	elided  = regexp.MustCompile(`^\.\.\.\w+ frames elided\.\.\.$`)

	// The syntax of names in Go, generic ones with their types cut out: besides being in the
	// program, a name must match one of these.
	symbol = regexp.MustCompile(`^[A-Za-z0-9_./*()@+~%-]+(?:\[\.\.\.\][A-Za-z0-9_.*()-]*)?$`)
	source = regexp.MustCompile(`^[A-Za-z0-9_.+-]{1,60}\.(?:go|s)$`)
)

// line returns what may be kept of a line; ok is false when that is nothing.
func (t *trace) line(s string) (e entry, ok bool) {
	if strings.HasPrefix(s, "goroutine ") {
		if m := head.FindStringSubmatch(s); m != nil {
			*t = trace{inside: true}
			return entry{words: "goroutine " + number(m[1]) + " [" + state(m[2]) + "]:"}, true
		}
	}
	if words := verdictOf(strings.TrimLeft(s, "\t ")); words != "" {
		return entry{words: words}, true
	}
	switch {
	case strings.HasPrefix(s, "SIG"), strings.HasPrefix(s, "[signal SIG"):
		if m := signals.FindStringSubmatch(s); m != nil && slices.Contains(fatal, m[1]) {
			return entry{words: m[1]}, true
		}
	case s == inC, s == elsewhere:
		return entry{words: s}, true
	case !t.inside:
	case elided.MatchString(s):
		return entry{words: "...frames elided..."}, true
	case strings.HasPrefix(s, "created by "):
		t.name = ""
		if m := created.FindStringSubmatch(s); m != nil {
			t.name, t.parent = m[1], number(m[2])
		}
	case strings.HasPrefix(s, "\t"):
		if m := place.FindStringSubmatch(s); m != nil && t.name != "" {
			e = entry{name: t.name, parent: t.parent, file: m[1], line: m[2]}
			t.name, t.parent = "", ""
			return e, true
		}
	default:
		t.name, t.parent = function(s), ""
	}
	return entry{}, false
}

// Sentences of the runtime that are kept verbatim.
const (
	inC       = "signal arrived during cgo execution"
	elsewhere = "goroutine running on other thread; stack unavailable"
)

// fatal are the signals that end a Go program with a trace.
var fatal = []string{"SIGABRT", "SIGBUS", "SIGFPE", "SIGILL", "SIGQUIT", "SIGSEGV", "SIGSYS", "SIGTRAP"}

// number returns a goroutine's number, or "*" if it is long enough to be something else.
func number(digits string) string {
	if len(digits) > 5 {
		return "*"
	}
	return digits
}

// states are the goroutine states that are reported; any other becomes "waiting". The first match
// as a prefix wins.
var states = []string{
	"running", "runnable", "sleep", "select", "chan receive", "chan send", "IO wait", "syscall", "semacquire",
	"sync.Mutex.Lock", "sync.RWMutex.RLock", "sync.RWMutex.Lock", "sync.Cond.Wait", "sync.WaitGroup.Wait",
	"idle", "force gc", "GC sweep wait", "GC scavenge wait", "GC worker", "finalizer wait", "cleanup wait",
}

func state(s string) string {
	for _, w := range states {
		if strings.HasPrefix(s, w) {
			return w
		}
	}
	return "waiting"
}

// runtimeWords are the runtime's error messages, cut off where values would follow.
var runtimeWords = []string{
	"invalid memory address or nil pointer dereference", "index out of range", "slice bounds out of range",
	"integer divide by zero", "makeslice: len out of range", "makeslice: cap out of range", "hash of unhashable type",
	"comparing uncomparable type", "cannot convert slice", "close of closed channel", "send on closed channel",
	"close of nil channel", "negative shift amount", "assignment to entry in nil map", "interface conversion",
	"all goroutines are asleep - deadlock!", "concurrent map writes", "concurrent map read and map write",
	"concurrent map iteration and map write", "out of memory", "runtime: out of memory", "stack overflow",
	"unexpected signal during runtime execution", "runtime: cannot allocate memory", "cannot allocate memory",
	"sync: unlock of unlocked mutex", "sync: RUnlock of unlocked RWMutex", "sync: Unlock of unlocked RWMutex",
	"sync: negative WaitGroup counter", "fault", "bad pointer", "found bad pointer in Go heap", "checkptr",
}

// verdictOf returns the runtime's words for what went wrong, without values, or "" if the line
// contains none.
func verdictOf(s string) string {
	for _, kind := range []string{"panic: ", "fatal error: "} {
		said, ok := strings.CutPrefix(s, kind)
		if !ok {
			continue
		}
		own, of := strings.CutPrefix(said, "runtime error: ")
		for _, w := range runtimeWords {
			if strings.HasPrefix(own, w) {
				if of {
					kind += "runtime error: "
				}
				return kind + w
			}
		}
		return kind + "[redacted]"
	}
	return ""
}

// function returns the name of the function in a line of a trace, without its arguments, or "" if
// the line is not a function call.
func function(s string) string {
	if !strings.HasSuffix(s, ")") {
		return ""
	}
	depth := 0
	for i := len(s) - 1; i > 0; i-- {
		switch s[i] {
		case ')':
			depth++
		case '(':
			if depth--; depth == 0 {
				return s[:i]
			}
		}
	}
	return ""
}

// wanted returns the names in a trace that need checking, all set to false.
func wanted(trace []entry) map[string]bool {
	names := map[string]bool{}
	for _, e := range trace {
		if e.words == "" {
			names[e.name], names[e.file] = false, false
		}
	}
	return names
}

// render formats a trace, up to room bytes, showing only the names known to be the program's own.
func render(trace []entry, known map[string]bool, room int) string {
	var b strings.Builder
	for _, e := range trace {
		lines := e.words
		switch {
		case lines == "":
			lines = e.frame(known)
		case strings.HasPrefix(lines, "goroutine "):
			lines = "\n" + lines
		}
		if lines == "" {
			continue
		}
		if b.Len()+len(lines)+1 > room {
			break
		}
		b.WriteString(lines + "\n")
	}
	return b.String()
}

func (e entry) frame(known map[string]bool) string {
	name, file := "[function]", "[file]"
	if symbol.MatchString(e.name) && (known[e.name] || e.name == "panic") { // runtime.gopanic in disguise
		name = e.name
	}
	if base := path.Base(e.file); known[e.file] && source.MatchString(base) {
		file = base + ":" + e.line
	}
	if name == "[function]" && file == "[file]" {
		return "" // C, assembly, or no frame at all
	}
	if e.parent != "" {
		name = "created by " + name + " in goroutine " + e.parent
	}
	return name + "\n\t" + file
}
