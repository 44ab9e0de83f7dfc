package manual

import (
	"fmt"
	"strings"
	"time"

	"github.com/go-text/typesetting/segmenter"
)

// Say gives a text of the catalogue, with pairs of name and value.
type Say func(key string, args ...any) string

// Pages writes the manual in the macros of man(7), which man-db and mandoc read: matchbooth.1 about the program, and a page
// for each command, such as matchbooth-keys.1 with all the commands that begin with keys. Made is the day that the pages
// state; they state none if it is zero.
func Pages(root *Command, say Say, made time.Time) map[string]string {
	pages := map[string]string{root.Name + ".1": programPage(root, say, made)}
	for _, c := range root.Children {
		pages[root.Name+"-"+c.Name+".1"] = commandPage(root, c, say, made)
	}
	return pages
}

func head(b *strings.Builder, root *Command, name, what string, say Say, made time.Time) {
	day := ""
	if !made.IsZero() {
		day = made.UTC().Format(time.DateOnly)
	}
	fmt.Fprintf(b, ".\\\" Made from the program's own grammar: %s manual\n.TH %s 1 \"%s\" \"Matchbooth\" \"%s\"\n.ad l\n", root.Name, roff(strings.ToUpper(name)), day, roff(say("cli.manual.title")))
	fmt.Fprintf(b, ".SH %s\n%s \\- %s\n", say("cli.manual.name"), roff(name), roff(strings.TrimRight(what, ".。")))
}

func programPage(root *Command, say Say, made time.Time) string {
	var b strings.Builder
	head(&b, root, root.Name, strings.TrimPrefix(strings.TrimPrefix(root.Help, "Matchbooth: "), "髓缘："), say, made)
	fmt.Fprintf(&b, ".SH %s\n.B %s\n.RI [ %s ]\n.RI [ %s ]\n", say("cli.manual.synopsis"), roff(root.Name), say("cli.usage.command"), say("cli.usage.flag"))
	fmt.Fprintf(&b, ".SH %s\n%s\n", say("cli.manual.description"), paragraphs(say("cli.manual.about")))
	fmt.Fprintf(&b, ".SH %s\n", say("cli.manual.commands"))
	for _, c := range root.Children {
		fmt.Fprintf(&b, ".TP\n.BR %s\\-%s (1)\n%s\n", roff(root.Name), roff(c.Name), roff(c.Help))
	}
	options(&b, root.Options, say("cli.manual.options"))
	fmt.Fprintf(&b, ".SH %s\n", say("cli.manual.exit"))
	for _, code := range []string{"0", "1", "2", "8"} {
		fmt.Fprintf(&b, ".TP\n.B %s\n%s\n", code, roff(say("cli.manual.exit."+code)))
	}
	fmt.Fprintf(&b, ".SH %s\n", say("cli.manual.environment"))
	for _, v := range []struct{ names, key string }{
		{".BR LC_ALL \", \" LC_MESSAGES \", \" LANG", "cli.manual.environment.lang"},
		{".BR XDG_DATA_HOME", "cli.manual.environment.data"},
	} {
		fmt.Fprintf(&b, ".TP\n%s\n%s\n", v.names, roff(say(v.key)))
	}
	fmt.Fprintf(&b, ".SH %s\n", say("cli.manual.files"))
	for _, v := range []struct{ name, key string }{
		{"~/.local/share/matchbooth", "cli.manual.files.data"},
		{"~/.config/matchbooth/kiosk.conf", "cli.manual.files.conf"},
	} {
		fmt.Fprintf(&b, ".TP\n.I %s\n%s\n", roff(v.name), roff(say(v.key)))
	}
	showExamples(&b, say, root)
	fmt.Fprintf(&b, ".SH %s\n", say("cli.manual.also"))
	var others []string
	for _, c := range root.Children {
		others = append(others, reference(root.Name+"-"+c.Name, "1"))
	}
	others = append(others, reference("matchbooth-session", "1"), reference("matchbooth-cage", "1"), reference("matchbooth-lockdown", "8"))
	b.WriteString(strings.Join(others, " ,\n") + "\n")
	return b.String()
}

func commandPage(root, c *Command, say Say, made time.Time) string {
	var b strings.Builder
	head(&b, root, root.Name+"-"+c.Name, c.Help, say, made)
	fmt.Fprintf(&b, ".SH %s\n", say("cli.manual.synopsis"))
	calls := c.Children
	if len(calls) == 0 {
		calls = []*Command{c}
	}
	for i, call := range calls {
		if i > 0 {
			b.WriteString(".br\n")
		}
		fmt.Fprintf(&b, ".B %s\n%s\n", roff(root.Name+" "+call.Path), roff(usage(call, root, say)))
	}
	fmt.Fprintf(&b, ".SH %s\n%s\n", say("cli.manual.description"), roff(c.Help))
	for _, child := range c.Children {
		fmt.Fprintf(&b, ".SS %s\n%s\n", roff(root.Name+" "+child.Path), roff(child.Help))
		arguments(&b, child.Arguments)
		optionList(&b, own(child, root))
	}
	if len(c.Children) == 0 {
		if len(c.Arguments) > 0 {
			fmt.Fprintf(&b, ".SH %s\n", say("cli.manual.arguments"))
			arguments(&b, c.Arguments)
		}
		options(&b, c.Options, say("cli.manual.options"))
	} else {
		options(&b, c.Options, say("cli.manual.common"))
	}
	showExamples(&b, say, append([]*Command{c}, c.Children...)...)
	fmt.Fprintf(&b, ".SH %s\n%s\n", say("cli.manual.also"), reference(root.Name, "1"))
	return b.String()
}

// own are the options of a command that not every command has.
func own(c, root *Command) (list []*Option) {
	for _, o := range c.Options {
		general := false
		for _, each := range root.Options {
			general = general || each.Name == o.Name
		}
		if !general {
			list = append(list, o)
		}
	}
	return list
}

// usage is how a command is called, without its name.
func usage(c, root *Command, say Say) string {
	s := strings.TrimSpace(strings.TrimPrefix(c.Summary, root.Name+" "+c.Path))
	return strings.ReplaceAll(s, "[flags]", "["+say("cli.usage.flag")+"]")
}

func arguments(b *strings.Builder, list []*Argument) {
	for _, a := range list {
		fmt.Fprintf(b, ".TP\n.I %s\n%s\n", roff(a.Name), roff(a.Help))
	}
}

func options(b *strings.Builder, list []*Option, title string) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(b, ".SH %s\n", title)
	optionList(b, list)
}

func optionList(b *strings.Builder, list []*Option) {
	for _, o := range list {
		b.WriteString(".TP\n")
		var spelt []string
		for _, s := range spellings(o) {
			spelt = append(spelt, `\fB`+roff(s)+`\fR`)
		}
		b.WriteString(strings.Join(spelt, ", "))
		if o.Placeholder != "" {
			b.WriteString(`=\fI` + roff(o.Placeholder) + `\fR`)
		}
		fmt.Fprintf(b, "\n%s\n", roff(o.Help))
	}
}

func showExamples(b *strings.Builder, say Say, commands ...*Command) {
	fmt.Fprintf(b, ".SH %s\n.nf\n", say("cli.manual.examples"))
	for _, c := range commands {
		for _, line := range Examples(c.Path) {
			b.WriteString(roff(line) + "\n")
		}
	}
	b.WriteString(".fi\n")
}

func reference(name, section string) string {
	return fmt.Sprintf(".BR %s (%s)", roff(name), section)
}

// paragraphs sets a text whose paragraphs are parted by empty lines.
func paragraphs(s string) string {
	var all []string
	for p := range strings.SplitSeq(strings.TrimSpace(s), "\n\n") {
		all = append(all, roff(strings.ReplaceAll(p, "\n", " ")))
	}
	return strings.Join(all, "\n.PP\n")
}

// marks is what the formatter would take for something else: its own sign, dashes that are typed, quotes.
var marks = strings.NewReplacer(`\`, `\e`, `-`, `\-`, `"`, `\(dq`, `'`, `\(aq`, "`", `\(ga`, `^`, `\(ha`, `~`, `\(ti`)

// roff writes a text so that it is set as it stands. Between Chinese characters the formatter breaks no line by itself, so
// it is told where one may be broken.
func roff(s string) string {
	var b strings.Builder
	var breaks segmenter.Segmenter
	breaks.Init([]rune(s))
	for lines := breaks.LineIterator(); lines.Next(); {
		part := lines.Line().Text
		b.WriteString(marks.Replace(string(part)))
		if end := lines.Line().Offset + len(part); end < len([]rune(s)) && (wide(part[len(part)-1]) || wide([]rune(s)[end])) {
			b.WriteString(`\:`)
		}
	}
	if strings.HasPrefix(s, ".") {
		return `\&` + b.String()
	}
	return b.String()
}

// wide reports whether a character is Chinese, Japanese or Korean, or one of their signs.
func wide(r rune) bool { return r >= 0x2E80 && r < 0xFB00 || r >= 0xFE30 }
