package session

import (
	"fmt"
	"io"

	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
)

// Compared is what a volunteer compares and rings while the visitor is still there. It is all that is left of the answers once
// they are saved, it is shown behind the PIN alone, and it goes as soon as the check is done, or with the wipe.
type Compared struct {
	Name  form.Text
	Phone form.Text // the visitor's own
}

// Format prints [redacted].
func (Compared) Format(f fmt.State, _ rune) { io.WriteString(f, "[redacted]") }

// compared takes it out of the answers.
func compared(p *event.Pack, answers form.Answers) (c Compared) {
	for _, f := range p.Fields {
		switch {
		case f.Kind == "name" && c.Name == "":
			c.Name = answers[f.ID].Text
		case f.Kind == "phone" && f.Channel != "other" && c.Phone == "":
			c.Phone = answers[f.ID].Text
		}
	}
	return c
}

// checkDone goes back to the take-home, which says that it is done.
func (x *step) checkDone() {
	x.s.Checked, x.s.Compared = true, Compared{}
	x.enter(TakeHome)
}
