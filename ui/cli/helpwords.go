package cli

import (
	"bytes"
	"strings"

	"github.com/alecthomas/kong"
)

// helped prints kong's help in the language of the call. What the commands and options are for is ours already; the words
// around it, which kong has in English only, are replaced by those of the catalogue, line by line.
func (c *Call) helped(o kong.HelpOptions, ctx *kong.Context) error {
	if err := c.words(ctx.Model.Node); err != nil {
		return err
	}
	var b bytes.Buffer
	out := ctx.Stdout
	ctx.Stdout = &b
	err := kong.DefaultHelpPrinter(o, ctx)
	ctx.Stdout = out
	if err != nil {
		return err
	}
	var said strings.Builder
	for line := range strings.Lines(b.String()) {
		said.WriteString(c.helpLine(line))
	}
	path := ""
	if node := ctx.Selected(); node != nil {
		path = node.Path()
	}
	said.WriteString(c.examples(path))
	_, err = out.Write([]byte(said.String()))
	return err
}

// helpLine is a line of kong's help in the language of the call.
func (c *Call) helpLine(line string) string {
	for _, w := range []struct{ english, key string }{
		{"Usage: ", "cli.usage"}, {"Arguments:", "cli.usage.arguments"}, {"Flags:", "cli.usage.flags"}, {"Commands:", "cli.usage.commands"},
	} {
		rest, is := strings.CutPrefix(line, w.english)
		if !is {
			continue
		}
		if w.key == "cli.usage" {
			rest = strings.NewReplacer("<command>", "<"+c.S("cli.usage.command")+">", "[flags]", "["+c.S("cli.usage.flag")+"]").Replace(rest)
		}
		return c.S(w.key) + rest
	}
	if rest, is := strings.CutPrefix(line, `Run "`); is {
		command, _, _ := strings.Cut(rest, `"`)
		command = strings.ReplaceAll(command, "<command>", "<"+c.S("cli.usage.command")+">")
		return c.S("cli.usage.more", "Command", command) + "\n"
	}
	return strings.Replace(line, "Show context-sensitive help.", c.S("cli.usage.help"), 1)
}
