package booth

import (
	"context"
	"encoding/json"
	"path/filepath"
	"time"

	"matchbooth/data"
	"matchbooth/ui/cli/call"
)

// MirrorCmd prints the state of the second copy, and removes lost ones from the list.
type MirrorCmd struct {
	call.Folder
	call.Spoken
	Forget string `placeholder:"DIR" help:"${help_forget_copy}"`
	JSON   bool   `name:"json" help:"${help_json}"`
}

// lookFor is how long a command waits for the second disk before it reports the state.
const lookFor = 5 * time.Second

func (k *MirrorCmd) Run(c *Call) error {
	s, _, err := c.Open(k.Folder)
	if err != nil {
		return err
	}
	defer s.Close()
	if k.Forget != "" {
		dir, err := filepath.Abs(k.Forget)
		if err != nil {
			return err
		}
		n, err := s.ForgetMirror(c.Ctx, dir)
		if err != nil {
			return err
		}
		if n == 0 {
			return c.Fail(nil, "mirror.notlisted", "Dir", dir)
		}
		c.Print("mirror.forgotten", "Dir", dir)
		return s.Close()
	}
	st := c.settled(s, lookFor)
	if k.JSON {
		return json.NewEncoder(c.Stdout).Encode(struct {
			data.MirrorState
			Copies []data.Copy `json:"copies"`
		}{st, append([]data.Copy{}, s.Copies()...)})
	}
	if st.Dir == "" && !st.Pending {
		c.Print("mirror.none")
	}
	c.sayMirror(s, st)
	return nil
}

// settled waits up to most for the second copy to catch up, and returns its state.
func (c *Call) settled(s *data.Store, most time.Duration) data.MirrorState {
	ctx, stop := context.WithTimeout(c.Ctx, most)
	defer stop()
	return s.WaitMirror(ctx)
}

// sayMirror prints the state of the second copy, and which copies an erasure has not reached.
func (c *Call) sayMirror(s *data.Store, st data.MirrorState) {
	if st.Dir != "" {
		key := "mirror.good"
		if st.Behind > 0 {
			key = "mirror.behind"
		}
		since := ""
		if !st.Since.IsZero() {
			since = st.Since.Local().Format("2006-01-02 15:04")
		}
		c.Print(key, "Dir", st.Dir, "N", st.Behind, "Since", since)
	}
	c.warnMirror(st)
	seen := map[string]bool{}
	for _, copied := range s.Copies() {
		if copied.Pending && !seen[copied.Dir] {
			seen[copied.Dir] = true
			c.Warn("mirror.pending", "Dir", copied.Dir)
		}
	}
}

// warnMirror warns of what somebody should look into.
func (c *Call) warnMirror(st data.MirrorState) {
	if st.Fault != "" {
		c.Warn("mirror."+string(st.Fault), "Dir", st.Dir)
	}
	if st.SameDisk {
		c.Warn("mirror.same", "Dir", st.Dir)
	}
	if st.OtherAudit {
		c.Warn("mirror.otheraudit", "Dir", st.Dir)
	}
	if st.Extra > 0 {
		c.Warn("mirror.extra", "Dir", st.Dir, "N", st.Extra)
	}
}

// mirrored says at the start of a booth what is wrong with its second copy. The booth opens anyway.
func (c *Call) mirrored(s *data.Store, asked string) error {
	if asked == call.NoMirror {
		return s.NoMirror()
	}
	if s.Mirror().Dir == "" {
		return nil
	}
	most := 300 * time.Millisecond // a booth that starts unattended does not wait for a stick
	if asked != "" {
		most = lookFor
	}
	c.warnMirror(c.settled(s, most))
	return nil
}
