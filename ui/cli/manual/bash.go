package manual

import (
	"fmt"
	"slices"
	"strings"
)

// Bash writes the script that completes in bash, 4 or newer. It needs no other script, and no words of any language.
func Bash(root *Command) string {
	var b strings.Builder
	fmt.Fprintf(&b, `# Completes %[1]s in bash. Made by: %[1]s completion bash
_%[1]s() {
	local cur=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} path='' at word words='' options='' kind='' more=''
	# bash takes --option=value apart at the sign.
	if [ "$cur" = = ]; then
		cur=''
	elif [ "$before" = = ] && [ "$COMP_CWORD" -gt 2 ]; then
		before=${COMP_WORDS[COMP_CWORD-2]}
	fi
	for ((at = 1; at < COMP_CWORD; at++)); do
		word=${COMP_WORDS[at]}
		if [ -z "$more" ] && [ "$word" = -- ]; then
			more=1
			continue
		fi
		case $word in
		-*)
			_%[1]s_takes "$path" "$word" || continue
			[ "${COMP_WORDS[at+1]}" != = ] || ((at++))
			((at++))
			;;
		*) ! _%[1]s_command "${path:+$path }$word" || path=${path:+$path }$word ;;
		esac
	done
	kind='' words=''
	if [[ $before != -* ]] || [ -n "$more" ] || ! _%[1]s_takes "$path" "$before"; then
		_%[1]s_offers "$path"
		[[ $cur != -* ]] || [ -n "$more" ] || words=$options kind=''
	fi
	case $kind in
	files) compopt -o default ;;
	folders) compopt -o dirnames ;;
	*) mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur") ;;
	esac
}
`, root.Name)

	fmt.Fprintf(&b, "\n# Is there a command of these words?\n_%s_command() {\n\tcase $1 in\n", root.Name)
	var paths []string
	root.Each(func(c *Command) {
		if c.Path != "" {
			paths = append(paths, "'"+c.Path+"'")
		}
	})
	fmt.Fprintf(&b, "\t%s) return 0 ;;\n\t*) return 1 ;;\n\tesac\n}\n", strings.Join(paths, " | "))

	fmt.Fprintf(&b, "\n# What an option takes, if it takes a value: kind and words.\n_%s_takes() {\n\tkind='' words=''\n\tcase \"$1 $2\" in\n", root.Name)
	root.Each(func(c *Command) {
		options, _ := c.offered()
		same := map[string][]string{} // what is taken → the options that take it
		var order []string
		for _, o := range options {
			if o.Placeholder == "" {
				continue
			}
			set := taken(o.Value)
			if same[set] == nil {
				order = append(order, set)
			}
			same[set] = append(same[set], "'"+c.Path+" --"+o.Name+"'")
		}
		for _, set := range order {
			fmt.Fprintf(&b, "\t%s) %s ;;\n", strings.Join(same[set], " | "), set)
		}
	})
	fmt.Fprintf(&b, "\t*) return 1 ;;\n\tesac\n}\n")

	fmt.Fprintf(&b, "\n# What may stand after a command: words, options, kind.\n_%s_offers() {\n\tcase $1 in\n", root.Name)
	root.Each(func(c *Command) {
		options, arguments := c.offered()
		var names []string
		for _, o := range options {
			names = append(names, "--"+o.Name)
		}
		set := "words=''"
		if len(c.Children) > 0 {
			var children []string
			for _, child := range c.Children {
				children = append(children, child.Name)
			}
			set = "words='" + strings.Join(children, " ") + "'"
		} else if len(arguments) > 0 {
			set = taken(arguments[0].Value)
		}
		fmt.Fprintf(&b, "\t'%s') %s options='%s' ;;\n", c.Path, set, strings.Join(names, " "))
	})
	fmt.Fprintf(&b, "\tesac\n}\n\ncomplete -F _%[1]s %[1]s\n", root.Name)
	return b.String()
}

// taken is a value as assignments of the script.
func taken(v Value) string {
	switch {
	case len(v.Choices) > 0:
		return "words='" + strings.Join(slices.Sorted(slices.Values(v.Choices)), " ") + "'"
	case v.Kind == Files:
		return "kind=files words=''"
	case v.Kind == Folders:
		return "kind=folders words=''"
	}
	return "words=''"
}
