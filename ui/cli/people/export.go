package people

import (
	"errors"
	"io"
	"os"
	"strings"
	"time"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/export"
	"matchbooth/data/seal"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/work/handover"
)

// ExportCmd writes the sign-ups to a new file.
type ExportCmd struct {
	call.Folder
	Format         string   `required:"" enum:"xlsx,csv,vcf,json" placeholder:"xlsx|csv|vcf|json" help:"${help_format}"`
	Out            string   `required:"" placeholder:"FILE" help:"${help_out}"`
	For            string   `enum:"us,registry" default:"us" placeholder:"us|registry" help:"${help_for}"`
	Code           string   `placeholder:"CODE" help:"${help_export_code}"`
	Person         string   `placeholder:"ID" help:"${help_person}"`
	New            bool     `help:"${help_export_new}"`
	Lang           string   `enum:",zh,en" default:"" placeholder:"zh|en" help:"${help_export_lang}"`
	To             []string `placeholder:"RECIPIENT" sep:"none" help:"${help_to}"`
	PasswordOut    string   `placeholder:"FILE" help:"${help_password_out}"`
	PassphraseFile string   `xor:"key" placeholder:"F" help:"${help_passphrase}"`
	EventKey       string   `name:"event-key" xor:"file" placeholder:"FILE" help:"${help_eventkey}"`
	Identity       string   `xor:"key,file" placeholder:"F" help:"${help_identity}"`
}

func (k *ExportCmd) Run(c *Call) (err error) {
	if k.PasswordOut != "" && k.Format != "xlsx" {
		return c.Wrong("export.password.format", "Format", k.Format)
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
	if err := c.Outside(k.Out); err != nil {
		return err
	}
	if _, err := os.Lstat(k.Out); err == nil {
		return c.Fail(export.ErrExists, "out.exists", "What", k.Out)
	}
	if len(k.To) > 0 {
		if _, err := seal.WrapTo(io.Discard, k.To...); err != nil {
			return c.Fail(err, "export.recipient")
		}
	}
	if k.Lang == "" {
		k.Lang = handover.Lang(s)
	}
	key, err := c.Opener(s, k.PassphraseFile, k.EventKey, k.Identity)
	if err != nil {
		return err
	}
	defer key.Close()
	from := handover.Opened{Key: key}
	if from.Records, from.Faults, err = s.Records(c.Ctx, key, c.Progress("export.opening")); err != nil {
		return err
	}
	if from.Ends, err = s.Ends(c.Ctx, from.Records, time.Now()); err != nil {
		return err
	}
	one, err := k.one(c, from)
	if err != nil {
		return err
	}
	password, err := k.password(c)
	if err != nil {
		return err
	}
	done, err := handover.Write(c.Ctx, s, from, handover.Order{
		Pack: pack, Lang: k.Lang, Format: k.Format, For: k.For, Person: one, New: k.New, Path: k.Out, To: k.To, Phrase: string(password.Secret()), Data: dir,
		Begin: func() (func(), error) { return call.ToItsEnd(), nil }, Progress: c.Progress("export.writing"),
	})
	if err != nil {
		password.Withdraw() // it opens nothing
	}
	var other handover.OtherKey
	if errors.As(err, &other) {
		return c.Fail(nil, "export.otherkey", "N", other.Lines, "Words", c.InWords(other.Fingerprint))
	}
	switch {
	case errors.Is(err, handover.ErrNothing) && one != "" && !k.New:
		return c.Fail(err, "export.refused", "Code", k.Code)
	case errors.Is(err, handover.ErrNothing):
		return c.Fail(err, "export.nothing")
	case err != nil:
		return err
	}
	c.Print("export.done", "Path", done.Path, "N", done.Rows, "SHA256", done.SHA256)
	if password != nil {
		password.HandOver(c.Call)
		c.Print("export.password", "Path", done.Path)
	}
	c.Print("export.openedwith", "Words", c.InWords(key.Fingerprint()), "Fingerprint", key.Fingerprint())
	for _, to := range k.To {
		f := seal.Fingerprint(strings.TrimSpace(to))
		c.Print("export.wrappedfor", "Words", c.InWords(f), "Fingerprint", f)
	}
	if done.Erased != "" {
		c.Print("export.erased", "Path", done.Erased, "N", done.Gone)
	}
	if done.Unread > 0 {
		c.Warn("export.unread", "N", done.Unread)
	}
	c.nameLong(k.Format, export.LongSheet(k.Lang), done.Long)
	missing := 0
	for _, f := range from.Faults {
		c.Warn("export.fault", "Entry", f.Entry, "What", c.Retold(f.What))
		if !f.Aside() {
			missing++
		}
	}
	if missing > 0 {
		return c.Fail(nil, "export.incomplete", "N", missing)
	}
	return s.Close()
}

// one returns who is meant by --code: "" where everybody is.
func (k *ExportCmd) one(c *Call, from handover.Opened) (person string, err error) {
	if k.Code == "" {
		if k.Person != "" {
			return "", c.Wrong("export.person")
		}
		return "", nil
	}
	code, err := entry.ParseReceiptCode(k.Code)
	if err != nil {
		return "", c.Fail(err, "code.malformed")
	}
	ids := from.WithCode(code, k.Person)
	switch len(ids) {
	case 0:
		return "", c.Fail(data.ErrCodeUnknown, "desk.nobody", "Code", code.String())
	case 1:
		return ids[0], nil
	}
	return "", c.Fail(data.ErrCodeAmbiguous, "desk.ambiguous", "Code", code.String(), "IDs", c.Names(ids))
}

// longNamed is how many long values are named one by one at most.
const longNamed = 20

// nameLong names the values that a spreadsheet does not show in one cell, and where they are complete.
func (c *Call) nameLong(format, sheet string, all []export.Long) {
	for i, l := range all {
		if i == longNamed {
			c.Warn("export.longmore", "N", len(all)-longNamed)
			return
		}
		c.Warn("export.long."+format, "Code", l.Code, "Column", l.Column, "Units", l.Units, "Sheet", sheet)
	}
}

// password makes the passphrase of the workbook and writes it to its file; nil if none is wanted. It is in English
// whatever the language: where a spreadsheet asks for it, no input method can be used.
func (k *ExportCmd) password(c *Call) (*call.Made, error) {
	if k.PasswordOut == "" {
		return nil, nil
	}
	return c.Generated(call.NewPhrase{PassphraseGenerate: "en", PassphraseOut: k.PasswordOut})
}
