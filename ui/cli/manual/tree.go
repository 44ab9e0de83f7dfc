// Package manual writes what stands beside a program on a computer: its manual pages, and the scripts by which bash, zsh
// and fish complete its commands. All of it is made from the grammar that the program itself parses with, so that none of
// it can say something else than --help does.
//
// The scripts hold the whole grammar: they never start the program (a Tab key that waits for it would be felt) and never
// look at people's data. That is why they are written here: the libraries that complete for kong
// (kong-completion, kongplete) start the program at every Tab, and know neither what an option is for nor Chinese.
package manual

import (
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// Kind is what a value is, as far as a shell can propose one.
type Kind int

// The kinds.
const (
	Words   Kind = iota // words that nobody can propose, or those of Choices
	Files               // a file, or a folder where a pack may be one
	Folders             // a folder only
)

// Value is what an option or an argument takes.
type Value struct {
	Kind    Kind
	Choices []string // all that it can be; empty if that is open
	Many    bool     // may stand several times
}

// Option is one option of a command, without the dashes before its name.
type Option struct {
	Name        string
	Short       rune   // 0 if it has none
	Placeholder string // empty: it takes no value
	Help        string
	Value
}

// Argument is one argument of a command by its place.
type Argument struct {
	Name, Help string
	Value
}

// Command is a command, or with the path "" the program itself.
type Command struct {
	Name      string // the last word of Path
	Path      string // such as "keys add"
	Help      string
	Summary   string    // how it is called, with the program's name
	Options   []*Option // those that every command takes come first
	Arguments []*Argument
	Children  []*Command
	// Assumed is the path of the child that runs where none is named, or "".
	Assumed string
}

// Tree reads a grammar. Hidden commands and options are left out. Help says what --help does.
func Tree(app *kong.Application, help string) *Command { return command(app.Node, app.Name, help) }

func command(n *kong.Node, program, help string) *Command {
	c := &Command{Name: n.Name, Path: n.Path(), Help: n.Help, Summary: strings.TrimSpace(program + " " + n.Summary())}
	if n.Type == kong.ApplicationNode {
		c.Name = program
	}
	for _, level := range n.AllFlags(true) {
		for _, f := range level {
			o := &Option{Name: f.Name, Short: f.Short, Help: f.Help, Value: value(f.Value, f.PlaceHolder)}
			if f.Name == "help" {
				o.Help = help
			}
			if !f.IsBool() {
				o.Placeholder = f.FormatPlaceHolder()
			}
			c.Options = append(c.Options, o)
		}
	}
	for _, p := range n.Positional {
		c.Arguments = append(c.Arguments, &Argument{Name: p.Name, Help: p.Help, Value: value(p, "<"+p.Name+">")})
	}
	for _, child := range n.Children {
		if !child.Hidden {
			c.Children = append(c.Children, command(child, program, help))
		}
	}
	if n.DefaultCmd != nil {
		c.Assumed = n.DefaultCmd.Path()
	}
	return c
}

// kinds says what is meant by each placeholder of an option, and by each argument. What is missing here is found by a test.
var kinds = map[string]Kind{
	"F": Files, "FILE": Files, "FILE.zip": Files, "FILE.pdf": Files, "FILE.pdf|FILE.json": Files, "PACK": Files,
	"<file>": Files, "<pack>": Files, "<newpack>": Files, "<other>": Files, "<shares>": Files, "<recipient>": Files,
	"DIR": Folders, "NEWDIR": Folders, "<dir>": Folders,
	"CODE": Words, "CONSENT": Words, "DATE": Words, "FINGERPRINT": Words, "FIELD=VALUE": Words, "ID": Words, "INITIALS": Words, "N": Words,
	"N|DATE": Words, "NAME": Words, "OUTCOME": Words, "RECIPIENT": Words, "STATE": Words, "STEP=yes|no": Words,
	"TEXT": Words, "WORDS": Words, "WxH": Words, "": Words,
	"<booth>": Words, "<code>": Words, "<first>": Words, "<last>": Words, "<new>": Words, "<old>": Words, "<shell>": Words, "<url>": Words, "<wish>": Words,
}

// value says what a value of the grammar takes: one of the words of its enum, or of its placeholder where that is a list
// of words in small letters, else what its placeholder means.
func value(v *kong.Value, placeholder string) Value {
	got := Value{Kind: kinds[placeholder], Many: v.IsCumulative()}
	if v.Enum != "" {
		got.Choices = slices.DeleteFunc(v.EnumSlice(), func(s string) bool { return s == "" })
		return got
	}
	if _, known := kinds[placeholder]; known {
		return got
	}
	for _, sign := range []string{"|", ","} {
		if words := strings.Split(placeholder, sign); len(words) > 1 && strings.ToLower(placeholder) == placeholder {
			got.Choices = words
		}
	}
	return got
}

// Unknown reports whether nobody said what a placeholder means.
func Unknown(v Value, placeholder string) bool {
	_, known := kinds[placeholder]
	return !known && len(v.Choices) == 0
}

// Each calls f for a command and all below it, the command itself first.
func (c *Command) Each(f func(*Command)) {
	f(c)
	for _, child := range c.Children {
		child.Each(f)
	}
}

// Find returns the command with a path, or nil.
func (c *Command) Find(path string) (found *Command) {
	c.Each(func(each *Command) {
		if each.Path == path {
			found = each
		}
	})
	return found
}

// offered is what may stand after the words of a command: its own options and arguments, and those of the command that is
// assumed where none is named.
func (c *Command) offered() (options []*Option, arguments []*Argument) {
	options, arguments = c.Options, c.Arguments
	for _, child := range c.Children {
		if child.Path != c.Assumed {
			continue
		}
		for _, o := range child.Options {
			if !slices.ContainsFunc(options, func(have *Option) bool { return have.Name == o.Name }) {
				options = append(slices.Clip(options), o)
			}
		}
		arguments = child.Arguments
	}
	return options, arguments
}

// Spoken is a grammar with the help of one language.
type Spoken struct {
	Lang string // such as "zh"
	Root *Command
}
