package rescue

import (
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/trust"
)

// The statements also lie beside the second copy of the journal, a line of JSON each, so that what is rescued from it
// alone goes by them: else a booth that the desk does not believe any more would count again. They are signed; whoever
// has the card can take them away, and not make others.

// readStatements reads the statements that stand beside a second copy of the journal. Whether the desk has signed them is looked
// at once its key is known.
func (r *rescue) readStatements(name string) {
	b, err := r.from.Read(name, trust.SaidMost)
	if err != nil {
		r.note("%s could not be read.", name)
		return
	}
	for _, st := range trust.ParseStatements(b, "") {
		if len(r.said) >= db.MaxStatements || r.saidRoom+len(st.Body) > trust.SaidMost {
			r.note("There were more statements in %s than a rescue takes.", name)
			return
		}
		r.said, r.saidRoom = append(r.said, st), r.saidRoom+len(st.Body)
	}
}

// statements are those that were found outside the store's own table, of this event and, where the desk is known,
// signed by it.
func (r *rescue) statements() (list []trust.Statement) {
	for _, k := range r.copied.Statements {
		list = append(list, trust.Statement{Event: r.event, Kind: k.Kind, Serial: k.Serial, Body: k.Body, Sig: k.Sig})
	}
	for _, st := range r.said {
		if st.Event = r.event; r.desk == nil || st.By(r.desk) {
			list = append(list, st)
		}
	}
	return list
}
