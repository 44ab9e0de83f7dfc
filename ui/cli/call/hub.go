package call

import "matchbooth/ui/work/hub"

// SayHub says how far the lines are at the hub; nothing where none was joined.
func (c *Call) SayHub(st hub.State) {
	if st.URL == "" {
		return
	}
	form := "2006-01-02 15:04"
	heard, since := "", ""
	if !st.Heard.IsZero() {
		heard = st.Heard.Local().Format(form)
	}
	if !st.Since.IsZero() {
		since = st.Since.Local().Format(form)
	}
	key := "tohub.well"
	if st.Waiting > 0 {
		key = "tohub.waits"
	}
	c.Print(key, "URL", st.URL, "Hub", st.Hub, "Words", c.BoothWords(st.Hub), "There", st.AtHub, "N", st.Waiting, "Heard", heard, "Since", since)
	if st.Apart > 0 {
		c.Warn("tohub.apart", "N", st.Apart)
	}
	if len(st.Refused) > 0 {
		c.Warn("tohub.someno", "N", len(st.Refused))
	}
}

// Why says in words why the hub refused a line, by its code; one of a newer hub as it is.
func (c *Call) Why(code string) string {
	switch code {
	case "form", "damaged", "booth", "signature", "large", "format":
		return c.S("cli.tohub.why." + code)
	}
	return OneLine(code)
}
