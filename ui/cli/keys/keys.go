package keys

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"matchbooth/data"
	"matchbooth/data/seal"
	"matchbooth/data/share"
	"matchbooth/data/words"
	"matchbooth/ui/cli/call"
)

// KeysCmd manages the keys that open what a booth stores.
type KeysCmd struct {
	List       keysListCmd       `cmd:"" default:"withargs" help:"${help_keyslist}"`
	Passphrase keysPassphraseCmd `cmd:"" help:"${help_keyspassphrase}"`
	Add        keysAddCmd        `cmd:"" help:"${help_keysadd}"`
	Take       keysTakeCmd       `cmd:"" help:"${help_keystake}"`
	Recover    keysRecoverCmd    `cmd:"" help:"${help_keysrecover}"`
	Sheet      keysSheetCmd      `cmd:"" help:"${help_keyssheet}"`
	Combine    keysCombineCmd    `cmd:"" help:"${help_keyscombine}"`
}

// keysListCmd lists the keys. It needs no passphrase.
type keysListCmd struct {
	call.Folder
	call.Spoken
	JSON bool `name:"json" help:"${help_json}"`
}

func (k *keysListCmd) Run(c *Call) error {
	s, _, err := c.Open(k.Folder)
	if err != nil {
		return err
	}
	defer s.Close()
	set, err := s.KeySet(c.Ctx)
	if err != nil {
		return err
	}
	if k.JSON {
		return json.NewEncoder(c.Stdout).Encode(struct {
			Set  call.NamedSet   `json:"key_set"`
			Keys []call.NamedKey `json:"keys"`
		}{call.NameSet(set), call.NameKeys(set)})
	}
	c.Print("keys.set", "N", len(set.Keys), "Serial", set.Serial, "Zh", strings.Join(words.Fingerprint(set.Fingerprint, "zh"), " "),
		"En", strings.Join(words.Fingerprint(set.Fingerprint, "en"), " "), "Fingerprint", set.Fingerprint)
	for _, key := range call.NameKeys(set) {
		since := ""
		if !key.Since.IsZero() {
			since = key.Since.Local().Format(time.DateOnly)
		}
		c.Print("keys.full", "Role", c.Role(key.KeyInfo), "Zh", strings.Join(key.Zh, " "), "En", strings.Join(key.En, " "),
			"Fingerprint", key.Fingerprint, "Since", since)
	}
	c.WarnSet(set)
	return nil
}

// keysPassphraseCmd changes the passphrase.
type keysPassphraseCmd struct {
	call.Folder
	call.Spoken
	PassphraseFile    string `placeholder:"F" help:"${help_oldpassphrase}"`
	NewPassphraseFile string `placeholder:"F" help:"${help_newpassphrase}"`
	call.NewPhrase
}

func (k *keysPassphraseCmd) Run(c *Call) (err error) {
	s, _, err := c.Open(k.Folder)
	if err != nil {
		return err
	}
	defer s.Close()
	if s.Mode() == data.ModePractice {
		return c.Fail(data.ErrPracticePassphrase, "keys.practice")
	}
	if k.NewPassphraseFile != "" && (k.PassphraseGenerate != "" || k.PassphraseOut != "") {
		return c.Wrong("generate.both")
	}
	var old []byte
	if k.PassphraseFile != "" {
		old, err = c.SecretFile(k.PassphraseFile)
	} else {
		old, err = c.Ask("keys.old")
	}
	if err != nil {
		return err
	}
	m, next, err := k.Choose(c.Call, k.NewPassphraseFile)
	defer func() {
		if err != nil {
			m.Withdraw()
		}
	}()
	if err != nil {
		return err
	}
	if k.WeakPassphrase {
		err = s.ChangeToWeakPassphrase(old, next)
	} else {
		err = s.ChangePassphrase(old, next)
	}
	if err != nil && !errors.Is(err, data.ErrChanged) {
		return err
	}
	m.HandOver(c.Call)
	m = nil // from here on it is the passphrase: do not withdraw it, whatever else fails
	if err != nil {
		return c.Fail(err, "keys.unconfirmed")
	}
	c.Print("keys.changed")
	return s.Close()
}

// keysAddCmd adds a recipient. The desk signs the new set, so the passphrase is needed.
type keysAddCmd struct {
	call.Folder
	call.Spoken
	call.DeskKey
	Recipient string `arg:"" help:"${help_recipient}"`
	Name      string `required:"" help:"${help_keyname}"`
}

func (k *keysAddCmd) Run(c *Call) error {
	recipient := k.Recipient
	if !strings.HasPrefix(recipient, "age1") && !strings.HasPrefix(strings.ToUpper(recipient), "AGE-") {
		raw, err := c.SmallFile(recipient)
		if err != nil {
			return c.Fail(err, "keys.norecipient")
		}
		recipient = call.FirstLine(string(raw))
	}
	if _, err := seal.ParseRecipient(recipient); err != nil {
		return c.Fail(err, "keys.norecipient")
	}
	s, _, err := c.Open(k.Folder)
	if err != nil {
		return err
	}
	defer s.Close()
	fingerprint := seal.Fingerprint(strings.TrimSpace(recipient))
	if slices.Contains(s.Fingerprints(), fingerprint) {
		return c.Fail(data.ErrKeyKnown, "keys.known", "Words", c.InWords(fingerprint))
	}
	desk, err := k.Desk(c.Call, s)
	if errors.Is(err, data.ErrNoKey) {
		return c.Fail(err, "keys.addnokey")
	}
	if err != nil {
		return err
	}
	defer desk.Close()
	if err := s.AddRecipient(c.Ctx, desk, recipient, k.Name); err != nil {
		return err
	}
	c.Print("keys.added", "Name", strings.TrimSpace(k.Name), "Words", c.InWords(fingerprint), "Fingerprint", fingerprint)
	if err := c.PrintSet(s); err != nil {
		return err
	}
	return s.Close()
}

// keysSheetCmd writes the sheet of an existing recovery key, or splits the key.
type keysSheetCmd struct {
	call.Folder
	Identity string `required:"" placeholder:"F" help:"${help_identity}"`
	Out      string `placeholder:"FILE" help:"${help_sheetout}"`
	Split    string `placeholder:"DIR" help:"${help_split}"`
	Lang     string `enum:",zh,en" default:"" placeholder:"zh|en" help:"${help_sheetlang}"`
}

func (k *keysSheetCmd) Run(c *Call) error {
	if k.Out == "" && k.Split == "" {
		return c.Wrong("sheet.nothing")
	}
	s, dir, err := c.Open(k.Folder)
	if err != nil {
		return err
	}
	defer s.Close()
	pack, err := c.BoothPack(s, dir)
	if err != nil {
		return err
	}
	id, err := call.UnlessEnded(c.Ctx, func() (*seal.Identity, error) { return seal.OpenIdentityFile(k.Identity) })
	if err != nil {
		return c.BadKey(err, k.Identity)
	}
	defer id.Close()
	if !slices.Contains(s.Fingerprints(), id.Fingerprint()) {
		return c.Fail(nil, "sheet.otherkey", "Path", k.Identity, "Words", c.InWords(id.Fingerprint()))
	}
	set, err := s.KeySet(c.Ctx)
	if err != nil {
		return err
	}
	r, err := c.ClaimPaper(call.Paper{RecoverySheet: k.Out, Split: k.Split, Lang: k.Lang}, "sheet.lost")
	if err != nil {
		return err
	}
	defer r.Drop()
	if err := r.Write(c.Call, call.AboutKey(pack, c.SheetLang(k.Lang), set), id.Secret()); err != nil {
		return err
	}
	if err := s.Audit(c.Ctx, fmt.Sprintf("recovery sheet or shares written, key %s", id.Fingerprint()), 0); err != nil {
		return err
	}
	return s.Close()
}

// keysCombineCmd restores a recovery key from its shares. It needs no booth.
type keysCombineCmd struct {
	call.Spoken
	Shares []string `arg:"" placeholder:"SHARE" help:"${help_shares}"`
	Out    string   `required:"" placeholder:"FILE" help:"${help_combineout}"`
}

func (k *keysCombineCmd) Run(c *Call) error {
	var texts []string
	for _, path := range k.Shares {
		raw, err := c.SmallFile(path)
		if err != nil {
			return c.Fail(err, "secret.unreadable", "Path", path)
		}
		if _, err := share.Read(string(raw)); err != nil {
			return c.BadShare(err, path)
		}
		texts = append(texts, string(raw))
	}
	secret, err := share.Combine(texts)
	if err != nil {
		return err
	}
	id, err := seal.ParseIdentity(secret)
	if err != nil {
		return err
	}
	defer id.Close()
	out, err := c.Claim(k.Out, "combine.out")
	if err != nil {
		return err
	}
	defer out.Drop()
	if err := out.Put([]byte("# Matchbooth: recovery key, combined from shares. Delete this file when it has done its work.\n" + secret + "\n")); err != nil {
		return c.Fail(err, "combine.out", "Path", k.Out)
	}
	c.Print("combine.done", "Path", filepath.Clean(k.Out), "Words", c.InWords(id.Fingerprint()), "Fingerprint", id.Fingerprint())
	return nil
}
