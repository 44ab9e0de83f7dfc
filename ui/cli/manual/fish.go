package manual

import (
	"fmt"
	"strings"
)

// Fish writes the lines that complete in fish, with what each command and option is for, in the language of the shell.
// The first language is for all others too.
func Fish(all []Spoken) string {
	root := all[0].Root
	name := root.Name
	var b strings.Builder
	fmt.Fprintf(&b, "# Completes %[1]s in fish. Made by: %[1]s completion fish\n\n# Prints the command that was typed so far, such as: keys add\nfunction __%[1]s_path\n", name)
	var paths, takes []string
	seen := map[string]bool{}
	root.Each(func(c *Command) {
		if c.Path != "" {
			paths = append(paths, fishQuoted(c.Path))
		}
		for _, o := range c.Options {
			if o.Placeholder != "" && !seen[o.Name] {
				seen[o.Name] = true
				takes = append(takes, "--"+o.Name)
			}
		}
	})
	fmt.Fprintf(&b, "\tset -l commands %s\n", strings.Join(paths, " "))
	fmt.Fprintf(&b, "\tset -l takes %s\n", strings.Join(takes, " "))
	b.WriteString(`	set -l path
	set -l value 0
	for word in (commandline -opc)[2..-1]
		if test $value = 1
			set value 0
		else if contains -- $word $takes
			set value 1
		else if contains -- (string join ' ' -- $path $word) $commands
			set -a path $word
		end
	end
	string join ' ' -- $path
end

`)
	fmt.Fprintf(&b, "function __%[1]s_at\n\tset -l path (__%[1]s_path)\n\ttest \"$path\" = \"$argv[1]\"\nend\n\ncomplete -c %[1]s -f\nset -l spoken (string join -- '' $LC_ALL)\ntest -n \"$spoken\"; or set spoken $LC_MESSAGES\ntest -n \"$spoken\"; or set spoken $LANG\nswitch \"$spoken\"\n", name)
	for _, s := range append(all[1:len(all):len(all)], all[0]) {
		if s.Lang == all[0].Lang {
			b.WriteString("case '*'\n")
		} else {
			fmt.Fprintf(&b, "case '%s*'\n", s.Lang)
		}
		s.Root.Each(func(c *Command) { fishCommand(&b, name, c) })
	}
	b.WriteString("end\n")
	return b.String()
}

func fishCommand(b *strings.Builder, program string, c *Command) {
	options, arguments := c.offered()
	at := fmt.Sprintf("\tcomplete -c %s -n %s", program, fishQuoted("__"+program+"_at "+fishQuoted(c.Path)))
	for _, child := range c.Children {
		fmt.Fprintf(b, "%s -a %s -d %s\n", at, child.Name, fishQuoted(child.Help))
	}
	if len(c.Children) == 0 && len(arguments) > 0 {
		if v := arguments[0].Value; v.Kind != Words || len(v.Choices) > 0 {
			fmt.Fprintf(b, "%s%s\n", at, fishAction(v))
		}
	}
	for _, o := range options {
		fmt.Fprint(b, at, " -l ", o.Name)
		if o.Short != 0 {
			fmt.Fprintf(b, " -s %c", o.Short)
		}
		if o.Placeholder != "" {
			fmt.Fprint(b, " -r", fishAction(o.Value))
		}
		fmt.Fprintf(b, " -d %s\n", fishQuoted(o.Help))
	}
}

func fishAction(v Value) string {
	switch {
	case len(v.Choices) > 0:
		return " -f -a " + fishQuoted(strings.Join(v.Choices, " "))
	case v.Kind == Files:
		return " -F"
	case v.Kind == Folders:
		return " -f -a '(__fish_complete_directories)'"
	}
	return " -f"
}

// fishQuoted is a word of fish that means exactly s.
func fishQuoted(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(s) + "'"
}
