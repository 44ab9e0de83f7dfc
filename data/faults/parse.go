package faults

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// call is one system call of a log. It comes twice, when it begins and when it ends, because other threads may do
// things in between.
type call struct {
	name   string
	args   []string
	ret    int64  // -1 after an error
	result string // what comes after the "="
	state  any    // what the beginning of the call leaves for its end
}

// parse reads a log and passes on each call when it begins and when it ends. A call that never ended, because the program
// was killed in it, only begins.
func parse(log io.Reader, begin, end func(*call) error) error {
	open := map[string]*call{} // by thread
	text := map[string]string{}
	r := bufio.NewReaderSize(log, 1<<20)
	for n := 1; ; n++ {
		line, err := r.ReadString('\n')
		if errors.Is(err, io.EOF) {
			return nil // a last line without a line end was never finished
		}
		if err != nil {
			return fmt.Errorf("reading the log: %w", err)
		}
		if err := parseLine(strings.TrimSuffix(line, "\n"), open, text, begin, end); err != nil {
			return fmt.Errorf("line %d of the log: %w", n, err)
		}
	}
}

func parseLine(line string, open map[string]*call, text map[string]string, begin, end func(*call) error) error {
	thread, rest, ok := strings.Cut(line, " ")
	if !ok {
		return nil
	}
	rest = strings.TrimLeft(rest, " ")
	if strings.HasPrefix(rest, "+++") || strings.HasPrefix(rest, "---") {
		return nil
	}
	if strings.HasPrefix(rest, "<... ") {
		c := open[thread]
		delete(open, thread)
		if c == nil {
			return nil // begun before the program itself was
		}
		_, tail, ok := strings.Cut(rest, " resumed>")
		if !ok {
			return fmt.Errorf("not understood: %.80q", rest)
		}
		whole, err := newCall(text[thread] + tail)
		if err != nil {
			return err
		}
		c.args, c.ret, c.result = whole.args, whole.ret, whole.result
		return end(c)
	}
	if head, ok := strings.CutSuffix(rest, " <unfinished ...>"); ok {
		c, err := newCall(head + ") = ?")
		if err != nil {
			return err
		}
		open[thread], text[thread] = c, head
		return begin(c)
	}
	c, err := newCall(rest)
	if err != nil {
		return err
	}
	if err := begin(c); err != nil || c.result == "?" {
		return err
	}
	return end(c)
}

// newCall reads `name(arg, arg) = result`.
func newCall(s string) (*call, error) {
	name, rest, ok := strings.Cut(s, "(")
	i := strings.Index(rest, " = ") // with -xx no text contains one
	if !ok || i < 0 {
		return nil, fmt.Errorf("not understood: %.80q", s)
	}
	args, ok := strings.CutSuffix(strings.TrimRight(rest[:i], " "), ")")
	if !ok {
		return nil, fmt.Errorf("no result: %.80q", s)
	}
	result := rest[i+3:]
	c := &call{name: name, args: split(args), result: result}
	number, _, _ := strings.Cut(result, " ")
	if number == "?" {
		c.result = "?"
		return c, nil
	}
	var err error
	if c.ret, err = strconv.ParseInt(number, 0, 64); err != nil {
		return nil, fmt.Errorf("the result: %w", err)
	}
	return c, nil
}

// split splits arguments at the commas outside of texts and brackets.
func split(s string) []string {
	var out []string
	depth, from, quoted := 0, 0, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			quoted = !quoted // with -xx no text contains a quote
		case quoted:
		case c == '[' || c == '{' || c == '(':
			depth++
		case c == ']' || c == '}' || c == ')':
			depth--
		case c == ',' && depth == 0:
			out = append(out, strings.TrimSpace(s[from:i]))
			from = i + 1
		}
	}
	if last := strings.TrimSpace(s[from:]); last != "" {
		out = append(out, last)
	}
	return out
}

// texts returns the bytes of all texts in an argument, concatenated: "\x41\x42", or those of an iovec. A text that strace
// truncated is an error.
func texts(arg string) ([]byte, error) {
	if strings.Contains(arg, `"...`) {
		return nil, errors.New("a text was cut short: record with a larger -s")
	}
	var out []byte
	for {
		_, rest, ok := strings.Cut(arg, `"`)
		if !ok {
			return out, nil
		}
		text, rest, ok := strings.Cut(rest, `"`)
		if !ok {
			return nil, errors.New("a text without an end")
		}
		if len(text)%4 != 0 {
			return nil, fmt.Errorf("not in hexadecimal: %.40q", text)
		}
		for i := 0; i < len(text); i += 4 {
			hi, lo := nibble(text[i+2]), nibble(text[i+3])
			if text[i] != '\\' || text[i+1] != 'x' || hi > 15 || lo > 15 {
				return nil, fmt.Errorf("not in hexadecimal: %.40q", text[i:])
			}
			out = append(out, hi<<4|lo)
		}
		arg = rest
	}
}

func nibble(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return c - '0'
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10
	}
	return 255
}

// number parses an argument such as 17, 0600 or 0x11; anything else, such as AT_FDCWD, is -1.
func number(arg string) int64 {
	n, err := strconv.ParseInt(arg, 0, 64)
	if err != nil {
		return -1
	}
	return n
}
