// Package cli is the command line: the grammar, and one file for each command in the packages booth, keys, people and desk.
//
// [Main] parses the arguments, finds the command, and turns its error into an exit
// code: 0 done, 1 failed, 2 misuse. The rules for its messages are in call/errors.go;
// they are in Chinese if LC_ALL, LC_MESSAGES or LANG begins with "zh", or Windows is in Chinese where
// none of these is set, else in English (assets/text/cli.*.toml).
//
// The data folder of every command is --data, else $XDG_DATA_HOME/matchbooth, else
// ~/.local/share/matchbooth (%LocalAppData%\Matchbooth on Windows). `run` and
// `import` turn a missing or empty folder into a practice booth; every other
// command fails on it.
//
// A booth keeps a copy of its event pack next to its store, in the folder "pack"
// (or the file "pack.zip"), so that the stick or download is not needed any more; a
// booth without one runs the built-in practice event. See call/pack.go.
package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

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
	Keys    keys.KeysCmd     `cmd:"" help:"${help_keyring}"`
	Check   checkCmd         `cmd:"" help:"${help_check}"`
	Status  booth.StatusCmd  `cmd:"" help:"${help_status}"`
	Export  people.ExportCmd `cmd:"" help:"${help_export}"`
	Import  people.ImportCmd `cmd:"" help:"${help_import}"`
	Merge   people.MergeCmd  `cmd:"" help:"${help_merge}"`
	Booths  people.BoothsCmd `cmd:"" help:"${help_booths}"`
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
}

// Call is one run of the program, for the commands of this package.
type Call struct{ *call.Call }

// Main runs the program with the arguments after its name and returns its exit code. Any command may come to hold a key
// or what a visitor typed, so the process is shielded from onlookers before it reads anything: see [supervisor.Harden].
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer, window launch.Window) int {
	supervisor.Harden()
	texts, err := text.Load()
	if err != nil {
		io.WriteString(stderr, "matchbooth: "+err.Error()+"; install the program again\n")
		return call.ExitFailed
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	call.StayWithoutReader()
	c := &Call{call.New(ctx, texts, language(), stdin, stdout, stderr)}
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
	return c.Report(err)
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
	var g grammar
	parser, err := kong.New(&g,
		kong.Name("matchbooth"),
		kong.Description(c.S("cli.help.program")),
		kong.Writers(c.Stdout, c.Stderr),
		kong.Exit(func(code int) { panic(exited(code)) }),
		kong.Vars(c.help()),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		return err
	}
	k, err := parser.Parse(args)
	if err != nil {
		var pe *kong.ParseError
		if errors.As(err, &pe) {
			return call.Misuse{Say: c.S("cli.misuse", "What", c.misused(err.Error())), Cause: err}
		}
		return err
	}
	if c.By = g.By; data.CheckWho(c.By) != nil || c.By == data.Visitor {
		return c.Wrong("by", "What", c.By)
	}
	// Each package of commands has its own type for the call.
	return k.Run(c, &booth.Call{Call: c.Call}, &keys.Call{Call: c.Call}, &people.Call{Call: c.Call}, &desk.Call{Call: c.Call})
}

// help returns the sentences of the catalogue as variables for kong.
func (c *Call) help() map[string]string {
	vars := map[string]string{}
	for _, key := range c.Texts.Keys("en") {
		if name, ok := strings.CutPrefix(key, "cli.help."); ok {
			vars["help_"+name] = c.S(key)
		}
	}
	return vars
}

// language returns the language of the environment, by the rule of POSIX: the first
// of these variables that is set decides. If none is, the system's own does, where it has one.
func language() string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); v != "" {
			if len(v) >= 2 && v[:2] == "zh" {
				return "zh"
			}
			return "en"
		}
	}
	return systemLanguage()
}

// spoken returns which of our languages a list of names begins with, such as "zh-CN".
func spoken(names []string) string {
	if len(names) > 0 && strings.HasPrefix(strings.ToLower(names[0]), "zh") {
		return "zh"
	}
	return "en"
}
