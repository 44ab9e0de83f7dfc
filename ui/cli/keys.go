package cli

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
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/sheet"
)

// keysCmd looks after the keys that open what a booth keeps.
type keysCmd struct {
	List       keysListCmd       `cmd:"" default:"withargs" help:"${help_keyslist}"`
	Passphrase keysPassphraseCmd `cmd:"" help:"${help_keyspassphrase}"`
	Add        keysAddCmd        `cmd:"" help:"${help_keysadd}"`
	Take       keysTakeCmd       `cmd:"" help:"${help_keystake}"`
	Recover    keysRecoverCmd    `cmd:"" help:"${help_keysrecover}"`
	Sheet      keysSheetCmd      `cmd:"" help:"${help_keyssheet}"`
	Combine    keysCombineCmd    `cmd:"" help:"${help_keyscombine}"`
}

// inWords names a key, or a set of keys, for people: six words in the language of the command.
func (c *call) inWords(fingerprint string) string {
	blank := " "
	if c.Lang == "zh" {
		blank = "·"
	}
	return strings.Join(words.Fingerprint(fingerprint, c.Lang), blank)
}

// role says what a key is.
func (c *call) role(k data.KeyInfo) string {
	if k.Role == data.RoleAdded && k.Name != "" {
		return c.S("cli.keys.role.named", "Name", k.Name)
	}
	return c.S("cli.keys.role." + k.Role)
}

// keysListCmd names the keys. It needs no passphrase.
type keysListCmd struct {
	folder
	JSON bool `name:"json" help:"${help_json}"`
}

func (k *keysListCmd) Run(c *call) error {
	s, _, err := c.open(k.folder)
	if err != nil {
		return err
	}
	defer s.Close()
	set, err := s.KeySet(c.ctx)
	if err != nil {
		return err
	}
	if k.JSON {
		return json.NewEncoder(c.stdout).Encode(struct {
			Set  namedSet   `json:"key_set"`
			Keys []namedKey `json:"keys"`
		}{nameSet(set), nameKeys(set)})
	}
	c.print("keys.set", "N", len(set.Keys), "Serial", set.Serial, "Zh", strings.Join(words.Fingerprint(set.Fingerprint, "zh"), " "),
		"En", strings.Join(words.Fingerprint(set.Fingerprint, "en"), " "), "Fingerprint", set.Fingerprint)
	for _, key := range nameKeys(set) {
		since := ""
		if !key.Since.IsZero() {
			since = key.Since.Local().Format(time.DateOnly)
		}
		c.print("keys.full", "Role", c.role(key.KeyInfo), "Zh", strings.Join(key.Zh, " "), "En", strings.Join(key.En, " "),
			"Fingerprint", key.Fingerprint, "Since", since)
	}
	c.warnSet(set)
	return nil
}

// keysPassphraseCmd changes the passphrase.
type keysPassphraseCmd struct {
	folder
	PassphraseFile    string `placeholder:"F" help:"${help_oldpassphrase}"`
	NewPassphraseFile string `placeholder:"F" help:"${help_newpassphrase}"`
	newPhrase
}

func (k *keysPassphraseCmd) Run(c *call) (err error) {
	s, _, err := c.open(k.folder)
	if err != nil {
		return err
	}
	defer s.Close()
	if s.Mode() == data.ModePractice {
		return c.fail(data.ErrPracticePassphrase, "keys.practice")
	}
	if k.NewPassphraseFile != "" && (k.PassphraseGenerate != "" || k.PassphraseOut != "") {
		return c.wrong("generate.both")
	}
	var old []byte
	if k.PassphraseFile != "" {
		old, err = c.secretFile(k.PassphraseFile)
	} else {
		old, err = c.ask("keys.old")
	}
	if err != nil {
		return err
	}
	m, next, err := k.choose(c, k.NewPassphraseFile)
	defer func() {
		if err != nil {
			m.withdraw()
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
	m.handOver(c)
	m = nil // from here on it is the passphrase, whatever else fails
	if err != nil {
		return c.fail(err, "keys.unconfirmed")
	}
	c.print("keys.changed")
	return s.Close()
}

// keysAddCmd adds a recipient. The desk signs the set anew, so the passphrase is needed.
type keysAddCmd struct {
	folder
	deskKey
	Recipient string `arg:"" help:"${help_recipient}"`
	Name      string `required:"" help:"${help_keyname}"`
}

func (k *keysAddCmd) Run(c *call) error {
	recipient := k.Recipient
	if !strings.HasPrefix(recipient, "age1") && !strings.HasPrefix(strings.ToUpper(recipient), "AGE-") {
		raw, err := c.smallFile(recipient)
		if err != nil {
			return c.fail(err, "keys.norecipient")
		}
		recipient = firstLine(string(raw))
	}
	if _, err := seal.ParseRecipient(recipient); err != nil {
		return c.fail(err, "keys.norecipient")
	}
	s, _, err := c.open(k.folder)
	if err != nil {
		return err
	}
	defer s.Close()
	fingerprint := seal.Fingerprint(strings.TrimSpace(recipient))
	if slices.Contains(s.Fingerprints(), fingerprint) {
		return c.fail(data.ErrKeyKnown, "keys.known", "Words", c.inWords(fingerprint))
	}
	desk, err := k.desk(c, s)
	if errors.Is(err, data.ErrNoKey) {
		return c.fail(err, "keys.addnokey")
	}
	if err != nil {
		return err
	}
	defer desk.Close()
	if err := s.AddRecipient(c.ctx, desk, recipient, k.Name); err != nil {
		return err
	}
	c.print("keys.added", "Name", strings.TrimSpace(k.Name), "Words", c.inWords(fingerprint), "Fingerprint", fingerprint)
	if err := c.printSet(s); err != nil {
		return err
	}
	return s.Close()
}

// firstLine is the first line of a file that is neither empty nor a comment.
func firstLine(text string) string {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			return line
		}
	}
	return ""
}

// keysSheetCmd writes the sheet of a recovery key that is at hand, or splits it.
type keysSheetCmd struct {
	folder
	Identity string `required:"" placeholder:"F" help:"${help_identity}"`
	Out      string `placeholder:"FILE" help:"${help_sheetout}"`
	Split    string `placeholder:"DIR" help:"${help_split}"`
	Lang     string `enum:",zh,en" default:"" placeholder:"zh|en" help:"${help_sheetlang}"`
}

func (k *keysSheetCmd) Run(c *call) error {
	if k.Out == "" && k.Split == "" {
		return c.wrong("sheet.nothing")
	}
	s, dir, err := c.open(k.folder)
	if err != nil {
		return err
	}
	defer s.Close()
	pack, err := c.boothPack(s, dir)
	if err != nil {
		return err
	}
	id, err := unlessEnded(c.ctx, func() (*seal.Identity, error) { return seal.OpenIdentityFile(k.Identity) })
	if err != nil {
		return c.fail(err, "identity", "Path", k.Identity)
	}
	defer id.Close()
	if !slices.Contains(s.Fingerprints(), id.Fingerprint()) {
		return c.fail(nil, "sheet.otherkey", "Path", k.Identity, "Words", c.inWords(id.Fingerprint()))
	}
	set, err := s.KeySet(c.ctx)
	if err != nil {
		return err
	}
	r, err := c.claimPaper(paper{k.Out, k.Split, k.Lang}, "sheet.lost")
	if err != nil {
		return err
	}
	defer r.drop()
	if err := r.write(c, aboutKey(pack, c.sheetLang(k.Lang), set), id.Secret()); err != nil {
		return err
	}
	if err := s.Audit(c.ctx, fmt.Sprintf("recovery sheet or shares written, key %s", id.Fingerprint()), 0); err != nil {
		return err
	}
	return s.Close()
}

// sheetLang is the language of a sheet: as asked for, else the command's.
func (c *call) sheetLang(asked string) string {
	if asked != "" {
		return asked
	}
	return c.Lang
}

// aboutKey says on a sheet which event it is for, and which set of keys.
func aboutKey(pack *event.Pack, lang string, set data.KeySet) sheet.About {
	return sheet.About{Event: pack.Title.In(event.Lang(lang)), ID: pack.ID, Made: time.Now(), Set: set.Fingerprint, Keys: len(set.Keys)}
}

// keysCombineCmd brings a recovery key back from its shares. It needs no booth.
type keysCombineCmd struct {
	Shares []string `arg:"" placeholder:"SHARE" help:"${help_shares}"`
	Out    string   `required:"" placeholder:"FILE" help:"${help_combineout}"`
}

func (k *keysCombineCmd) Run(c *call) error {
	var texts []string
	for _, path := range k.Shares {
		raw, err := c.smallFile(path)
		if err != nil {
			return c.fail(err, "secret.unreadable", "Path", path)
		}
		if _, err := share.Read(string(raw)); err != nil {
			return c.fail(err, "combine.damaged", "Path", path)
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
	out, err := c.claim(k.Out, "combine.out")
	if err != nil {
		return err
	}
	defer out.drop()
	if err := out.put([]byte("# Matchbooth: recovery key, combined from shares. Delete this file when it has done its work.\n" + secret + "\n")); err != nil {
		return c.fail(err, "combine.out", "Path", k.Out)
	}
	c.print("combine.done", "Path", filepath.Clean(k.Out), "Words", c.inWords(id.Fingerprint()), "Fingerprint", id.Fingerprint())
	return nil
}
