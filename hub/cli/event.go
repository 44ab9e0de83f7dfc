package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"matchbooth/data/keyset"
	"matchbooth/data/words"
	"matchbooth/hub/page"
	"matchbooth/hub/store"
	packs "matchbooth/kiosk/event"
)

// stdin is where questions are answered; a variable for tests.
var stdin io.Reader = os.Stdin

type eventCmd struct {
	place
	Pack   string `arg:"" placeholder:"PACK" help:"${help_pack}"`
	Keys   string `required:"" placeholder:"FILE" help:"${help_keys}"`
	Expect string `placeholder:"WORDS" help:"${help_expect}"`
}

// Run tells the hub of an event: its pack, and the set of keys that the desk has signed. It allows no booth.
func (e *eventCmd) Run(c *call) error {
	pack, faults, err := packs.Load(e.Pack)
	if errors.Is(err, fs.ErrNotExist) || len(faults) > 0 {
		return c.fail(err, "error.pack", "Pack", e.Pack)
	}
	if err != nil {
		return err
	}
	set, text, err := c.readKeys(e.Keys)
	if err != nil {
		return err
	}
	if pack.ID != set.Event {
		return c.fail(nil, "error.otherevent", "Pack", pack.ID, "Keys", set.Event)
	}
	st, err := c.open(e.place, false)
	if err != nil {
		return err
	}
	defer st.Close()
	if err := c.compare(set, e.Expect); err != nil {
		return err
	}
	err = st.SetKeys(c.ctx, set, text)
	for _, known := range []struct {
		err error
		key string
	}{
		{store.ErrDesk, "error.desk"}, {keyset.ErrOtherDesk, "error.desk"}, {keyset.ErrKeysOlder, "error.keysolder"}, {keyset.ErrKeysClash, "error.keysclash"},
		{keyset.ErrOtherKeys, "error.desk"}, {keyset.ErrOther, "error.desk"},
	} {
		if errors.Is(err, known.err) {
			return c.fail(err, known.key, "Event", set.Event)
		}
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(c.stdout, c.say.S("cli.hub.event.known", "Event", set.Event, "N", len(set.Keys)))
	return c.setPage(st, page.Of(pack, set.Recipients()))
}

// readKeys reads a signed keys.toml.
func (c *call) readKeys(path string) (*keyset.Set, string, error) {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() > keyset.MaxFile {
		return nil, "", c.fail(err, "error.keys", "Keys", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, "", err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, keyset.MaxFile+1))
	if err != nil {
		return nil, "", err
	}
	set, err := keyset.Parse(string(b))
	if err != nil {
		return nil, "", c.fail(err, "error.keys", "Keys", path)
	}
	if !set.Signed() {
		return nil, "", c.fail(keyset.ErrKeysUnsigned, "error.unsigned", "Keys", path)
	}
	return set, string(b), nil
}

// six are the words for a fingerprint of 16 hexadecimal digits, in the language that the program speaks.
func six(print string) string {
	if language() == "zh" {
		return strings.Join(words.Fingerprint(print, "zh"), "·")
	}
	return strings.Join(words.Fingerprint(print, "en"), " ")
}

// compare shows the six words of a set and wants them confirmed: by --expect, or by a yes. Only a person can know whether
// it is the event's set.
func (c *call) compare(set *keyset.Set, expect string) error {
	print := set.Fingerprint()
	fmt.Fprintln(c.stdout, c.say.S("cli.hub.event.words", "Event", set.Event, "N", len(set.Keys), "Words", six(print), "Fingerprint", print))
	switch {
	case expect != "" && words.Names(expect, print):
		return nil
	case expect != "":
		return c.fail(nil, "error.words")
	case !c.asked("cli.hub.event.ask"):
		return c.fail(nil, "error.notasked")
	}
	return nil
}

// asked asks a question at the terminal, which only "yes" or "是" answers. Without a terminal nobody answers.
func (c *call) asked(key string, args ...any) bool {
	if f, ok := stdin.(*os.File); ok {
		if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
			return false
		}
	}
	fmt.Fprint(c.stderr, c.say.S(key, args...)+" ")
	line, err := bufio.NewReader(stdin).ReadString('\n')
	if err != nil {
		return false
	}
	switch strings.ToLower(strings.TrimSpace(line)) {
	case "y", "yes", "是", "shi":
		return true
	}
	return false
}

type eraseEventCmd struct {
	place
	Event string `arg:"" placeholder:"EVENT" help:"${help_eventid}"`
	Yes   bool   `help:"${help_yes}"`
}

// Run removes all of an event for good.
func (e *eraseEventCmd) Run(c *call) error {
	st, err := c.open(e.place, false)
	if err != nil {
		return err
	}
	defer st.Close()
	n, err := st.LinesOf(c.ctx, e.Event)
	if errors.Is(err, store.ErrNoEvent) {
		return c.fail(err, "error.noevent", "Event", e.Event)
	}
	if err != nil {
		return err
	}
	if !e.Yes && !c.asked("cli.hub.erase.ask", "Event", e.Event, "N", n) {
		return c.fail(nil, "error.noterased", "Event", e.Event)
	}
	err = st.EraseEvent(c.ctx, e.Event)
	if errors.Is(err, store.ErrUncleaned) {
		return c.fail(err, "error.uncleaned", "Event", e.Event)
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(c.stdout, c.say.S("cli.hub.erase.done", "Event", e.Event, "N", n))
	if e.Store != "" {
		fmt.Fprintln(c.stdout, c.say.S("cli.hub.erase.archives"))
	}
	return nil
}
