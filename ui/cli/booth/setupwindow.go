package booth

import (
	"fmt"
	"os"

	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/kiosk/event"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/launch"
	"matchbooth/ui/work/setup"
)

// window leads through the set-up in a window. The steps and their checks are those of the guide at the terminal.
func (k *SetupCmd) window(c *Call) error {
	if k.Keys != "" || k.PassphraseFile != "" || k.PinFile != "" || k.RecoveryOut != "" || k.RecoverySheet != "" || k.Split != "" || k.Card != "" ||
		k.PassphraseGenerate != "" || k.PassphraseOut != "" {
		return c.Wrong("setup.windowalone")
	}
	if c.Launch == nil {
		return c.Fail(nil, "run.nowindow")
	}
	dir, err := k.Dir()
	if err != nil {
		return err
	}
	home, err := os.UserHomeDir()
	if err != nil {
		home = "."
	}
	blank, err := c.BlankPack("guide.name")
	if err != nil {
		return err
	}
	w := &setup.Window{Dir: setup.FreeDir(dir), PackPath: k.Event, Home: home}
	w.Stopped = func(sentence string) { fmt.Fprintln(c.Stderr, sentence) }
	w.Warnings = func(say text.Printer, p *event.Pack) []setup.Warning {
		return setup.Permissions(say, p)
	}
	w.Make = func(p setup.Plan, say text.Printer, try func(string) error) (setup.Made, error) {
		in := *c.Call
		in.Printer = say
		m := &SetupCmd{Event: p.PackPath, Paper: call.Paper{RecoverySheet: p.Sheet, Split: p.Split}, Card: p.Card, Kiosk: true, trial: try}
		s := of(p.Pack)
		s.PIN, s.Passphrase = p.PIN, p.Phrase
		if err := m.create(&Call{Call: &in}, p.Dir, p.Pack, s); err != nil {
			return setup.Made{}, err
		}
		return m.result(&in, p.Dir)
	}
	opt := launch.Options{Setup: w, Pack: blank, Lang: c.Lang}
	if err := c.Launch(nil, opt); err != nil {
		return c.NoWindow(err)
	}
	return nil
}

// result says what there is after create.
func (k *SetupCmd) result(c *call.Call, dir string) (made setup.Made, err error) {
	s, err := data.Open(dir, data.Options{})
	if err != nil {
		return made, err
	}
	defer s.Close()
	set, err := s.KeySet(c.Ctx)
	if err != nil {
		return made, err
	}
	made = setup.Made{Booth: s.BoothID(), Set: set.Fingerprint, Keys: len(set.Keys), Kiosk: k.kiosk}
	if _, err := os.Lstat(k.Card); err == nil {
		made.Card = k.Card
	}
	return made, s.Close()
}
