package plot

// Words are the texts of a plot, for a reader who does not see it, and for tests.
func Words(p Plot) (out []string) {
	add := func(list ...string) {
		for _, s := range list {
			if s != "" {
				out = append(out, s)
			}
		}
	}
	switch p := p.(type) {
	case Bars:
		add(p.Empty)
		for _, b := range p.Bars {
			add(b.Label)
		}
	case Funnel:
		add(p.Empty)
		for _, b := range p.Steps {
			add(b.Label)
		}
	case Rows:
		add(p.Empty)
		for _, r := range p.Rows {
			add(r.Label)
		}
	case Stairs:
		add(p.Empty)
		for _, s := range p.Stairs {
			add(s.Label, s.Note)
		}
	}
	return out
}
