package people

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"matchbooth/data"
	"matchbooth/data/athub"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/work/hub"
)

// HubCmd is a booth's side of a hub, where booths of an event meet over a network.
type HubCmd struct {
	Join   hubJoinCmd   `cmd:"" help:"${help_hubjoin}"`
	Leave  hubLeaveCmd  `cmd:"" help:"${help_hubleave}"`
	Status hubStatusCmd `cmd:"" help:"${help_hubstatus}"`
	Push   hubPushCmd   `cmd:"" help:"${help_hubpush}"`
	Pull   hubPullCmd   `cmd:"" help:"${help_hubpull}"`
}

// hubJoinCmd joins a hub, after a person has compared its fingerprint.
type hubJoinCmd struct {
	call.Folder
	call.Spoken
	URL    string `arg:"" optional:"" placeholder:"URL" help:"${help_huburl}"`
	Expect string `placeholder:"FINGERPRINT" help:"${help_hubexpect}"`
}

func (k *hubJoinCmd) Run(c *Call) error {
	s, dir, err := c.Open(k.Folder)
	if err != nil {
		return err
	}
	defer s.Close()
	url := k.URL
	if url == "" {
		pack, err := c.BoothPack(s, dir)
		if err != nil {
			return err
		}
		if url = pack.Hub.URL; url == "" {
			return c.Wrong("tohub.nourl")
		}
		c.Note("tohub.packurl", "URL", url)
	}
	j, err := hub.Look(c.Ctx, s, url)
	if err != nil {
		return k.explain(c, url, err)
	}
	c.Note("tohub.compare", "URL", j.URL, "Fingerprint", j.Fingerprint(), "Words", c.BoothWords(j.Fingerprint()))
	switch {
	case k.Expect != "" && !j.Named(k.Expect):
		return c.Fail(nil, "tohub.unexpected", "URL", j.URL)
	case k.Expect == "" && !c.Confirm("tohub.ask"):
		return c.Fail(nil, "tohub.notconfirmed")
	}
	if err := hub.Join(c.Ctx, s, j); err != nil {
		return err
	}
	c.Print("tohub.joined", "URL", j.URL)
	c.sayAllow(s)
	return s.Close()
}

// sayAllow says what the organiser types at the hub.
func (c *Call) sayAllow(s *data.Store) {
	c.Print("tohub.allow", "Booth", s.BoothID(), "Event", s.Event(), "Words", c.BoothWords(s.BoothID()))
}

func (k *hubJoinCmd) explain(c *Call, url string, err error) error {
	switch {
	case errors.Is(err, hub.ErrPractice):
		return c.Fail(err, "tohub.practice")
	case errors.Is(err, hub.ErrEvent):
		return c.Fail(err, "tohub.event")
	case errors.Is(err, hub.ErrAddress):
		return c.Wrong("tohub.badurl", "URL", url)
	case errors.Is(err, hub.ErrProtocol):
		return c.Fail(err, "tohub.versions")
	case errors.Is(err, hub.ErrNoHub):
		return c.Fail(err, "tohub.nohub", "URL", url)
	case c.Ctx.Err() != nil:
		return err
	}
	return c.Fail(err, "tohub.unreached", "URL", url, "What", call.Innermost(err))
}

// hubLeaveCmd leaves the hub.
type hubLeaveCmd struct {
	call.Folder
	call.Spoken
}

func (k *hubLeaveCmd) Run(c *Call) error {
	s, _, err := c.Open(k.Folder)
	if err != nil {
		return err
	}
	defer s.Close()
	j, in := hub.Of(s)
	if !in {
		c.Print("tohub.none")
		return s.Close()
	}
	if err := hub.Leave(c.Ctx, s); err != nil {
		return err
	}
	c.Print("tohub.left", "URL", j.URL)
	return s.Close()
}

// hubStatusCmd says how far the lines are at the hub, by what it has confirmed. It asks nobody.
type hubStatusCmd struct {
	call.Folder
	call.Spoken
	JSON bool `name:"json" help:"${help_json}"`
}

func (k *hubStatusCmd) Run(c *Call) error {
	s, _, err := c.Open(k.Folder)
	if err != nil {
		return err
	}
	defer s.Close()
	st, err := hub.StateOf(c.Ctx, s)
	if err != nil {
		return err
	}
	if k.JSON {
		return json.NewEncoder(c.Stdout).Encode(st)
	}
	if st.URL == "" {
		c.Print("tohub.none")
		return s.Close()
	}
	c.SayHub(st)
	c.sayTray(st)
	c.sayAllow(s)
	return s.Close()
}

// sayTray lists what the hub refused, by why and by booth.
func (c *Call) sayTray(st hub.State) {
	type of struct{ code, booth string }
	count := map[of][]athub.Tray{}
	for _, t := range st.Refused {
		at := of{t.Code, t.Booth}
		count[at] = append(count[at], t)
	}
	for _, at := range slices.SortedFunc(maps.Keys(count), func(a, b of) int { return strings.Compare(a.code+a.booth, b.code+b.booth) }) {
		list := count[at]
		c.Print("tohub.refused", "N", len(list), "Booth", at.booth, "Why", c.Why(at.code), "First", list[0].Seq, "Last", list[len(list)-1].Seq)
	}
	if len(st.Refused) > 0 {
		c.Print("tohub.again")
	}
}

// hubPushCmd sends what the hub has not confirmed, and what it refused once more.
type hubPushCmd struct {
	call.Folder
	call.Spoken
	All  bool `help:"${help_huball}"`
	JSON bool `name:"json" help:"${help_json}"`
}

func (k *hubPushCmd) Run(c *Call) error {
	s, _, err := c.Open(k.Folder)
	if err != nil {
		return err
	}
	defer s.Close()
	p := hub.New(s, hub.Options{})
	if p == nil {
		return c.Fail(hub.ErrNone, "tohub.nohere")
	}
	if k.All {
		err = p.Everything()
	} else {
		err = p.Again()
	}
	if err != nil {
		return err
	}
	var last time.Time
	err = p.Push(c.Ctx, func(st hub.State) {
		if now := time.Now(); !k.JSON && st.Waiting > 0 && now.Sub(last) > time.Second {
			last = now
			c.Note("tohub.sending", "N", st.Waiting)
		}
	})
	st := p.State()
	if k.JSON {
		if err := json.NewEncoder(c.Stdout).Encode(st); err != nil {
			return err
		}
	} else {
		c.SayHub(st)
		c.sayTray(st)
	}
	switch {
	case err != nil:
		return c.hubFailed(s, err)
	case len(st.Refused) > 0:
		return c.Fail(nil, "tohub.left.refused", "N", len(st.Refused))
	}
	return s.Close()
}

// hubFailed is the sentence for an error of the hub.
func (c *Call) hubFailed(s *data.Store, err error) error {
	e, ok := errors.AsType[hub.ErrHub](err)
	if !ok {
		return err
	}
	j, _ := hub.Of(s)
	return c.Fail(err, "tohub.fault."+string(e.Fault), "URL", j.URL, "Booth", s.BoothID(), "Event", s.Event(), "Fingerprint", j.Fingerprint())
}

// hubPullCmd fetches what the hub has and the booth has not, and merges it as matchbooth merge does.
type hubPullCmd struct {
	call.Folder
	call.Spoken
	All    bool     `help:"${help_hubpullall}"`
	Accept []string `placeholder:"ID" help:"${help_accept}"`
	Yes    bool     `help:"${help_yes_merge}"`
	JSON   bool     `name:"json" help:"${help_json}"`

	Preview bool `help:"${help_mergepreview}"`

	AcceptClaims bool `help:"${help_acceptclaims}"`
	call.DeskKey
}

func (k *hubPullCmd) Run(c *Call) error {
	s, dir, err := c.Open(k.Folder)
	if err != nil {
		return err
	}
	defer s.Close()
	p, err := hub.Pull(c.Ctx, s, k.All, hub.Options{}, nil)
	if errors.Is(err, hub.ErrNone) {
		return c.Fail(err, "tohub.nohere")
	}
	if err != nil {
		return c.hubFailed(s, err)
	}
	defer p.Remove()
	if p.Unfit > 0 {
		c.Warn("tohub.unfit", "N", p.Unfit)
	}
	if p.Lines+p.Said == 0 {
		if k.JSON {
			return json.NewEncoder(c.Stdout).Encode([]data.MergeReport{})
		}
		c.Print("tohub.nothing")
		return s.Close()
	}
	if p.Apart > 0 {
		c.Warn("tohub.apart", "N", p.Apart)
	}
	m := MergeCmd{Folder: k.Folder, Spoken: k.Spoken, Other: []string{p.Path()}, Accept: k.Accept, Yes: k.Yes, JSON: k.JSON, Preview: k.Preview,
		AcceptClaims: k.AcceptClaims, DeskKey: k.DeskKey, from: c.S("cli.tohub.thehub")}
	return m.merge(c, s, dir)
}
