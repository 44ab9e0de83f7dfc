package cli

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"

	"matchbooth/data"
	"matchbooth/kiosk/event"
)

// setupCmd makes a live booth.
type setupCmd struct {
	folder
	Event          string `required:"" placeholder:"PACK" help:"${help_event}"`
	PassphraseFile string `placeholder:"F" help:"${help_passphrase}"`
	PinFile        string `placeholder:"F" help:"${help_pin}"`
	RecoveryOut    string `placeholder:"F" help:"${help_recovery}"`
	Keys           string `placeholder:"F" help:"${help_keys}"`
	expected
	newPhrase
	paper

	made  *made    // the passphrase, where the program made it
	text  *newFile // for the recovery key
	files *ready   // for it as well
}

// pinForm is what a PIN looks like: it is typed on a number pad.
var pinForm = regexp.MustCompile(`^[0-9]{4,12}$`)

func (k *setupCmd) Run(c *call) (err error) {
	dir, err := k.dir()
	if err != nil {
		return err
	}
	if err := c.mayBecomeLive(dir); err != nil {
		return err
	}
	pack, err := c.loadPack(k.Event)
	if err != nil {
		return err
	}
	if err := c.mayGoLive(pack); err != nil {
		return err
	}
	s := data.Setup{Event: pack.ID, EventDigest: pack.Digest, RetentionDays: pack.Handler.RetentionDays, From: daysOf(pack).from, To: daysOf(pack).to}
	if k.Keys != "" {
		keys, err := c.smallFile(k.Keys)
		if err != nil {
			return c.fail(err, "setup.keys", "Path", k.Keys)
		}
		set, err := data.ReadKeySet(string(keys))
		if err != nil {
			return c.fail(err, "keys.badfile", "Path", k.Keys)
		}
		if err := k.compare(c, k.Keys, set); err != nil {
			return err
		}
		s.SharedKeys = string(keys)
	} else if k.Expect != "" {
		return c.wrong("keys.expectwhat")
	} else if s.Passphrase, err = k.passphrase(c); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			k.made.withdraw()
		}
	}()
	if k.Keys == "" {
		if err := k.fit(c, s.Passphrase); err != nil {
			return err
		}
		s.WeakPassphrase = k.WeakPassphrase
	}
	pin, err := c.newSecret(k.PinFile, "setup.pin")
	if err != nil {
		return err
	}
	if s.PIN = string(pin); !pinForm.MatchString(s.PIN) {
		return c.fail(nil, "setup.badpin")
	}
	return k.create(c, dir, pack, s)
}

// passphrase takes the new passphrase from its file, has one made, or asks; who types nothing gets one made.
func (k *setupCmd) passphrase(c *call) (_ []byte, err error) {
	if k.PassphraseFile != "" {
		if k.PassphraseGenerate != "" || k.PassphraseOut != "" {
			return nil, c.wrong("generate.both")
		}
		return c.secretFile(k.PassphraseFile)
	}
	if k.made, err = c.generated(k.newPhrase); err != nil || k.made != nil {
		return k.made.secret(), err
	}
	first, err := c.ask("setup.offer")
	if err != nil {
		return nil, err
	}
	if len(first) > 0 {
		return c.again(first)
	}
	k.made, err = c.generated(newPhrase{PassphraseGenerate: c.Lang})
	return k.made.secret(), err
}

// mayBecomeLive refuses a folder in which something is already.
func (c *call) mayBecomeLive(dir string) error {
	state, err := data.IsBooth(dir)
	switch {
	case err != nil:
		return err
	case state == data.Foreign:
		return c.fail(data.ErrNotBooth, "foreign", "Dir", dir)
	case state != data.Booth:
		return nil
	}
	s, err := data.Open(dir, data.Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	if s.Mode() == "practice" {
		return c.fail(nil, "setup.practice", "Dir", dir)
	}
	return c.fail(nil, "setup.already", "Dir", dir)
}

// mayGoLive refuses a pack that is not ready for real people, and asks for the
// permission of named donors where there is somebody to ask.
func (c *call) mayGoLive(p *event.Pack) error {
	if p.Practice {
		return c.fail(nil, "setup.practicepack")
	}
	if open := p.Placeholders(); len(open) > 0 {
		return c.fail(nil, "setup.placeholders", "N", len(open), "First", open[0])
	}
	for _, s := range p.Stories {
		if s.Permission {
			continue
		}
		name := s.Name.In(event.Lang(c.Lang))
		if _, ok := c.terminal(); !ok {
			c.warn("setup.permission", "Story", s.ID, "Name", name)
			continue
		}
		fmt.Fprint(c.stderr, c.S("cli.setup.askpermission", "Name", name))
		switch strings.ToLower(strings.TrimSpace(c.readLine())) {
		case "y", "yes", "是":
		default:
			return c.fail(nil, "setup.nopermission", "Story", s.ID, "Name", name)
		}
	}
	return nil
}

// newSecret reads a new secret from a file or asks for it twice.
func (c *call) newSecret(path, key string) ([]byte, error) {
	if path != "" {
		return c.secretFile(path)
	}
	return c.askNew(key)
}

// create makes the booth and hands over the recovery key. Its file is claimed before the booth is made, and written before
// the folder counts as one: a key that could not be written down must not exist, nor a booth whose key nobody has.
func (k *setupCmd) create(c *call, dir string, pack *event.Pack, s data.Setup) (err error) {
	p := k.paper
	if k.Keys != "" {
		p = paper{} // there is no recovery key to write down
	} else if k.RecoveryOut != "" {
		if k.text, err = c.claim(k.RecoveryOut, "setup.recoveryout"); err != nil {
			return err
		}
		defer k.text.drop()
	}
	if k.files, err = c.claimPaper(p, "setup.recoveryout"); err != nil {
		return err
	}
	defer k.files.drop()
	s.HandOver = func(recovery string, set data.KeySet) error { return k.handOver(c, pack, recovery, set) }
	if err := data.CreateLive(dir, s, data.Options{By: c.by}); err != nil {
		k.text.withdraw()
		k.files.withdraw()
		return err
	}
	k.made = nil // its passphrase opens a booth from here on: the file stays whatever else fails
	store, err := data.Open(dir, data.Options{})
	if err != nil {
		return err
	}
	defer store.Close()
	if err := c.keepPack(store, dir, k.Event, pack); err != nil {
		return c.fail(err, "setup.nopack", "Dir", dir, "What", err.Error())
	}
	set, err := store.KeySet(c.ctx)
	if err != nil {
		return err
	}
	key := "setup.done"
	if k.Keys != "" {
		key = "setup.doneshared"
	}
	c.print(key, "Dir", dir, "Event", pack.ID, "Booth", store.BoothID(), "Keys", c.keyLines(set),
		"Public", filepath.Join(dir, "keys.toml"))
	return store.Close()
}

// handOver writes the recovery key to its files, read back, or shows it once; then the passphrase, where it was made.
func (k *setupCmd) handOver(c *call, pack *event.Pack, recovery string, set data.KeySet) error {
	if err := k.files.write(c, aboutKey(pack, c.sheetLang(k.Lang), set), recovery); err != nil {
		return err
	}
	switch {
	case k.text != nil:
		text := fmt.Sprintf("# Matchbooth: recovery key of the event %s. Opens every sign-up. Keep it apart from the booth.\n%s\n", pack.ID, recovery)
		if err := k.text.put([]byte(text)); err != nil {
			return c.fail(err, "setup.recoveryout", "Path", k.RecoveryOut)
		}
		c.print("setup.recoveryfile", "Path", k.RecoveryOut)
	case k.RecoverySheet == "" && k.Split == "":
		c.show("setup.recovery", "Key", recovery)
	}
	k.made.handOver(c)
	return nil
}
