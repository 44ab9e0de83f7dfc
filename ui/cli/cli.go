// Package cli is the command line: one file for each command, named for it.
//
// [Main] reads the arguments, finds the command, and turns what comes back into
// an exit code: 0 done, 1 failed, 2 misuse. How it speaks stands in errors.go;
// it speaks Chinese where LC_ALL, LC_MESSAGES or LANG begins with "zh", else
// English (assets/text/cli.*.toml).
//
// The data folder of every command is --data, else $XDG_DATA_HOME/matchbooth, else
// ~/.local/share/matchbooth (%LocalAppData%\Matchbooth on Windows). `run` and
// `import` turn a missing or empty folder into a practice booth; every other
// command fails on it.
//
// A booth keeps a copy of its event pack beside its store, in the folder "pack"
// (or the file "pack.zip"), so that stick or download may go away; a booth without
// one runs the built-in practice event. See pack.go.
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
	"matchbooth/ui/launch"
)

// grammar is the command line as kong reads it: one line a command. ${…} are keys
// of the catalogue, without their "cli.".
type grammar struct {
	By string `placeholder:"INITIALS" help:"${help_by}"`

	Run     runCmd     `cmd:"" default:"withargs" help:"${help_run}"`
	Setup   setupCmd   `cmd:"" help:"${help_setup}"`
	Keys    keysCmd    `cmd:"" help:"${help_keyring}"`
	Check   checkCmd   `cmd:"" help:"${help_check}"`
	Status  statusCmd  `cmd:"" help:"${help_status}"`
	Export  exportCmd  `cmd:"" help:"${help_export}"`
	Import  importCmd  `cmd:"" help:"${help_import}"`
	Merge   mergeCmd   `cmd:"" help:"${help_merge}"`
	Booths  boothsCmd  `cmd:"" help:"${help_booths}"`
	Erase   eraseCmd   `cmd:"" help:"${help_erase}"`
	Purge   purgeCmd   `cmd:"" help:"${help_purge}"`
	Verify  verifyCmd  `cmd:"" help:"${help_verify}"`
	Audit   auditCmd   `cmd:"" help:"${help_audit}"`
	Rescue  rescueCmd  `cmd:"" help:"${help_rescue}"`
	Backup  backupCmd  `cmd:"" help:"${help_backup}"`
	Restore restoreCmd `cmd:"" help:"${help_restore}"`
	Mirror  mirrorCmd  `cmd:"" help:"${help_copies}"`
	Doctor  doctorCmd  `cmd:"" help:"${help_doctor}"`
	Version versionCmd `cmd:"" help:"${help_version}"`
}

// call is one run of the program: where it reads and writes, and in which language.
type call struct {
	ctx            context.Context
	args           []string // behind the program's name
	by             string   // initials of who gives the command, for the audit
	stdin          io.Reader
	stdout, stderr io.Writer
	launch         launch.Window
	texts          *text.Catalogue
	text.Printer
}

// Main runs the program with the arguments behind its name and returns its exit code. Any command may come to hold a key
// or what a visitor typed, so all are closed to onlookers before they read anything: see [supervisor.Harden].
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer, window launch.Window) int {
	supervisor.Harden()
	texts, err := text.Load()
	if err != nil {
		io.WriteString(stderr, "matchbooth: "+err.Error()+"; install the program again\n")
		return exitFailed
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	stayWithoutReader()
	c := &call{ctx: ctx, args: args, stdin: stdin, stdout: stdout, stderr: stderr, launch: window, texts: texts, Printer: texts.In(language())}
	return c.main(args)
}

// exited is what kong's exit hook throws after --help.
type exited int

func (c *call) main(args []string) int {
	out := &output{w: c.stdout}
	c.stdout = out
	err := c.run(args)
	if out.err != nil && (err == nil || errors.Is(err, out.err)) {
		err = c.fail(out.err, "output", "What", innermost(out.err))
	}
	return c.report(err)
}

// run finds the command and runs it.
func (c *call) run(args []string) (err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case exited:
			if p != exitDone {
				err = ended(p)
			}
		default:
			panic(p)
		}
	}()
	var g grammar
	parser, err := kong.New(&g,
		kong.Name("matchbooth"),
		kong.Description(c.S("cli.help.program")),
		kong.Writers(c.stdout, c.stderr),
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
			return misuse{c.S("cli.misuse", "What", c.misused(err.Error())), err}
		}
		return err
	}
	if c.by = g.By; data.CheckWho(c.by) != nil || c.by == data.Visitor {
		return c.wrong("by", "What", c.by)
	}
	return k.Run(c)
}

// help gives kong the sentences of the catalogue.
func (c *call) help() map[string]string {
	vars := map[string]string{}
	for _, key := range c.texts.Keys("en") {
		if name, ok := strings.CutPrefix(key, "cli.help."); ok {
			vars["help_"+name] = c.S(key)
		}
	}
	return vars
}

// language is that of the environment, by the rule of POSIX: the first of these
// that is set decides.
func language() string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); v != "" {
			if len(v) >= 2 && v[:2] == "zh" {
				return "zh"
			}
			return "en"
		}
	}
	return "en"
}
