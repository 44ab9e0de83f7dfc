package booth

import (
	"fmt"
	"path/filepath"

	"matchbooth/data"
	"matchbooth/kiosk/event"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/work/kioskfile"
	"matchbooth/ui/work/setup"
	"matchbooth/ui/work/sheet"
)

// SetupCmd makes a live booth.
type SetupCmd struct {
	call.Folder
	Event          string `placeholder:"PACK" help:"${help_event}"`
	PassphraseFile string `placeholder:"F" help:"${help_passphrase}"`
	PinFile        string `placeholder:"F" help:"${help_pin}"`
	RecoveryOut    string `placeholder:"F" help:"${help_recovery}"`
	Keys           string `placeholder:"F" help:"${help_keys}"`
	Card           string `placeholder:"FILE" help:"${help_card}"`
	Kiosk          bool   `help:"${help_setupkiosk}"`
	Window         bool   `help:"${help_setupwindow}"`
	call.Expected
	AcceptWarnings bool `help:"${help_accept_warnings}"`
	call.NewPhrase
	call.Paper

	made  *call.Made    // the passphrase, if the program generated it
	text  *call.NewFile // for the recovery key
	files *call.Ready   // for it too
	card  *call.NewFile
	kiosk bool                        // the kiosk of this account opens the booth from now on
	trial func(recovery string) error // has both keys tried before the folder counts as a booth; nil where nobody is there
}

func (k *SetupCmd) Run(c *Call) (err error) {
	if k.Window {
		return k.window(c)
	}
	if k.Event == "" {
		if _, ok := c.Terminal(); !ok {
			return c.Wrong("setup.event")
		}
		return k.guide(c)
	}
	dir, err := k.Dir()
	if err != nil {
		return err
	}
	if err := c.mayBecomeLive(dir); err != nil {
		return err
	}
	pack, err := c.LoadPack(k.Event)
	if err != nil {
		return err
	}
	if err := c.mayGoLive(pack); err != nil {
		return err
	}
	if err := c.AcceptPack(k.Event, k.AcceptWarnings); err != nil {
		return err
	}
	s := of(pack)
	if k.Keys != "" {
		if s.SharedKeys, err = k.sharedKeys(c); err != nil {
			return err
		}
	} else if k.Expect != "" {
		return c.Wrong("keys.expectwhat")
	} else if s.Passphrase, err = k.passphrase(c); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			k.made.Withdraw()
		}
	}()
	if k.Keys == "" {
		if err := k.Fit(c.Call, s.Passphrase); err != nil {
			return err
		}
		s.WeakPassphrase = k.WeakPassphrase
	}
	var drawn bool
	if s.PIN, drawn, err = c.NewPIN(k.PinFile, setup.Days(pack)); err != nil {
		return err
	}
	if err := k.create(c, dir, pack, s); err != nil {
		return err
	}
	if drawn {
		c.ShowPIN(s.PIN)
	}
	return nil
}

// of returns what the pack says about a booth to be made.
func of(pack *event.Pack) data.Setup {
	days := call.DaysOf(pack)
	return data.Setup{Event: pack.ID, EventDigest: pack.Digest, RetentionDays: pack.Handler.RetentionDays, Terms: pack.Terms(), From: days.From, To: days.To}
}

// sharedKeys reads the keys of the event's first booth, and has their words compared.
func (k *SetupCmd) sharedKeys(c *Call) (string, error) {
	keys, err := c.SmallFile(k.Keys)
	if err != nil {
		return "", c.Fail(err, "setup.keys", "Path", k.Keys)
	}
	set, err := data.ReadKeySet(string(keys))
	if err != nil {
		return "", c.Fail(err, "keys.badfile", "Path", k.Keys)
	}
	return string(keys), k.Compare(c.Call, k.Keys, set)
}

// passphrase reads the new passphrase from its file, generates one, or asks; if the answer is empty it generates one.
func (k *SetupCmd) passphrase(c *Call) (_ []byte, err error) {
	if k.PassphraseFile != "" {
		if k.PassphraseGenerate != "" || k.PassphraseOut != "" {
			return nil, c.Wrong("generate.both")
		}
		return c.SecretFile(k.PassphraseFile)
	}
	if k.made, err = c.Generated(k.NewPhrase); err != nil || k.made != nil {
		return k.made.Secret(), err
	}
	var next []byte
	k.made, next, err = k.NewPhrase.Ask(c.Call)
	return next, err
}

// mayBecomeLive refuses a folder that already has something in it.
func (c *Call) mayBecomeLive(dir string) error {
	state, err := data.IsBooth(dir)
	switch {
	case err != nil:
		return err
	case state == data.Foreign:
		return c.Fail(data.ErrNotBooth, "foreign", "Dir", dir)
	case state != data.Booth:
		return nil
	}
	s, err := data.Open(dir, data.Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	if s.Mode() == "practice" {
		return c.Fail(nil, "setup.practice", "Dir", dir)
	}
	return c.Fail(nil, "setup.already", "Dir", dir)
}

// mayGoLive refuses a pack that is not ready for real people, and asks whether the donors of its stories agreed.
func (c *Call) mayGoLive(p *event.Pack) error {
	if p.Practice {
		return c.Fail(nil, "setup.practicepack")
	}
	if open := p.Placeholders(); len(open) > 0 {
		return c.Fail(nil, "setup.placeholders", "N", len(open), "First", open[0])
	}
	for _, w := range setup.Permissions(c.Printer, p) {
		if _, ok := c.Terminal(); !ok {
			c.WarnText(w.Say)
			continue
		}
		fmt.Fprint(c.Stderr, w.Ask)
		line, err := c.Line()
		if err != nil {
			return err
		}
		if !call.Yes(line) {
			return call.Sentence(w.Refused)
		}
	}
	return nil
}

// create creates the booth and hands over the recovery key. The key's file is claimed before the booth is created, and
// written before the folder counts as one: a key that could not be written down must not exist, nor a booth whose key
// nobody has.
func (k *SetupCmd) create(c *Call, dir string, pack *event.Pack, s data.Setup) (err error) {
	p := k.Paper
	if k.Keys != "" {
		p = call.Paper{} // there is no recovery key to write down
	} else if k.RecoveryOut != "" {
		if k.text, err = c.Claim(k.RecoveryOut, "setup.recoveryout"); err != nil {
			return err
		}
		defer k.text.Drop()
	}
	if k.files, err = c.ClaimPaper(p, "setup.recoveryout"); err != nil {
		return err
	}
	defer k.files.Drop()
	if k.Card != "" {
		if k.card, err = c.ClaimPage(k.Card); err != nil {
			return err
		}
		defer k.card.Drop()
	}
	s.HandOver = func(recovery string, set data.KeySet) error { return k.handOver(c, pack, recovery, set) }
	if err := data.CreateLive(dir, s, data.Options{By: c.By}); err != nil {
		k.text.Withdraw()
		k.files.Withdraw()
		return err
	}
	k.made = nil // from here on its passphrase opens a booth: the file stays whatever else fails
	store, err := data.Open(dir, data.Options{})
	if err != nil {
		return err
	}
	defer store.Close()
	if err := c.KeepPack(store, dir, k.Event, pack); err != nil {
		return c.Fail(err, "setup.nopack", "Dir", dir, "What", err.Error())
	}
	set, err := store.KeySet(c.Ctx)
	if err != nil {
		return err
	}
	key := "setup.done"
	if k.Keys != "" {
		key = "setup.doneshared"
	}
	c.Print(key, "Dir", dir, "Event", pack.ID, "Booth", store.BoothID(), "Words", c.BoothWords(store.BoothID()),
		"Keys", c.KeyLines(set), "Public", filepath.Join(dir, "keys.toml"))
	k.writeCard(c, pack, dir, store.BoothID(), set)
	if k.Kiosk {
		k.openInKiosk(c, dir)
	}
	return store.Close()
}

// openInKiosk has the kiosk of this account open the booth. The booth is there already: what goes wrong is only a warning.
func (k *SetupCmd) openInKiosk(c *Call, dir string) {
	path := kioskfile.Path()
	if err := kioskfile.SetBooth(path, dir); err != nil {
		c.Warn("setup.nokiosk", "Path", path, "What", call.Innermost(err))
		return
	}
	k.kiosk = true
	c.Print("setup.kiosk", "Path", path)
}

// writeCard writes the card that lies beside the booth. The booth is there already, so a disk that fails is only a warning.
func (k *SetupCmd) writeCard(c *Call, pack *event.Pack, dir, booth string, set data.KeySet) {
	if k.card == nil {
		return
	}
	about := call.AboutKey(pack, c.Lang, set)
	at, err := filepath.Abs(dir)
	if err != nil {
		at = dir
	}
	kept := sheet.Kept{About: about, Booth: booth, Folder: at, Contact: pack.Handler.Name.In(event.Lang(c.Lang))}
	if pack.Handler.Phone != "" {
		kept.Contact += "  ·  " + pack.Handler.Phone
	}
	kept.First = k.Keys == ""
	page, err := sheet.Card(c.Printer, kept)
	if err == nil {
		err = k.card.PutPage(about.Made, page)
	}
	if err != nil {
		c.Warn("setup.nocard", "Path", k.Card)
		return
	}
	c.Print("setup.card", "Path", k.Card)
}

// handOver writes the recovery key to its files and reads it back, or shows it once; then it hands over the passphrase
// if it was generated.
func (k *SetupCmd) handOver(c *Call, pack *event.Pack, recovery string, set data.KeySet) error {
	if err := k.files.Write(c.Call, call.AboutKey(pack, c.SheetLang(k.Lang), set), recovery); err != nil {
		return err
	}
	switch {
	case k.text != nil:
		text := c.S("cli.setup.recoverycomment", "Event", pack.ID) + "\n" + recovery + "\n"
		if err := k.text.Put([]byte(text)); err != nil {
			return c.Fail(err, "setup.recoveryout", "Path", k.RecoveryOut)
		}
		c.Print("setup.recoveryfile", "Path", k.RecoveryOut)
	case k.RecoverySheet == "" && k.Split == "":
		c.Show("setup.recovery", "Key", recovery)
	}
	k.made.HandOver(c.Call)
	if k.trial != nil {
		return k.trial(recovery)
	}
	return nil
}
