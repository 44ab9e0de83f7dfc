package event

import (
	"fmt"
	"io"
)

// Summary writes what a good pack holds, for its author to compare with what was meant.
func (p *Pack) Summary(w io.Writer) error {
	mode := "may go live"
	if p.Practice {
		mode = "practice only"
	}
	n := len(p.placeholders)
	if n > 0 && !p.Practice {
		mode = "may not go live yet"
	}
	required := 0
	for _, f := range p.Fields {
		if f.Required {
			required++
		}
	}
	lines := []string{
		fmt.Sprintf("%s: %s / %s (%s)", p.ID, p.Title.In(ZH), p.Title.In(EN), mode),
		fmt.Sprintf("  when      %s to %s", p.Starts, p.Ends),
		fmt.Sprintf("  handler   %s, keeps for %d days", p.Handler.Name.In(EN), p.Handler.RetentionDays),
		fmt.Sprintf("  registry  %s, %s", p.Registry.Name.In(EN), p.EnrolLink()),
		fmt.Sprintf("  asks      %d conditions, %d ways on, %d fields in %d steps (%d required)", len(p.Conditions), len(p.Ways), len(p.Fields), len(p.Steps), required),
		fmt.Sprintf("  consents  %d", len(p.Consents)),
	}
	for _, c := range p.Consents {
		lines = append(lines, fmt.Sprintf("            %s: zh %.12s…, en %.12s…", c.ID, c.SHA256("zh"), c.SHA256("en")))
	}
	lines = append(lines,
		fmt.Sprintf("  shows     %d stories, %d stages, %d risks, %d figures, %d worries", len(p.Stories), len(p.Stages), len(p.Risks), len(p.Figures), len(p.Worries)))
	for _, s := range p.Stories {
		if !s.Permission {
			lines = append(lines, fmt.Sprintf("            %s: the donor's permission is not on record", s.ID))
		}
	}
	lines = append(lines,
		fmt.Sprintf("  takes     %d codes home", len(p.TakeHome)),
		fmt.Sprintf("  digest    %s", p.Digest))
	if n > 0 {
		lines = append(lines, fmt.Sprintf("  still to be written: %d placeholder texts", n))
		for _, ph := range p.placeholders {
			lines = append(lines, "            "+ph)
		}
	}
	for _, l := range lines {
		if _, err := fmt.Fprintln(w, l); err != nil {
			return fmt.Errorf("writing the summary: %w", err)
		}
	}
	return nil
}
