package rescue

import (
	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/trust"
)

// The statements are also stored next to the second copy of the journal, one line of JSON each, so that a rescue from
// that copy alone follows them: otherwise a booth that the desk no longer trusts would count again. They are signed:
// somebody who has the card can remove them, but cannot make others.

// readStatements reads the statements stored next to a second copy of the journal. The desk's signatures are checked
// once its key is known.
func (r *rescue) readStatements(name string) {
	b, err := r.from.Read(name, trust.MaxStatements)
	if err != nil {
		r.note("%s could not be read.", name)
		return
	}
	for _, st := range trust.ParseStatements(b, "") {
		if len(r.said) >= db.MaxStatements || r.saidRoom+len(st.Body) > trust.MaxStatements {
			r.note("There were more statements in %s than a rescue takes.", name)
			return
		}
		r.said, r.saidRoom = append(r.said, st), r.saidRoom+len(st.Body)
	}
}

// statements returns those found outside the store's own table, with this event set; if the desk is known, those from
// next to second copies only if it has signed them for the event.
func (r *rescue) statements() (list []entry.Statement) {
	for _, k := range r.copied.Statements {
		list = append(list, entry.Statement{Event: r.event, Kind: k.Kind, Serial: k.Serial, Body: k.Body, Sig: k.Sig})
	}
	for _, st := range r.said {
		if st.Event = r.event; r.desk == nil || st.By(r.desk) {
			list = append(list, st)
		}
	}
	return list
}
