package manual

import (
	"fmt"
	"strings"
)

// Zsh writes the function that completes in zsh, with what each command and option is for, in the language of the shell.
// The first language is for all others too.
func Zsh(all []Spoken) string {
	name := all[0].Root.Name
	var b strings.Builder
	fmt.Fprintf(&b, "#compdef %[1]s\n# Completes %[1]s in zsh. Made by: %[1]s completion zsh\n\n_%[1]s() {\n\tcase ${LC_ALL:-${LC_MESSAGES:-$LANG}} in\n", name)
	for _, s := range all[1:] {
		fmt.Fprintf(&b, "\t%s*) _%s_%s ;;\n", s.Lang, name, s.Lang)
	}
	fmt.Fprintf(&b, "\t*) _%s_%s ;;\n\tesac\n}\n", name, all[0].Lang)
	for _, s := range all {
		s.Root.Each(func(c *Command) { zshCommand(&b, name, s.Lang, c) })
	}
	fmt.Fprintf(&b, "\nif [ \"$funcstack[1]\" = _%[1]s ]; then\n\t_%[1]s \"$@\"\nelse\n\tcompdef _%[1]s %[1]s\nfi\n", name)
	return b.String()
}

// zshName is the function of a command.
func zshName(program, lang string, c *Command) string {
	s := "_" + program + "_" + lang
	if c.Path != "" {
		s += "_" + strings.ReplaceAll(c.Path, " ", "_")
	}
	return s
}

func zshCommand(b *strings.Builder, program, lang string, c *Command) {
	options, arguments := c.offered()
	fmt.Fprintf(b, "\n%s() {\n", zshName(program, lang, c))
	if len(c.Children) > 0 {
		b.WriteString("\tlocal curcontext=$curcontext state line\n\ttypeset -A opt_args\n")
	}
	b.WriteString("\t_arguments -s -S")
	if len(c.Children) > 0 {
		b.WriteString(" -C")
	}
	for _, o := range options {
		for _, spelt := range spellings(o) {
			spec := spelt
			if o.Many {
				spec = "*" + spec
			}
			if o.Placeholder != "" && strings.HasPrefix(spelt, "--") {
				spec += "="
			}
			spec += "[" + zshEscape(o.Help, `[]`) + "]"
			if o.Placeholder != "" {
				spec += ":" + zshEscape(o.Placeholder, ":") + ":" + zshAction(o.Value)
			}
			fmt.Fprintf(b, " \\\n\t\t%s", quoted(spec))
		}
	}
	if len(c.Children) > 0 {
		b.WriteString(" \\\n\t\t'1: :->command' \\\n\t\t'*:: :->rest'\n\tcase $state in\n\tcommand)\n\t\tlocal -a commands=(")
		for _, child := range c.Children {
			fmt.Fprintf(b, "\n\t\t\t%s", quoted(child.Name+":"+zshEscape(child.Help, "")))
		}
		fmt.Fprintf(b, "\n\t\t)\n\t\t_describe -t commands %s commands\n\t\t;;\n\trest)\n\t\tcase $line[1] in\n", quoted(c.Name))
		for _, child := range c.Children {
			fmt.Fprintf(b, "\t\t%s) %s ;;\n", child.Name, zshName(program, lang, child))
		}
		b.WriteString("\t\tesac\n\t\t;;\n\tesac\n}\n")
		return
	}
	for _, a := range arguments {
		place := ":"
		if a.Many {
			place = "*:"
		}
		fmt.Fprintf(b, " \\\n\t\t%s", quoted(place+zshEscape(a.Name, ":")+":"+zshAction(a.Value)))
	}
	b.WriteString("\n}\n")
}

// spellings are the ways to write an option.
func spellings(o *Option) []string {
	if o.Short != 0 {
		return []string{"-" + string(o.Short), "--" + o.Name}
	}
	return []string{"--" + o.Name}
}

func zshAction(v Value) string {
	switch {
	case len(v.Choices) > 0:
		return "(" + strings.Join(v.Choices, " ") + ")"
	case v.Kind == Files:
		return "_files"
	case v.Kind == Folders:
		return "_files -/"
	}
	return " "
}

// zshEscape marks the signs that mean something there, and the backslash.
func zshEscape(s, signs string) string {
	var b strings.Builder
	for _, r := range s {
		if r == '\\' || strings.ContainsRune(signs, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// quoted is a word of sh that means exactly s.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
