package event

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// syntax returns the first line, from 1, that is not valid TOML, and why; 0 if all lines are.
func syntax(data []byte) (line int, what string) {
	var p unstable.Parser
	p.Reset(data)
	for p.NextExpression() {
	}
	if p.Error() == nil {
		return 0, ""
	}
	// The parser says what is wrong; the decoder also says where. The decoder stops earlier only at
	// a duplicate key, which the tree finds as well.
	var ignored map[string]any
	return explain(toml.Unmarshal(data, &ignored), data)
}

// explain extracts the line and the reason from an error of the library about data.
func explain(err error, data []byte) (line int, what string) {
	if err == nil {
		return 1, "it cannot be read"
	}
	line, column := 1, 1
	if de, ok := errors.AsType[*toml.DecodeError](err); ok {
		line, column = de.Position()
	}
	line = max(line, 1)
	what = strings.TrimPrefix(err.Error(), "toml: ")
	return line, clean(wholeCharacter(what, textLine(data, line), column-1), 160)
}

// textLine returns a line of data, from 1, without its end; "" if there is none.
func textLine(data []byte, line int) string {
	for text := range strings.Lines(string(data)) {
		if line--; line == 0 {
			return strings.TrimRight(text, "\r\n")
		}
	}
	return ""
}

// oneByte matches how the library names the first byte of a character that is not ASCII: as the character of that number.
var oneByte = regexp.MustCompile(`U\+00[89A-F][0-9A-F] '[^']*'`)

// wholeCharacter puts the character itself where the library names its first byte. It is looked for from an offset in
// its line.
func wholeCharacter(what, line string, from int) string {
	said := oneByte.FindString(what)
	if said == "" {
		return what
	}
	n, _ := strconv.ParseUint(said[4:6], 16, 8)
	first := byte(n)
	if from < 0 || from > len(line) || strings.IndexByte(line[from:], first) < 0 {
		from = 0
	}
	at := strings.IndexByte(line[from:], first)
	if at < 0 {
		return strings.Replace(what, said, "a character that is not ASCII", 1)
	}
	r, _ := utf8.DecodeRuneInString(line[from+at:])
	return strings.Replace(what, said, fmt.Sprintf("%c (U+%04X)", r, r), 1)
}

// yesNo are words for true and false that TOML does not know, in small letters.
var yesNo = map[string]string{
	"是": "true", "是的": "true", "对": "true", "真": "true", "开": "true", "有": "true", "yes": "true", "on": "true", "true": "true",
	"否": "false", "不": "false", "不是": "false", "假": "false", "关": "false", "无": "false", "没有": "false", "no": "false", "off": "false", "false": "false",
}

// asTOML says what to write in place of a line that is not valid, from what is wrong with it.
func asTOML(what, line string) Phrase {
	_, value, _ := strings.Cut(line, "=")
	value, _, _ = strings.Cut(value, "#")
	switch word := yesNo[strings.ToLower(strings.TrimSpace(value))]; {
	case strings.Contains(what, "at start of key"):
		return Say("write the name of the key as docs/event-pack.md has it, in the letters a to z")
	case word != "":
		return Say("write %s", word)
	case strings.Contains(what, "at start of value"):
		return Say(`put a text between straight quotes, "like this"; yes is written true, and no is written false`)
	case strings.Contains(what, "expected newline"):
		return Say("take out what stands behind the value, or put # before it")
	}
	return Say("write the line as TOML has it (https://toml.io)")
}
