package call

// The rules of this command line:
//
//   - The requested output goes to stdout; everything else (errors, warnings, notes,
//     progress, questions) goes to stderr. A script may read stdout line by line.
//   - An error is one line: "matchbooth: what is wrong; what to do next". A warning
//     is "matchbooth: warning: …", a note is "matchbooth: note: …".
//   - None of them contains anything that a visitor typed; receipt codes may appear.
//   - A finished command exits with 0, a failed one with 1, a misused one with 2; a window that this
//     computer cannot draw, with 8.
//   - What is reported as done is done: "saved", "written" and "erased" are said only
//     after the store or the disk has returned on reading what was written.

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"syscall"

	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/data/export"
	"matchbooth/data/outside"
	"matchbooth/data/rescue"
	"matchbooth/data/share"
	"matchbooth/kiosk/supervisor"
	"matchbooth/ui/box"
	"matchbooth/ui/work/about"
)

const (
	ExitDone   = 0
	ExitFailed = 1
	ExitMisuse = 2
)

// sentence is an error that says all that people need to know: what is wrong, and what to do next.
type sentence struct {
	Say   string
	Cause error
}

// Error returns the sentence.
func (s sentence) Error() string { return s.Say }

// Unwrap returns the cause, nil if there is none.
func (s sentence) Unwrap() error { return s.Cause }

// Misuse is a sentence for a command that was called wrongly.
type Misuse struct {
	Say   string
	Cause error
}

// Error returns the sentence.
func (m Misuse) Error() string { return m.Say }

// Unwrap returns the cause, nil if there is none.
func (m Misuse) Unwrap() error { return m.Cause }

// Failed is the error of a command that has already said everything.
type Failed struct{}

// Error returns a text that is never printed.
func (Failed) Error() string { return "failed" }

// Fail returns a sentence of the catalogue as an error. cause may be nil; key is without its "cli.".
func (c *Call) Fail(cause error, key string, args ...any) error {
	return sentence{c.S("cli."+key, args...), cause}
}

// Wrong returns a sentence of the catalogue as a misuse. key is without its "cli.".
func (c *Call) Wrong(key string, args ...any) error {
	return Misuse{c.S("cli."+key, args...), nil}
}

// Said returns the sentence that [Call.Report] prints for an error, "" if it prints none.
func (c *Call) Said(err error) string {
	var m Misuse
	switch _, ended := errors.AsType[Ended](err); {
	case err == nil, ended, errors.Is(err, Failed{}):
		return ""
	case errors.As(err, &m):
		return OneLine(m.Say)
	}
	return OneLine(c.Explain(err))
}

// End is [Call.Report], and tells whoever has no terminal in a box where the system has one. What cannot be drawn has been
// told there already.
func (c *Call) End(err error) int {
	if say := c.Said(err); say != "" && !errors.Is(err, supervisor.ErrNoGraphics) && !supervisor.Supervised() && box.Unread() {
		box.Tell("Matchbooth", say)
	}
	return c.Report(err)
}

// Report prints an error, if it has not been said already, and returns the exit code.
func (c *Call) Report(err error) int {
	if err == nil {
		return ExitDone
	}
	var code Ended
	if errors.As(err, &code) {
		return int(code)
	}
	if say := c.Said(err); say != "" {
		c.tell(say)
	}
	if _, is := errors.AsType[Misuse](err); is {
		return ExitMisuse
	}
	if supervisor.Supervised() {
		return supervisedCode(err)
	}
	if errors.Is(err, supervisor.ErrNoGraphics) {
		return supervisor.ExitNoGraphics
	}
	return ExitFailed
}

// known are errors that have a sentence of their own, the most specific first.
var known = []struct {
	is  error
	key string
}{
	{errNoHome, "nohome"},
	{data.ErrLocked, "locked"},
	{data.ErrPassphrase, "passphrase.wrong"},
	{data.ErrNewer, "newer"},
	{data.ErrBackup, "restore.bad"},
	{data.ErrMirrorFolder, "mirror.folder"},
	{data.ErrDamaged, "damaged"},
	{data.ErrKeySet, "keys.stopped"},
	{data.ErrNoDesk, "keys.nodesk"},
	{data.ErrOtherDesk, "keys.otherdesk"},
	{data.ErrNoKey, "nokey"},
	{data.ErrCodeAmbiguous, "code.ambiguous"},
	{data.ErrNotBooth, "notbooth"},
	{data.ErrOwn, "merge.own"},
	{rescue.ErrInside, "rescue.inside"},
	{data.ErrKeyName, "keys.name"},
	{data.ErrKeysFull, "keys.many"},
	{share.ErrMixed, "combine.mixed"},
	{share.ErrFew, "combine.few"},
	{share.ErrResult, "combine.result"},
	{export.ErrExists, "out.exists"},
	{export.ErrReadBack, "out.readback"},
	{outside.ErrLink, "outside.link"},
	{outside.ErrKind, "outside.kind"},
	{outside.ErrLarge, "outside.large"},
	{context.Canceled, "interrupted"},
	{data.ErrDiskFull, "full"},
	{syscall.ENOSPC, "full"},
	{fs.ErrPermission, "unwritable"},
	{syscall.EROFS, "unwritable"},
	{syscall.EIO, "io"},
	{fs.ErrNotExist, "missing"},
	{syscall.ENOTDIR, "missing"},
	{syscall.ELOOP, "missing"},
	{syscall.ENAMETOOLONG, "missing"},
}

// fromOutside are errors of whose text only the path is worth repeating.
var fromOutside = []error{outside.ErrLink, outside.ErrKind, outside.ErrLarge}

// Explain returns the sentence for an error.
func (c *Call) Explain(err error) string {
	var s sentence
	if errors.As(err, &s) {
		return s.Say
	}
	for _, k := range known {
		if errors.Is(err, k.is) {
			return c.S("cli."+k.key, "What", c.Retold(Innermost(err)), "Version", about.Read().Version)
		}
	}
	var db interface {
		error
		Code() int
	}
	if errors.As(err, &db) {
		if key, ok := knownSQLite[db.Code()&0xff]; ok {
			return c.S("cli."+key, "What", db.Error())
		}
	}
	return c.S("cli.unexpected", "What", err.Error())
}

// knownSQLite are result codes of SQLite (https://sqlite.org/rescode.html) that have a
// sentence of their own.
var knownSQLite = map[int]string{8: "unwritable", 10: "io", 13: "full", 14: "unwritable"}

// Innermost returns what the system or the store found, and in which file, without the
// rest of the error: the layers between have added next steps of their own, and the
// sentence has a better one.
func Innermost(err error) string {
	for _, is := range []error{data.ErrDamaged, data.ErrBackup, data.ErrMirrorFolder, data.ErrKeySet} {
		if !errors.Is(err, is) {
			continue
		}
		what := err.Error()
		if _, behind, ok := strings.Cut(what, is.Error()+": "); ok {
			what = behind
		}
		what, _, _ = strings.Cut(what, "; ")
		return what
	}
	if what, _, ok := strings.Cut(err.Error(), ": "+export.ErrExists.Error()); ok {
		return what // the file's name; the sentence says that it exists
	}
	var pe *fs.PathError
	if errors.As(err, &pe) && slices.ContainsFunc(fromOutside, func(is error) bool { return errors.Is(err, is) }) {
		return pe.Path // the sentence says the rest
	}
	if errors.As(err, &pe) {
		return pe.Path + ": " + pe.Err.Error()
	}
	return err.Error()
}

// Note prints something worth knowing to stderr.
func (c *Call) Note(key string, args ...any) {
	c.tell(c.S("cli.note") + c.S("cli."+key, args...))
}

// Warn prints to stderr something that somebody should look into.
func (c *Call) Warn(key string, args ...any) {
	c.tell(c.S("cli.warning") + c.S("cli."+key, args...))
}

// WarnText is [Call.Warn] for a sentence that was made elsewhere.
func (c *Call) WarnText(s string) { c.tell(c.S("cli.warning") + s) }

// Sentence returns a sentence that was made elsewhere as an error.
func Sentence(say string) error { return sentence{Say: say} }

// longestTold limits a line, in characters: a message may repeat an argument of any length.
const longestTold = 2000

// tell writes one line to stderr, whatever s contains.
func (c *Call) tell(s string) { fmt.Fprintln(c.Stderr, "matchbooth: "+OneLine(s)) }

// OneLine makes a text safe to print on one line: a file's name, an argument or a changed store may contain line ends,
// escape sequences, and characters that reverse the text. Longer texts are cut in the middle to about 2,000 characters.
func OneLine(s string) string {
	told := []rune(text.OneLine(s))
	if len(told) > longestTold {
		told = slices.Concat(told[:longestTold/2], []rune(" … "), told[len(told)-longestTold/2:])
	}
	return string(told)
}

// Ended is the error of a command that has said everything and ends with this exit code.
type Ended int

// Error returns a text that is never printed.
func (Ended) Error() string { return "ended" }

// supervisedCode returns the exit code by which the interface tells its supervisor what went wrong.
func supervisedCode(err error) int {
	if errors.Is(err, data.ErrLocked) {
		return supervisor.ExitLocked
	}
	if code := WindowCode(err); code != ExitFailed {
		return code
	}
	return supervisor.ExitNoStore
}

// WindowCode returns the exit code that says why a window could not be opened, or ExitFailed.
func WindowCode(err error) int {
	switch {
	case errors.Is(err, supervisor.ErrNoGraphics):
		return supervisor.ExitNoGraphics
	case errors.Is(err, supervisor.ErrNoWindow):
		return supervisor.ExitNoWindow
	}
	return ExitFailed
}
