package booth

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"

	"matchbooth/data"
	"matchbooth/kiosk/event"
	"matchbooth/ui/cli/call"
)

// SetupCmd makes a live booth.
type SetupCmd struct {
	call.Folder
	Event          string `required:"" placeholder:"PACK" help:"${help_event}"`
	PassphraseFile string `placeholder:"F" help:"${help_passphrase}"`
	PinFile        string `placeholder:"F" help:"${help_pin}"`
	RecoveryOut    string `placeholder:"F" help:"${help_recovery}"`
	Keys           string `placeholder:"F" help:"${help_keys}"`
	call.Expected
	call.NewPhrase
	call.Paper

	made  *call.Made    // the passphrase, if the program generated it
	text  *call.NewFile // for the recovery key
	files *call.Ready   // for it too
}

// pinForm is the form of a PIN: it is typed on a number pad.
var pinForm = regexp.MustCompile(`^[0-9]{4,12}$`)

func (k *SetupCmd) Run(c *Call) (err error) {
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
	if bad := pack.CheckPictures(); len(bad) > 0 {
		return c.Fail(nil, "pack.bad", "Path", k.Event, "First", bad[0].String(), "N", len(bad))
	}
	if err := c.mayGoLive(pack); err != nil {
		return err
	}
	s := data.Setup{Event: pack.ID, EventDigest: pack.Digest, RetentionDays: pack.Handler.RetentionDays, From: call.DaysOf(pack).From, To: call.DaysOf(pack).To}
	if k.Keys != "" {
		keys, err := c.SmallFile(k.Keys)
		if err != nil {
			return c.Fail(err, "setup.keys", "Path", k.Keys)
		}
		set, err := data.ReadKeySet(string(keys))
		if err != nil {
			return c.Fail(err, "keys.badfile", "Path", k.Keys)
		}
		if err := k.Compare(c.Call, k.Keys, set); err != nil {
			return err
		}
		s.SharedKeys = string(keys)
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
	pin, err := c.NewSecret(k.PinFile, "setup.pin")
	if err != nil {
		return err
	}
	if s.PIN = string(pin); !pinForm.MatchString(s.PIN) {
		return c.Fail(nil, "setup.badpin")
	}
	return k.create(c, dir, pack, s)
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
	first, err := c.Ask("setup.offer")
	if err != nil {
		return nil, err
	}
	if len(first) > 0 {
		return c.Again(first)
	}
	k.made, err = c.Generated(call.NewPhrase{PassphraseGenerate: c.Lang})
	return k.made.Secret(), err
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

// mayGoLive refuses a pack that is not ready for real people, and asks for the
// permission of named donors if there is somebody to ask.
func (c *Call) mayGoLive(p *event.Pack) error {
	if p.Practice {
		return c.Fail(nil, "setup.practicepack")
	}
	if open := p.Placeholders(); len(open) > 0 {
		return c.Fail(nil, "setup.placeholders", "N", len(open), "First", open[0])
	}
	for _, s := range p.Stories {
		if s.Permission {
			continue
		}
		name := s.Name.In(event.Lang(c.Lang))
		if _, ok := c.Terminal(); !ok {
			c.Warn("setup.permission", "Story", s.ID, "Name", name)
			continue
		}
		fmt.Fprint(c.Stderr, c.S("cli.setup.askpermission", "Name", name))
		switch strings.ToLower(strings.TrimSpace(c.ReadLine())) {
		case "y", "yes", "是":
		default:
			return c.Fail(nil, "setup.nopermission", "Story", s.ID, "Name", name)
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
	c.Print(key, "Dir", dir, "Event", pack.ID, "Booth", store.BoothID(), "Keys", c.KeyLines(set),
		"Public", filepath.Join(dir, "keys.toml"))
	return store.Close()
}

// handOver writes the recovery key to its files and reads it back, or shows it once; then it hands over the passphrase
// if it was generated.
func (k *SetupCmd) handOver(c *Call, pack *event.Pack, recovery string, set data.KeySet) error {
	if err := k.files.Write(c.Call, call.AboutKey(pack, c.SheetLang(k.Lang), set), recovery); err != nil {
		return err
	}
	switch {
	case k.text != nil:
		text := fmt.Sprintf("# Matchbooth: recovery key of the event %s. Opens every sign-up. Keep it apart from the booth.\n%s\n", pack.ID, recovery)
		if err := k.text.Put([]byte(text)); err != nil {
			return c.Fail(err, "setup.recoveryout", "Path", k.RecoveryOut)
		}
		c.Print("setup.recoveryfile", "Path", k.RecoveryOut)
	case k.RecoverySheet == "" && k.Split == "":
		c.Show("setup.recovery", "Key", recovery)
	}
	k.made.HandOver(c.Call)
	return nil
}
