// Package cli is the command line: the grammar, and one file for each command in the packages booth, keys, people and desk.
//
// [Main] parses the arguments, finds the command, and turns its error into an exit
// code: 0 done, 1 failed, 2 misuse. The rules for its messages are in call/errors.go;
// they are in the language that --lang asks for, else in the one that LC_ALL, LC_MESSAGES or LANG begins with, or that Windows is in where
// none of these is set, else in English (assets/text/cli.*.toml).
//
// The data folder of every command is --data, else $XDG_DATA_HOME/matchbooth, else
// ~/.local/share/matchbooth (%LocalAppData%\Matchbooth on Windows). `run` and
// `import` turn a missing or empty folder into a practice booth; every other
// command fails on it.
//
// A booth keeps a copy of its event pack next to its store, in the folder "pack"
// (or the file "pack.zip"), so that the stick or download is not needed any more; a
// booth without one runs the built-in practice event. What it was changed to after setup is in the folder "packs". See
// call/pack.go and ui/work/packs.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"matchbooth/assets/lang"
	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/kiosk/supervisor"
	"matchbooth/ui/cli/booth"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/cli/desk"
	"matchbooth/ui/cli/keys"
	"matchbooth/ui/cli/people"
	"matchbooth/ui/launch"
)

// grammar is the command line as kong parses it: one line for each command. ${…} are
// keys of the catalogue, without their "cli.".
type grammar struct {
	By string `placeholder:"INITIALS" help:"${help_by}"`

	Run     booth.RunCmd     `cmd:"" default:"withargs" help:"${help_run}"`
	Desk    booth.DeskCmd    `cmd:"" help:"${help_desk}"`
	Setup   booth.SetupCmd   `cmd:"" help:"${help_setup}"`
	Pin     booth.PinCmd     `cmd:"" help:"${help_pincmd}"`
	Keys    keys.KeysCmd     `cmd:"" help:"${help_keyring}"`
	New     newCmd           `cmd:"" help:"${help_new}"`
	Check   checkCmd         `cmd:"" help:"${help_check}"`
	Print   booth.PrintCmd   `cmd:"" help:"${help_print}"`
	Preview previewCmd       `cmd:"" help:"${help_preview}"`
	Pack    booth.PackCmd    `cmd:"" help:"${help_pack_}"`
	Status  booth.StatusCmd  `cmd:"" help:"${help_status}"`
	Export  people.ExportCmd `cmd:"" help:"${help_export}"`
	Import  people.ImportCmd `cmd:"" help:"${help_import}"`
	Merge   people.MergeCmd  `cmd:"" help:"${help_merge}"`
	Booths  people.BoothsCmd `cmd:"" help:"${help_booths}"`
	Hub     people.HubCmd    `cmd:"" help:"${help_hub}"`
	Inbox   desk.InboxCmd    `cmd:"" help:"${help_inbox}"`
	Erase   people.EraseCmd  `cmd:"" help:"${help_erase}"`
	People  desk.PeopleCmd   `cmd:"" help:"${help_people}"`
	Show    desk.ShowCmd     `cmd:"" help:"${help_show}"`
	Correct desk.CorrectCmd  `cmd:"" help:"${help_correct}"`
	Checked desk.CheckedCmd  `cmd:"" help:"${help_checked}"`
	Contact desk.ContactCmd  `cmd:"" help:"${help_contact}"`
	Due     desk.DueCmd      `cmd:"" help:"${help_due}"`
	Doubles desk.DoublesCmd  `cmd:"" help:"${help_doubles}"`
	Join    desk.JoinCmd     `cmd:"" help:"${help_join}"`
	Copy    desk.CopyCmd     `cmd:"" help:"${help_copy}"`
	Day     desk.DayCmd      `cmd:"" help:"${help_day}"`
	Report  desk.ReportCmd   `cmd:"" help:"${help_report}"`
	Purge   people.PurgeCmd  `cmd:"" help:"${help_purge}"`
	Verify  booth.VerifyCmd  `cmd:"" help:"${help_verify}"`
	Audit   booth.AuditCmd   `cmd:"" help:"${help_audit}"`
	Rescue  booth.RescueCmd  `cmd:"" help:"${help_rescue}"`
	Backup  booth.BackupCmd  `cmd:"" help:"${help_backup}"`
	Restore booth.RestoreCmd `cmd:"" help:"${help_restore}"`
	Mirror  booth.MirrorCmd  `cmd:"" help:"${help_copies}"`
	Doctor  booth.DoctorCmd  `cmd:"" help:"${help_doctor}"`
	Version versionCmd       `cmd:"" help:"${help_version}"`

	Completion completionCmd `cmd:"" help:"${help_completion}"`
	Manual     manualCmd     `cmd:"" hidden:""`
}

// Call is one run of the program, for the commands of this package.
type Call struct{ *call.Call }

// Main runs the program with the arguments after its name and returns its exit code. Any command may come to hold a key
// or what a visitor typed, so the process is shielded from onlookers before it reads anything: see [supervisor.Harden].
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer, window launch.Window) int {
	supervisor.Harden()
	// Nothing that is read at the start becomes garbage. The window goes on so until its first page stands.
	debug.SetGCPercent(400)
	texts, err := text.Load()
	if err != nil {
		io.WriteString(stderr, "matchbooth: "+err.Error()+"; install the program again\n")
		return call.ExitFailed
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	call.StayWithoutReader()
	c := &Call{call.New(ctx, texts, spokenIn(args), stdin, stdout, stderr)}
	c.Args, c.Launch = args, window
	return c.main(args)
}

// exited is what kong's exit hook panics with after --help.
type exited int

func (c *Call) main(args []string) int {
	out := &call.Output{W: c.Stdout}
	c.Stdout = out
	err := c.run(args)
	if out.Err != nil && (err == nil || errors.Is(err, out.Err)) {
		err = c.Fail(out.Err, "output", "What", call.Innermost(out.Err))
	}
	return c.End(err)
}

// run finds the command and runs it.
func (c *Call) run(args []string) (err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case exited:
			if p != call.ExitDone {
				err = call.Ended(p)
			}
		default:
			panic(p)
		}
	}()
	g, k, err := c.parse(args)
	if err != nil {
		return c.wronglySaid(err, "")
	}
	// Which booth a kiosk opens stands in a file, where the call does not say. The interface gets all of it from its
	// supervisor.
	if g.Run.Kiosk && g.Run.Data == "" && k.Command() == "run" && !supervisor.Supervised() {
		more, file, err := c.withKioskFile(args)
		if err != nil {
			return err
		}
		if g, k, err = c.parse(more); err != nil {
			return c.wronglySaid(err, file)
		}
		c.Args = more
	}
	if c.By = g.By; data.CheckWho(c.By) != nil || c.By == data.Visitor {
		return c.Wrong("by", "What", c.By)
	}
	if k.Command() != "run" {
		debug.SetGCPercent(100)
	}
	// Each package of commands has its own type for the call.
	return k.Run(c, &booth.Call{Call: c.Call}, &keys.Call{Call: c.Call}, &people.Call{Call: c.Call}, &desk.Call{Call: c.Call})
}

// parse reads the arguments.
func (c *Call) parse(args []string) (*grammar, *kong.Context, error) {
	g := new(grammar)
	parser, err := kong.New(g,
		kong.Name("matchbooth"),
		kong.Description(c.S("cli.help.program")),
		kong.Writers(c.Stdout, c.Stderr),
		kong.Exit(func(code int) { panic(exited(code)) }),
		kong.Vars(languages()),
		kong.PostBuild(func(k *kong.Kong) error { return eachHelp(k.Model.Node, named) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Help(c.helped),
	)
	if err != nil {
		return nil, nil, err
	}
	k, err := parser.Parse(args)
	return g, k, err
}

// help returns the sentences of the catalogue as variables for kong.
func (c *Call) help() map[string]string {
	vars := languages()
	for _, key := range c.Texts.Keys(c.Says("cli.help.program")) {
		if name, ok := strings.CutPrefix(key, "cli.help."); ok {
			vars["help_"+name] = c.S(key)
		}
	}
	return vars
}

// languages returns the languages of the booth as variables for kong.
func languages() map[string]string {
	return map[string]string{"langs": strings.Join(lang.Tags(), ","), "langs_or": strings.Join(lang.Tags(), "|")}
}

// words puts the sentences of the catalogue into the grammar, where [named] has left their names.
func (c *Call) words(model *kong.Node) error {
	vars := c.help()
	return eachHelp(model, func(help *string) error {
		if !strings.HasPrefix(*help, "help_") {
			return nil
		}
		text, there := vars[*help]
		if !there {
			return fmt.Errorf("the catalogue has no text %s", *help)
		}
		*help = text
		return nil
	})
}

// named leaves of a help its name in the catalogue: "${help_by}" is a variable for kong, which it would look up in each option at
// every start, though only --help shows it.
func named(help *string) error {
	if name, is := strings.CutPrefix(*help, "${help_"); is {
		*help = "help_" + strings.TrimSuffix(name, "}")
	}
	return nil
}

// eachHelp does something with the help of every command and option.
func eachHelp(model *kong.Node, do func(*string) error) error {
	return kong.Visit(model, func(node kong.Visitable, next kong.Next) error {
		var err error
		switch node := node.(type) {
		case *kong.Node:
			err = do(&node.Help)
		case *kong.Value:
			err = do(&node.Help)
		}
		return next(err)
	})
}

// writesIn are the commands whose --lang is about something else than what they say: what visitors begin in, a file that is
// written, pictures.
var writesIn = []string{"run", "desk", "print", "preview", "copy", "due", "report", "export", "keys sheet"}

// spokenIn returns the language of all that the program says, its errors and its help included: what --lang asks for, where
// it is about that; else that of the environment.
func spokenIn(args []string) string {
	words := args
	for len(words) > 1 && strings.HasPrefix(words[0], "--by") {
		if words = words[1:]; !strings.Contains(args[len(args)-len(words)-1], "=") {
			words = words[1:]
		}
	}
	if len(words) == 0 || strings.HasPrefix(words[0], "-") || slices.Contains(writesIn, words[0]) || slices.Contains(writesIn, strings.Join(words[:min(2, len(words))], " ")) {
		return language()
	}
	for i := 1; i < len(args) && args[i] != "--"; i++ {
		tag, is := strings.CutPrefix(args[i], "--lang=")
		if args[i] == "--lang" && i+1 < len(args) {
			tag, is = args[i+1], true
		}
		if is && lang.Has(tag) {
			return tag
		}
	}
	return language()
}

// language returns the language of the environment, by the rule of POSIX: the first
// of these variables that is set decides. If none is, the system's own does, where it has one.
func language() string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); v != "" {
			return lang.Spoken(v)
		}
	}
	return systemLanguage()
}

// spoken returns which of our languages a list of names begins with, such as "zh-CN".
func spoken(names []string) string {
	if len(names) == 0 {
		return "en"
	}
	return lang.Spoken(names[0])
}
