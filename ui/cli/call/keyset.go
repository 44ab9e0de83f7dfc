package call

import (
	"path/filepath"
	"strings"
	"time"

	"matchbooth/data"
	"matchbooth/data/words"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/sheet"
)

// NamedKey is a key as it is listed.
type NamedKey struct {
	data.KeyInfo
	Zh []string `json:"zh"` // its fingerprint in words, here and in En
	En []string `json:"en"`
}

// NameKeys lists the keys of a set with their words.
func NameKeys(set data.KeySet) (out []NamedKey) {
	for _, k := range set.Keys {
		out = append(out, NamedKey{k, words.Fingerprint(k.Fingerprint, "zh"), words.Fingerprint(k.Fingerprint, "en")})
	}
	return out
}

// NamedSet is the whole set as it is listed, with its fingerprint in words.
type NamedSet struct {
	data.KeySet
	Count int      `json:"count"`
	Zh    []string `json:"zh"`
	En    []string `json:"en"`
}

// NameSet adds the number of keys and the words of its fingerprint to a set.
func NameSet(set data.KeySet) NamedSet {
	return NamedSet{set, len(set.Keys), words.Fingerprint(set.Fingerprint, "zh"), words.Fingerprint(set.Fingerprint, "en")}
}

// KeyLines returns the words of the whole set, and then its keys, one a line.
func (c *Call) KeyLines(set data.KeySet) string {
	lines := []string{c.SetLine(set)}
	for _, k := range set.Keys {
		lines = append(lines, c.S("cli.keys.line", "Role", c.Role(k), "Words", c.InWords(k.Fingerprint), "Fingerprint", k.Fingerprint))
	}
	return strings.Join(lines, "\n")
}

// SetLine describes the whole set in one line: how many keys, its words, its fingerprint.
func (c *Call) SetLine(set data.KeySet) string {
	return c.S("cli.keys.setline", "N", len(set.Keys), "Words", c.InWords(set.Fingerprint), "Fingerprint", set.Fingerprint)
}

// PrintSet prints the words that the paper and the booth show from now on.
func (c *Call) PrintSet(s *data.Store) error {
	set, err := s.KeySet(c.Ctx)
	if err != nil {
		return err
	}
	c.Print("keys.now", "Set", c.SetLine(set))
	return nil
}

// WarnSet warns of what is wrong with a set.
func (c *Call) WarnSet(set data.KeySet) {
	switch {
	case set.Fault != "":
		c.Warn("keys.fault", "What", c.Retold(set.Fault))
	case !set.Signed:
		c.Warn("keys.unsigned")
	}
}

// Expected is the flag by which a person confirms having compared the words of a set.
type Expected struct {
	Expect string `placeholder:"WORDS" help:"${help_expect}"`
}

// Compare shows the six words of a set and how many keys it has, and requires a confirmation: by --expect, or by a yes
// at the terminal. Only a person can know whether it is the event's set.
func (e Expected) Compare(c *Call, path string, set data.KeySet) error {
	c.Note("keys.compare", "Path", filepath.Base(path), "N", len(set.Keys), "Words", c.InWords(set.Fingerprint), "Fingerprint", set.Fingerprint)
	for _, k := range set.Keys {
		c.Note("keys.comparekey", "Role", c.Role(k), "Words", c.InWords(k.Fingerprint))
	}
	if !set.Signed {
		c.Warn("keys.fileunsigned", "Path", filepath.Base(path))
	}
	switch {
	case e.Expect != "" && words.Names(e.Expect, set.Fingerprint):
		return nil
	case e.Expect != "":
		return c.Fail(nil, "keys.otherwords", "Path", path)
	}
	if _, ok := c.Terminal(); !ok {
		return c.Fail(nil, "keys.expect")
	}
	if !c.Confirm("keys.ask") {
		return c.Fail(nil, "keys.notconfirmed", "Path", path)
	}
	return nil
}

// InWords returns the fingerprint of a key, or of a set of keys, for people: six words in the language of the command.
func (c *Call) InWords(fingerprint string) string {
	return c.six(words.Fingerprint(fingerprint, c.Lang))
}

// BoothWords returns a booth's id in six words, as its own screen and status show them.
func (c *Call) BoothWords(id string) string { return c.six(words.Booth(id, c.Lang)) }

func (c *Call) six(list []string) string {
	if c.Lang == "zh" {
		return strings.Join(list, "·")
	}
	return strings.Join(list, " ")
}

// Role returns what a key is for, or the name of an added one.
func (c *Call) Role(k data.KeyInfo) string {
	if k.Role == data.RoleAdded && k.Name != "" {
		return c.S("cli.keys.role.named", "Name", k.Name)
	}
	return c.S("cli.keys.role." + k.Role)
}

// FirstLine returns the first line of a text that is neither empty nor a comment.
func FirstLine(text string) string {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			return line
		}
	}
	return ""
}

// SheetLang returns the language of a sheet: the one asked for, else the command's.
func (c *Call) SheetLang(asked string) string {
	if asked != "" {
		return asked
	}
	return c.Lang
}

// AboutKey returns what a sheet says about its event and its set of keys.
func AboutKey(pack *event.Pack, lang string, set data.KeySet) sheet.About {
	return sheet.About{Event: pack.Title.In(event.Lang(lang)), ID: pack.ID, Made: time.Now(), Set: set.Fingerprint, Keys: len(set.Keys)}
}
