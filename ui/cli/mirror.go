package cli

import (
	"context"
	"encoding/json"
	"path/filepath"
	"time"

	"matchbooth/data"
)

// mirrorCmd says how the second copy stands, and strikes lost ones off.
type mirrorCmd struct {
	folder
	Forget string `placeholder:"DIR" help:"${help_forget_copy}"`
	JSON   bool   `name:"json" help:"${help_json}"`
}

// lookFor is how long a command waits for the second disk before it says how things stand.
const lookFor = 5 * time.Second

func (k *mirrorCmd) Run(c *call) error {
	s, _, err := c.open(k.folder)
	if err != nil {
		return err
	}
	defer s.Close()
	if k.Forget != "" {
		dir, err := filepath.Abs(k.Forget)
		if err != nil {
			return err
		}
		n, err := s.ForgetMirror(c.ctx, dir)
		if err != nil {
			return err
		}
		if n == 0 {
			return c.fail(nil, "mirror.notlisted", "Dir", dir)
		}
		c.print("mirror.forgotten", "Dir", dir)
		return s.Close()
	}
	st := c.settled(s, lookFor)
	if k.JSON {
		return json.NewEncoder(c.stdout).Encode(struct {
			data.MirrorState
			Copies []data.Copy `json:"copies"`
		}{st, append([]data.Copy{}, s.Copies()...)})
	}
	if st.Dir == "" && !st.Pending {
		c.print("mirror.none")
	}
	c.sayMirror(s, st)
	return nil
}

// settled waits a little for the second copy to catch up.
func (c *call) settled(s *data.Store, most time.Duration) data.MirrorState {
	ctx, stop := context.WithTimeout(c.ctx, most)
	defer stop()
	return s.WaitMirror(ctx)
}

// sayMirror prints how the second copy stands, and which ones an erasure has not reached.
func (c *call) sayMirror(s *data.Store, st data.MirrorState) {
	if st.Dir != "" {
		key := "mirror.good"
		if st.Behind > 0 {
			key = "mirror.behind"
		}
		since := ""
		if !st.Since.IsZero() {
			since = st.Since.Local().Format("2006-01-02 15:04")
		}
		c.print(key, "Dir", st.Dir, "N", st.Behind, "Since", since)
	}
	c.warnMirror(st)
	seen := map[string]bool{}
	for _, copied := range s.Copies() {
		if copied.Pending && !seen[copied.Dir] {
			seen[copied.Dir] = true
			c.warn("mirror.pending", "Dir", copied.Dir)
		}
	}
}

// warnMirror says what somebody should look at.
func (c *call) warnMirror(st data.MirrorState) {
	if st.Fault != "" {
		c.warn("mirror."+string(st.Fault), "Dir", st.Dir)
	}
	if st.SameDisk {
		c.warn("mirror.same", "Dir", st.Dir)
	}
	if st.OtherAudit {
		c.warn("mirror.otheraudit", "Dir", st.Dir)
	}
	if st.Extra > 0 {
		c.warn("mirror.extra", "Dir", st.Dir, "N", st.Extra)
	}
}

// mirrored says at the start of a booth what is wrong with its second copy. The booth opens all the same.
func (c *call) mirrored(s *data.Store, asked string) error {
	if asked == noMirror {
		return s.NoMirror()
	}
	if s.Mirror().Dir == "" {
		return nil
	}
	most := 300 * time.Millisecond // a booth that starts by itself does not wait for a stick
	if asked != "" {
		most = lookFor
	}
	c.warnMirror(c.settled(s, most))
	return nil
}
