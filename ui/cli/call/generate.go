package call

import (
	"matchbooth/data"
	"matchbooth/data/words"
)

// NewPhrase says where a new passphrase comes from: the flags of commands that set one.
type NewPhrase struct {
	PassphraseGenerate string `enum:",zh,en" default:"" placeholder:"zh|en" help:"${help_generate}"`
	PassphraseOut      string `placeholder:"F" help:"${help_passphraseout}"`
	WeakPassphrase     bool   `help:"${help_weakpassphrase}"`
}

// Choose returns a new passphrase that is strong enough: generated, from a file, or asked for. If m is not nil,
// which it can be with an error too, the caller must hand it over or withdraw it.
func (n NewPhrase) Choose(c *Call, file string) (m *Made, next []byte, err error) {
	if m, err = c.Generated(n); err != nil {
		return nil, nil, err
	}
	switch {
	case m != nil:
		return m, []byte(m.phrase), nil
	case file != "":
		if next, err = c.SecretFile(file); err != nil {
			return nil, nil, err
		}
		return nil, next, n.Fit(c, next)
	}
	return n.Ask(c)
}

// Ask asks for a new passphrase until there is a strong one, or any if the flags allow it. Enter draws one, and after a weak
// one takes the better one that is offered.
func (n NewPhrase) Ask(c *Call) (m *Made, next []byte, err error) {
	offered := &Made{}
	offered.phrase, offered.bits = words.Passphrase(c.Lang)
	next, err = c.Ask("setup.offer")
	for {
		switch {
		case err != nil:
			return nil, nil, err
		case len(next) == 0:
			return offered, []byte(offered.phrase), nil
		}
		if n.WeakPassphrase || !words.Weak(string(next)) {
			break
		}
		next, err = c.offerPhrase(offered.phrase)
	}
	if next, err = c.Again(next); err != nil {
		return nil, nil, err
	}
	return nil, next, n.Fit(c, next)
}

// Fit refuses a chosen passphrase that is easy to guess, or only warns if the flags allow one.
func (n NewPhrase) Fit(c *Call, phrase []byte) error {
	switch {
	case !words.Weak(string(phrase)):
	case n.WeakPassphrase:
		c.Warn("setup.weaktaken")
	default:
		return c.Fail(data.ErrWeakPassphrase, "setup.weak")
	}
	return nil
}

// Made is a passphrase that the program generated, to be handed over once.
type Made struct {
	phrase string
	bits   float64
	out    *NewFile
}

// Generated generates a passphrase if the flags ask for one, and writes it to its file; it returns nil if they do not.
func (c *Call) Generated(n NewPhrase) (*Made, error) {
	if n.PassphraseGenerate == "" && n.PassphraseOut == "" {
		return nil, nil
	}
	lang := n.PassphraseGenerate
	if lang == "" {
		lang = c.Lang
	}
	m := &Made{}
	m.phrase, m.bits = words.Passphrase(lang)
	if n.PassphraseOut == "" {
		return m, nil
	}
	var err error
	if m.out, err = c.Claim(n.PassphraseOut, "setup.passphraseout"); err != nil {
		return nil, err
	}
	if err := m.out.Put([]byte(m.phrase + "\n")); err != nil {
		m.out.Withdraw()
		return nil, c.Fail(err, "setup.passphraseout", "Path", n.PassphraseOut)
	}
	return m, nil
}

// Secret returns the passphrase; nil if none was generated.
func (m *Made) Secret() []byte {
	if m == nil {
		return nil
	}
	return []byte(m.phrase)
}

// Withdraw removes the file: the passphrase never came to open anything.
func (m *Made) Withdraw() {
	if m != nil {
		m.out.Withdraw()
	}
}

// HandOver shows the passphrase once, or says which file it is in.
func (m *Made) HandOver(c *Call) {
	switch {
	case m == nil:
	case m.out != nil:
		c.Print("generated.file", "Path", m.out.path, "Bits", int(m.bits))
	default:
		c.Show("generated.shown", "Phrase", m.phrase, "Bits", int(m.bits), "Normal", words.Normal(m.phrase))
	}
}
