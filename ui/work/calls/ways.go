package calls

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
)

// The ranks of ways, the best first.
const (
	ownPhone = iota
	weChat
	email
	silentPhone // did not ring when a volunteer tried it
	otherPhone  // a second number, perhaps at home
)

// fields are the fields of a pack that are ways to reach the person.
type fields struct {
	name string // of kind name
	ways []fieldWay
}

type fieldWay struct {
	id, channel string
	rank        int
}

func fieldsOf(p *event.Pack) (out fields) {
	own := false
	for _, f := range p.Fields {
		switch {
		case f.Kind == "name" && out.name == "":
			out.name = f.ID
		case f.Kind == "phone" && (f.Channel == "own" || f.Channel == "" && !own):
			own = true
			out.ways = append(out.ways, fieldWay{f.ID, record.ChannelCall, ownPhone})
		case f.Kind == "phone" && f.Channel != "other":
			out.ways = append(out.ways, fieldWay{f.ID, record.ChannelCall, otherPhone})
		case f.Kind == "email" && f.Channel != "other":
			out.ways = append(out.ways, fieldWay{f.ID, record.ChannelEmail, email})
		case isWeChat(f):
			out.ways = append(out.ways, fieldWay{f.ID, record.ChannelWeChat, weChat})
		}
	}
	return out
}

// WeChat returns the id of the field that asks for the person's WeChat id; "" if the pack has none.
func WeChat(p *event.Pack) string {
	for _, f := range p.Fields {
		if isWeChat(f) {
			return f.ID
		}
	}
	return ""
}

// isWeChat reports whether a field asks for the WeChat id, by its id or label: packs have no kind for it.
func isWeChat(f event.Field) bool {
	said := strings.ToLower(f.ID + " " + f.Label[event.EN])
	return f.Kind == "text" && f.Channel != "other" &&
		(strings.Contains(said, "wechat") || strings.Contains(said, "weixin") || strings.Contains(f.Label[event.ZH], "微信"))
}

// valueAt returns the value that a field had at an instant: what was corrected later is taken back.
func valueAt(r record.Record, field string, when time.Time) record.Text {
	value := r.Fields[field].Text
	for i := len(r.History) - 1; i >= 0; i-- {
		h := r.History[i]
		if h.Kind != entry.KindCorrection || !h.At.After(when) {
			continue
		}
		for _, c := range h.Fields {
			// A record that was joined into this one brings its own history along, which is of other values.
			if c.ID == field && textOf(c.New) == value {
				value = textOf(c.Old)
			}
		}
	}
	return value
}

func textOf(f *record.Field) record.Text {
	if f == nil {
		return ""
	}
	return f.Text
}

// known is what was learnt about a value, whatever the field that it stands in.
type known struct {
	value  record.Text
	wrong  bool   // it is somebody else's, or nobody's
	sure   string // the channels by which somebody was reached there, or by which it rang
	silent bool   // it did not ring when a volunteer tried it
}

// values are what is known of somebody's numbers and addresses. A number is one value however it is written: an id that
// is a wrong number leads to the same stranger.
type values []known

// Format implements fmt.Formatter: it prints [redacted].
func (known) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// Format implements fmt.Formatter: it prints [redacted].
func (values) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// of returns what is known of a value. It is valid until the next call.
func (v *values) of(value record.Text) *known {
	for i := range *v {
		if same((*v)[i].value, value) {
			return &(*v)[i]
		}
	}
	*v = append(*v, known{value: value})
	return &(*v)[len(*v)-1]
}

// same reports whether two values are the same text or the same number. Phones are stored in one spelling each; other
// fields hold what was typed.
func same(a, b record.Text) bool {
	x, number := digits(string(a))
	y, both := digits(string(b))
	return a == b || number && both && x == y
}

// digits returns the digits of a number, without the code of China before a mobile one; ok is false for what is no number.
func digits(s string) (d string, ok bool) {
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			d += string(r)
		case !strings.ContainsRune("+-() ", r):
			return "", false
		}
	}
	if rest := strings.TrimPrefix(d, "86"); len(rest) == 11 && rest[0] == '1' {
		d = rest
	}
	return d, len(d) >= 7
}

// waysTo returns the ways that are left to reach somebody, the best first. A contact does not say which number was tried:
// it was the best of its channel at the time.
func (f fields) waysTo(r record.Record, contacts []record.Contact) []Way {
	var learnt values
	checks := slices.Clone(r.Checks)
	slices.SortStableFunc(checks, func(a, b record.Check) int { return a.At.Compare(b.At) })
	rings := func(until time.Time, all bool) {
		for len(checks) > 0 && (all || checks[0].At.Before(until)) {
			c := checks[0]
			checks = checks[1:]
			yes, said := c.Answer(record.StepRang)
			if !said {
				continue
			}
			for _, w := range f.ways { // the volunteer rings the number of the person's own
				if v := valueAt(r, w.id, c.At); w.rank == ownPhone && v != "" {
					k := learnt.of(v)
					if k.silent = !yes; yes {
						k.sure += record.ChannelCall
					}
					break
				}
			}
		}
	}
	for _, c := range contacts {
		rings(c.At, false)
		channel := c.Channel
		if channel == record.ChannelSMS {
			channel = record.ChannelCall
		}
		if c.Outcome != record.Wrong && !record.Answered(c.Outcome) {
			continue
		}
		for _, w := range f.rank(r, &learnt, c.At) {
			if w.Channel != channel {
				continue
			}
			k := learnt.of(w.Value)
			if c.Outcome == record.Wrong {
				k.wrong = true
			} else {
				k.sure += channel
				k.silent = k.silent && channel != record.ChannelCall
			}
			break
		}
	}
	rings(time.Time{}, true)
	return f.rank(r, &learnt, farAway)
}

// farAway is after everything that was ever corrected.
var farAway = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

// rank returns the ways that somebody had at an instant, without what was known to be wrong, each value once a channel.
func (f fields) rank(r record.Record, learnt *values, when time.Time) []Way {
	type ranked struct {
		Way
		rank int
	}
	var all []ranked
	for _, w := range f.ways {
		v := valueAt(r, w.id, when)
		if v == "" {
			continue
		}
		k := *learnt.of(v)
		if k.wrong || slices.ContainsFunc(all, func(o ranked) bool { return o.Channel == w.channel && same(o.Value, v) }) {
			continue
		}
		rank := w.rank
		if k.silent && rank == ownPhone {
			rank = silentPhone
		}
		all = append(all, ranked{Way{w.channel, w.id, v, strings.Contains(k.sure, w.channel)}, rank})
	}
	slices.SortStableFunc(all, func(a, b ranked) int { return cmp.Compare(a.rank, b.rank) })
	out := make([]Way, len(all))
	for i, w := range all {
		out[i] = w.Way
	}
	return out
}
