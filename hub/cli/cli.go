// Package cli is the hub's command line: the grammar, and one file for each command.
//
// What was asked for goes to stdout; errors, and the log of serve, to stderr. An error is one line that says what to do
// next. Exit codes: 0 done, 1 failed, 2 misuse. The language is that of LC_ALL, LC_MESSAGES or LANG, else English; the
// texts are in assets/text/hub.*.toml. The log is for programs and always English.
package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"matchbooth/assets/lang"
	"matchbooth/assets/text"
	"matchbooth/hub/store"
)

// grammar is the command line as kong parses it. ${help_…} are keys of the catalogue.
type grammar struct {
	Serve   serveCmd      `cmd:"" help:"${help_serve}"`
	Event   eventCmd      `cmd:"" help:"${help_event}"`
	Allow   allowCmd      `cmd:"" help:"${help_allow}"`
	Revoke  revokeCmd     `cmd:"" help:"${help_revoke}"`
	Status  statusCmd     `cmd:"" help:"${help_status}"`
	Verify  verifyCmd     `cmd:"" help:"${help_verify}"`
	Erase   eraseEventCmd `cmd:"" name:"erase-event" help:"${help_erase}"`
	Page    pageCmd       `cmd:"" help:"${help_page}"`
	Hash    hashCmd       `cmd:"" name:"page-hash" help:"${help_hash}"`
	Version versionCmd    `cmd:"" help:"${help_version}"`
}

// place is what every command that works on a hub's store is told.
type place struct {
	Data  string `required:"" placeholder:"DIR" help:"${help_data}"`
	Store string `placeholder:"postgres://…" env:"MATCHBOOTH_HUB_STORE" help:"${help_store}"`
}

// The files of a hub's folder.
const (
	fileStore = "hub.db"
	fileKey   = "hub.key"
)

// The exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitMisuse = 2
)

// call is one run of the program.
type call struct {
	ctx            context.Context
	texts          *text.Catalogue
	say            text.Printer
	stdout, stderr io.Writer
}

// sentence is an error that says all that people need to know.
type sentence struct {
	say   string
	cause error
	code  int
}

func (s sentence) Error() string { return s.say }
func (s sentence) Unwrap() error { return s.cause }

func (c *call) fail(cause error, key string, args ...any) error {
	return sentence{c.say.S("cli.hub."+key, args...), cause, exitFailed}
}

func (c *call) wrong(key string, args ...any) error {
	return sentence{c.say.S("cli.hub."+key, args...), nil, exitMisuse}
}

// exited is what kong's exit hook panics with after --help.
type exited int

// Main runs the program with the arguments after its name and returns its exit code.
func Main(args []string, stdout, stderr io.Writer) (code int) {
	texts, err := text.Load()
	if err != nil {
		fmt.Fprintf(stderr, "matchbooth-hub: %v; install the program again\n", err)
		return exitFailed
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	c := &call{ctx: ctx, texts: texts, say: texts.In(language()), stdout: stdout, stderr: stderr}
	defer func() {
		switch p := recover().(type) {
		case nil:
		case exited:
			code = int(p)
		default:
			panic(p)
		}
	}()
	parser, err := kong.New(new(grammar), kong.Name("matchbooth-hub"), kong.Description(c.say.S("cli.hub.help.program")), kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { panic(exited(code)) }), c.helps(texts), kong.ConfigureHelp(kong.HelpOptions{Compact: true}), kong.Help(c.helped))
	if err != nil {
		panic(err) // the grammar is faulty
	}
	k, err := parser.Parse(args)
	if err != nil {
		return c.report(sentence{c.say.S("cli.hub.misuse", "What", err.Error()), err, exitMisuse})
	}
	return c.report(k.Run(c))
}

// language is that of the environment: the first of these variables that is set decides.
func language() string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); v != "" {
			return lang.Spoken(v)
		}
	}
	return "en"
}

// helps are the sentences of the help, as kong's variables.
func (c *call) helps(texts *text.Catalogue) kong.Vars {
	vars := kong.Vars{}
	for _, key := range texts.Keys("en") {
		if name, ok := strings.CutPrefix(key, "cli.hub.help."); ok {
			vars["help_"+name] = c.say.S(key)
		}
	}
	return vars
}

// helped prints kong's help; the words around ours, which kong has in English only, are those of the catalogue.
func (c *call) helped(o kong.HelpOptions, ctx *kong.Context) error {
	var b bytes.Buffer
	out := ctx.Stdout
	ctx.Stdout = &b
	err := kong.DefaultHelpPrinter(o, ctx)
	ctx.Stdout = out
	if err != nil {
		return err
	}
	words := strings.NewReplacer("<command>", "<"+c.say.S("cli.usage.command")+">", "[flags]", "["+c.say.S("cli.usage.flag")+"]")
	for line := range strings.Lines(b.String()) {
		for _, w := range []struct{ english, key string }{
			{"Usage: ", "cli.usage"}, {"Arguments:", "cli.usage.arguments"}, {"Flags:", "cli.usage.flags"}, {"Commands:", "cli.usage.commands"},
		} {
			if rest, is := strings.CutPrefix(line, w.english); is {
				line = c.say.S(w.key) + words.Replace(rest)
			}
		}
		if rest, is := strings.CutPrefix(line, `Run "`); is {
			command, _, _ := strings.Cut(rest, `"`)
			line = c.say.S("cli.usage.more", "Command", words.Replace(command)) + "\n"
		}
		io.WriteString(out, strings.Replace(line, "Show context-sensitive help.", c.say.S("cli.usage.help"), 1))
	}
	return nil
}

// report prints an error, and says with what the program ends.
func (c *call) report(err error) int {
	if err == nil {
		return exitDone
	}
	s, ok := errors.AsType[sentence](err)
	if !ok {
		s = sentence{c.explain(err), err, exitFailed}
	}
	fmt.Fprintln(c.stderr, text.OneLine("matchbooth-hub: "+s.say))
	return s.code
}

// explain says what an error means and what to do.
func (c *call) explain(err error) string {
	for _, known := range []struct {
		err error
		key string
	}{
		{store.ErrNewer, "error.newer"}, {store.ErrOlder, "error.older"}, {store.ErrFull, "error.full"}, {store.ErrUnknown, "error.unknown"}, {store.ErrBusy, "error.busy"}, {fs.ErrPermission, "error.permission"},
	} {
		if errors.Is(err, known.err) {
			return c.say.S("cli.hub." + known.key)
		}
	}
	return c.say.S("cli.hub.error.other", "What", err.Error())
}

// open opens the store of a hub. Without make, the folder has to be a hub's already.
func (c *call) open(p place, make bool) (*store.Store, error) {
	if p.Store != "" && !store.IsPostgres(p.Store) {
		return nil, c.wrong("misuse.store")
	}
	if make {
		if err := os.MkdirAll(p.Data, 0o700); err != nil {
			return nil, err
		}
	} else if _, err := os.Stat(filepath.Join(p.Data, fileKey)); errors.Is(err, fs.ErrNotExist) {
		return nil, c.fail(err, "error.nohub", "Data", p.Data)
	}
	at := p.Store
	if at == "" {
		at = filepath.Join(p.Data, fileStore)
	}
	return store.Open(c.ctx, at)
}
