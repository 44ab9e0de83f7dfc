package call

import (
	"matchbooth/data"
	"matchbooth/data/words"
)

// NewPhrase says where a new passphrase comes from: flags of the commands that set one.
type NewPhrase struct {
	PassphraseGenerate string `enum:",zh,en" default:"" placeholder:"zh|en" help:"${help_generate}"`
	PassphraseOut      string `placeholder:"F" help:"${help_passphraseout}"`
	WeakPassphrase     bool   `help:"${help_weakpassphrase}"`
}

// Choose takes a new passphrase that fits: drawn, from a file, or asked for. The drawn one's paper is the caller's, to hand
// over or to withdraw, with an error too.
func (n NewPhrase) Choose(c *Call, file string) (m *Made, next []byte, err error) {
	if m, err = c.Generated(n); err != nil {
		return nil, nil, err
	}
	if m != nil {
		next = []byte(m.phrase)
	} else if next, err = c.NewSecret(file, "setup.passphrase"); err != nil {
		return nil, nil, err
	}
	return m, next, n.Fit(c, next)
}

// Fit refuses a chosen passphrase that is easy to guess, or warns where it was asked for all the same.
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

// Made is a passphrase that the program made, to be handed over once.
type Made struct {
	phrase string
	bits   float64
	out    *NewFile
}

// Generated makes a passphrase where the flags ask for one, and writes it to its file; nil where they do not.
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

// Secret is the passphrase; nil where none was made.
func (m *Made) Secret() []byte {
	if m == nil {
		return nil
	}
	return []byte(m.phrase)
}

// Withdraw takes the file back: the passphrase came to open nothing.
func (m *Made) Withdraw() {
	if m != nil {
		m.out.Withdraw()
	}
}

// HandOver shows the passphrase once, or says where it stands.
func (m *Made) HandOver(c *Call) {
	switch {
	case m == nil:
	case m.out != nil:
		c.Print("generated.file", "Path", m.out.path, "Bits", int(m.bits))
	default:
		c.Show("generated.shown", "Phrase", m.phrase, "Bits", int(m.bits), "Normal", words.Normal(m.phrase))
	}
}
