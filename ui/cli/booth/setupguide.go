package booth

import (
	"errors"
	"fmt"
	"os"
	"slices"

	"matchbooth/data/words"
	"matchbooth/kiosk/event"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/work/setup"
)

// guide leads through the set-up at a terminal, question by question. Nothing is made before the last step, and that makes
// the booth only once both keys were tried: whoever stops leaves nothing behind.
type guide struct {
	*SetupCmd
	c       *Call
	plan    setup.Plan
	steps   []setup.Step
	keys    string       // of the event's first booth; "" if this is the first
	phrase  setup.Phrase // drawn, and the same whenever somebody comes back to it
	offered string       // a PIN likewise
}

// errBack: somebody wants to go one step back.
var errBack = errors.New("back")

// backSign is what goes one step back instead of an answer.
const backSign = "<"

// guide implements setup without options.
func (k *SetupCmd) guide(c *Call) error {
	dir, err := k.Dir()
	if err != nil {
		return err
	}
	g := &guide{SetupCmd: k, c: c, steps: setup.Steps}
	g.plan.Dir, g.plan.PIN = setup.FreeDir(dir), ""
	if k.Keys != "" {
		if g.keys, err = k.sharedKeys(c); err != nil {
			return err
		}
		g.steps = slices.DeleteFunc(slices.Clone(g.steps), func(s setup.Step) bool { return s == setup.AskPhrase || s == setup.AskSheet })
	}
	return g.run()
}

func (g *guide) run() error {
	g.say("guide", "N", len(g.steps))
	for at := 0; at < len(g.steps); {
		step := g.steps[at]
		g.say("step", "At", at+1, "N", len(g.steps), "Title", g.c.S("cli.setup."+string(step)+".title"), "Why", g.c.S("cli.setup."+string(step)+".why"))
		err := map[setup.Step]func() error{
			setup.AskFolder: g.folder, setup.AskPack: g.pack, setup.AskPhrase: g.askPhrase, setup.AskSheet: g.sheet, setup.AskPIN: g.pin, setup.AskTest: g.make,
		}[step]()
		switch {
		case errors.Is(err, errBack):
			at = max(0, at-1)
		case err != nil:
			return err
		default:
			at++
		}
	}
	return nil
}

// say writes a sentence of the guide; key is without its "cli.setup.".
func (g *guide) say(key string, args ...any) {
	fmt.Fprintln(g.c.Stderr, g.c.S("cli.setup."+key, args...))
}

// line asks a question and returns the answer, which may be "".
func (g *guide) line(key string, args ...any) (string, error) {
	fmt.Fprint(g.c.Stderr, g.c.S("cli.setup."+key, args...))
	answer, err := g.c.Line()
	if answer == backSign {
		return "", errBack
	}
	return answer, err
}

// secret asks a question whose answer is not shown.
func (g *guide) secret(key string, args ...any) ([]byte, error) {
	answer, err := g.c.Ask("setup."+key, args...)
	if string(answer) == backSign {
		return nil, errBack
	}
	return answer, err
}

// refused says why an answer is not taken; an error that is none of the person's ends the guide.
func (g *guide) refused(err error) error {
	said := setup.Say(g.c.Printer, err)
	if said == "" {
		return err
	}
	fmt.Fprintln(g.c.Stderr, said)
	return nil
}

func (g *guide) folder() error {
	for {
		dir, err := g.line("folder.ask", "Proposed", g.plan.Dir)
		if err != nil {
			return err
		}
		if dir == "" {
			dir = g.plan.Dir
		}
		if err = g.plan.TakeDir(dir); err == nil {
			return nil
		}
		if err = g.refused(err); err != nil {
			return err
		}
	}
}

func (g *guide) pack() error {
	for {
		key := "pack.ask"
		if g.plan.PackPath != "" {
			key = "pack.askagain"
		}
		path, err := g.line(key, "Proposed", g.plan.PackPath)
		if err != nil {
			return err
		}
		if path == "" {
			path = g.plan.PackPath
		}
		err = g.plan.TakePack(path)
		if err == nil {
			p := g.plan.Pack
			g.say("pack.is", "Title", p.Title.In(event.Lang(g.c.Lang)), "ID", p.ID, "What", setup.What(g.c.Printer, p))
			if err := g.c.mayGoLive(p); err != nil {
				return err
			}
			return g.c.AcceptPack(path, g.AcceptWarnings)
		}
		if err = g.refused(err); err != nil {
			return err
		}
	}
}

func (g *guide) askPhrase() error {
	own, err := g.secret("phrase.ask")
	for {
		if err != nil {
			return err
		}
		if len(own) == 0 {
			if g.phrase.Text == "" {
				g.phrase = setup.DrawPhrase(g.c.Lang)
			}
			g.say("phrase.drawn", "Phrase", g.phrase.Text)
			if own, err = g.secret("phrase.noted"); err != nil {
				return err
			}
			if len(own) == 0 {
				g.plan.TakeDrawn(g.phrase)
				return nil
			}
		}
		again := own
		if !words.Weak(string(own)) {
			if again, err = g.secret("again"); err != nil {
				return err
			}
		}
		if err = g.plan.TakePhrase(own, again); err == nil {
			return nil
		}
		if err = g.refused(err); err != nil {
			return err
		}
		own, err = g.secret("phrase.ask")
	}
}

func (g *guide) sheet() error {
	proposed := g.plan.Sheet
	if proposed == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			home = "."
		}
		proposed = g.plan.ProposedSheet(home)
	}
	for {
		path, err := g.line("sheet.ask", "Proposed", proposed)
		if err != nil {
			return err
		}
		if path == "" {
			path = proposed
		}
		if err = g.plan.TakeSheet(path, false); err == nil {
			shares, err := g.line("sheet.shares")
			if err != nil {
				return err
			}
			if err = g.plan.TakeSheet(path, call.Yes(shares)); err == nil {
				return nil
			}
			if err = g.refused(err); err != nil {
				return err
			}
			continue
		}
		if err = g.refused(err); err != nil {
			return err
		}
	}
}

func (g *guide) pin() error {
	days := setup.Days(g.plan.Pack)
	if g.offered == "" {
		g.offered = words.PIN(days...)
	}
	typed, err := g.secret("pin.ask")
	for {
		if err != nil {
			return err
		}
		if len(typed) == 0 {
			g.say("pin.drawn", "PIN", setup.InThrees(g.offered))
			return g.plan.TakePIN(g.offered, g.offered)
		}
		again := typed
		if words.CheckPIN(string(typed), days...) == nil {
			if again, err = g.secret("again"); err != nil {
				return err
			}
		}
		if err = g.plan.TakePIN(string(typed), string(again)); err == nil {
			return nil
		}
		if err = g.refused(err); err != nil {
			return err
		}
		typed, err = g.secret("pin.instead", "PIN", setup.InThrees(g.offered))
	}
}

// make makes the booth, with both keys tried before it is one.
func (g *guide) make() error {
	p := &g.plan
	if _, err := g.line("test.ready", "Dir", p.Dir, "Event", p.Pack.Title.In(event.Lang(g.c.Lang))); err != nil {
		return err
	}
	s := of(p.Pack)
	s.PIN, s.Passphrase, s.SharedKeys = p.PIN, p.Phrase, g.keys
	g.SetupCmd.Event, g.RecoverySheet, g.Split, g.SetupCmd.Card = p.PackPath, p.Sheet, p.Split, p.Card
	stopped := false
	if g.keys == "" {
		g.trial = func(recovery string) error {
			err := g.try(recovery)
			stopped = err != nil
			return err
		}
	}
	err := g.create(g.c, p.Dir, p.Pack, s)
	if stopped { // what was written is gone again, and somebody may have printed it
		fmt.Fprintln(g.c.Stderr, g.c.S("guide.nothing"))
	}
	return err
}

// try asks for the passphrase and for a group of the page, as they were noted, until both are right. There is no way back
// from here but Ctrl-C: the key on the page belongs to this booth only.
func (g *guide) try(recovery string) error {
	t := g.plan.NewTrial(recovery)
	for {
		typed, err := g.c.Ask("setup.test.phrase")
		if err != nil {
			return err
		}
		if t.Phrase(typed) {
			break
		}
		g.say("test.phrasewrong")
	}
	line, place := t.Line()
	for {
		fmt.Fprint(g.c.Stderr, g.c.S("cli.setup.test.sheet", "Path", g.plan.Sheet, "Line", line, "Place", place))
		typed, err := g.c.Line()
		if err != nil {
			return err
		}
		if t.Sheet(typed) {
			break
		}
		g.say("test.sheetwrong", "Line", line, "Place", place)
	}
	g.say("test.done")
	return nil
}
