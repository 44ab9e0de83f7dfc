package cli

import (
	"matchbooth/data"
	"matchbooth/data/words"
)

// newPhrase says where a new passphrase comes from: flags of the commands that set one.
type newPhrase struct {
	PassphraseGenerate string `enum:",zh,en" default:"" placeholder:"zh|en" help:"${help_generate}"`
	PassphraseOut      string `placeholder:"F" help:"${help_passphraseout}"`
	WeakPassphrase     bool   `help:"${help_weakpassphrase}"`
}

// choose takes a new passphrase that fits: drawn, from a file, or asked for. The drawn one's paper is the caller's, to hand
// over or to withdraw, with an error too.
func (n newPhrase) choose(c *call, file string) (m *made, next []byte, err error) {
	if m, err = c.generated(n); err != nil {
		return nil, nil, err
	}
	if m != nil {
		next = []byte(m.phrase)
	} else if next, err = c.newSecret(file, "setup.passphrase"); err != nil {
		return nil, nil, err
	}
	return m, next, n.fit(c, next)
}

// fit refuses a chosen passphrase that is easy to guess, or warns where it was asked for all the same.
func (n newPhrase) fit(c *call, phrase []byte) error {
	switch {
	case !words.Weak(string(phrase)):
	case n.WeakPassphrase:
		c.warn("setup.weaktaken")
	default:
		return c.fail(data.ErrWeakPassphrase, "setup.weak")
	}
	return nil
}

// made is a passphrase that the program made, to be handed over once.
type made struct {
	phrase string
	bits   float64
	out    *newFile
}

// generated makes a passphrase where the flags ask for one, and writes it to its file; nil where they do not.
func (c *call) generated(n newPhrase) (*made, error) {
	if n.PassphraseGenerate == "" && n.PassphraseOut == "" {
		return nil, nil
	}
	lang := n.PassphraseGenerate
	if lang == "" {
		lang = c.Lang
	}
	m := &made{}
	m.phrase, m.bits = words.Passphrase(lang)
	if n.PassphraseOut == "" {
		return m, nil
	}
	var err error
	if m.out, err = c.claim(n.PassphraseOut, "setup.passphraseout"); err != nil {
		return nil, err
	}
	if err := m.out.put([]byte(m.phrase + "\n")); err != nil {
		m.out.withdraw()
		return nil, c.fail(err, "setup.passphraseout", "Path", n.PassphraseOut)
	}
	return m, nil
}

// secret is the passphrase; nil where none was made.
func (m *made) secret() []byte {
	if m == nil {
		return nil
	}
	return []byte(m.phrase)
}

// withdraw takes the file back: the passphrase came to open nothing.
func (m *made) withdraw() {
	if m != nil {
		m.out.withdraw()
	}
}

// handOver shows the passphrase once, or says where it stands.
func (m *made) handOver(c *call) {
	switch {
	case m == nil:
	case m.out != nil:
		c.print("generated.file", "Path", m.out.path, "Bits", int(m.bits))
	default:
		c.show("generated.shown", "Phrase", m.phrase, "Bits", int(m.bits), "Normal", words.Normal(m.phrase))
	}
}
