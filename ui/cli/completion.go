package cli

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"time"

	"github.com/alecthomas/kong"

	"matchbooth/ui/cli/call"
	"matchbooth/ui/cli/manual"
)

// manualLangs are the languages of scripts and pages; the first stands for all that have none.
var manualLangs = []string{"en", "zh"}

// completionCmd prints the script by which a shell completes the program's commands.
type completionCmd struct {
	call.Spoken
	Shell string `arg:"" enum:"bash,zsh,fish" help:"${help_completion_shell}"`
}

func (k *completionCmd) Run(c *Call) error {
	var all []manual.Spoken
	for _, lang := range manualLangs {
		root, err := c.tree(lang)
		if err != nil {
			return err
		}
		all = append(all, manual.Spoken{Lang: lang, Root: root})
	}
	script := manual.Fish
	switch k.Shell {
	case "bash":
		script = func(all []manual.Spoken) string { return manual.Bash(all[0].Root) }
	case "zsh":
		script = manual.Zsh
	}
	_, err := fmt.Fprint(c.Stdout, script(all))
	return err
}

// manualCmd writes the manual pages of every language into a folder, as packages have them: man1 for English,
// zh_CN/man1 for Chinese. packaging/install.sh calls it; nobody has to.
type manualCmd struct {
	Dir string `arg:"" name:"dir"`
}

func (k *manualCmd) Run(c *Call) error {
	for _, lang := range manualLangs {
		root, err := c.tree(lang)
		if err != nil {
			return err
		}
		dir := filepath.Join(k.Dir, map[string]string{"en": "", "zh": "zh_CN"}[lang], "man1")
		if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // G301: manual pages are for everybody
			return err
		}
		pages := manual.Pages(root, c.Texts.In(lang).S, built())
		for _, name := range slices.Sorted(maps.Keys(pages)) {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(pages[name]), 0o644); err != nil { //nolint:gosec // G306: the same
				return err
			}
		}
	}
	return nil
}

// built is the day of the commit that this program was built from, or zero.
func built() (made time.Time) {
	info, _ := debug.ReadBuildInfo()
	if info == nil {
		return made
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.time" {
			made, _ = time.Parse(time.RFC3339, s.Value)
		}
	}
	return made
}

// tree is the grammar with the help of one language.
func (c *Call) tree(lang string) (*manual.Command, error) {
	in := *c.Call
	in.Printer = c.Texts.In(lang)
	parser, err := kong.New(&grammar{}, kong.Name("matchbooth"), kong.Description(in.S("cli.help.program")), kong.Vars((&Call{&in}).help()))
	if err != nil {
		return nil, err
	}
	return manual.Tree(parser.Model, in.S("cli.usage.help")), nil
}

// examples adds to a command's help how it may be called.
func (c *Call) examples(path string) string {
	list := manual.Examples(path)
	if len(list) == 0 {
		return ""
	}
	s := "\n" + c.S("cli.usage.examples") + "\n"
	for _, line := range list {
		s += "  " + line + "\n"
	}
	return s
}
