// Package desk has the commands that do what the volunteers' desk does, with the same words: find and show people, correct
// them, note checks and contacts, join doubles, close the day.
package desk

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/work/calls"
	"matchbooth/ui/work/changes"
	"matchbooth/ui/work/people"
)

// Call is one run of the program, for the commands of this package.
type Call struct{ *call.Call }

// ReadKey holds the flags of the commands that only read.
type ReadKey struct {
	PassphraseFile string `xor:"key" placeholder:"F" help:"${help_passphrase}"`
	EventKey       string `name:"event-key" xor:"file" placeholder:"FILE" help:"${help_eventkey}"`
	Identity       string `xor:"key,file" placeholder:"F" help:"${help_identity}"`
}

func (k ReadKey) opener(c *call.Call, s *data.Store) (data.Opener, error) {
	return c.Opener(s, k.PassphraseFile, k.EventKey, k.Identity)
}

// One names one person.
type One struct {
	Code   string `arg:"" help:"${help_code}"`
	Person string `placeholder:"ID" help:"${help_person}"`
}

// opened is a booth with everybody opened.
type opened struct {
	s    *data.Store
	dir  string
	pack *event.Pack
	key  data.Opener
	list *people.List
	due  map[string]calls.Call // by person

	records []record.Record
	faults  []record.Fault
	ends    map[string]data.End // when people are erased, by person
}

// Format prints [redacted].
func (*opened) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// The lines that reading leaves in the audit, besides those of what is written.
const (
	opening = "records opened"
	listing = "people listed"
	showing = "record shown"
)

// open opens the booth and everybody in it, which is noted in the audit. now is an instant of the day for which people are due.
func (c *Call) open(f call.Folder, key func(*call.Call, *data.Store) (data.Opener, error), now time.Time) (o *opened, err error) {
	o = &opened{due: map[string]calls.Call{}}
	if o.s, o.dir, err = c.Open(f); err != nil {
		return nil, err
	}
	begun := o // what is returned with an error is nil
	defer func() {
		if err != nil {
			begun.close()
		}
	}()
	if o.pack, err = c.BoothPack(o.s, o.dir); err != nil {
		return nil, err
	}
	if o.key, err = key(c.Call, o.s); err != nil {
		return nil, err
	}
	if o.records, o.faults, err = o.s.Records(c.Ctx, o.key, c.Progress("export.opening")); err != nil {
		return nil, err
	}
	if err := o.s.Audit(c.Ctx, opening, 0); err != nil {
		return nil, err
	}
	if o.ends, err = o.s.Ends(c.Ctx, o.records, now); err != nil {
		return nil, err
	}
	for _, d := range calls.Due(o.pack, o.records, now) {
		o.due[d.Person] = d
	}
	o.list = people.New(o.pack, o.records, people.Options{Due: func(r record.Record) bool { _, is := o.due[r.Person]; return is }})
	for _, fault := range o.faults {
		if !fault.Aside() {
			c.Warn("export.fault", "Entry", fault.Entry, "What", c.Retold(fault.What))
		}
	}
	return o, nil
}

// close forgets everybody and closes the booth.
func (o *opened) close() {
	if o.key != nil {
		o.key.Close()
	}
	if o.list != nil {
		o.list.Clear()
	}
	clear(o.records)
	if o.s != nil {
		o.s.Close()
	}
}

// find returns the place of the person that is meant: by the receipt code, also that of a sign-up that was joined into
// theirs, and where several people have the code by --person.
func (c *Call) find(o *opened, one One) (int, error) {
	code, err := entry.ParseReceiptCode(one.Code)
	if err != nil {
		return 0, c.Fail(err, "code.malformed")
	}
	var found []int
	var ids []string
	for i, r := range o.records {
		if r.Code != code && !slices.Contains(r.Joined, code) || one.Person != "" && r.Person != one.Person && !slices.Contains(r.Parts, one.Person) {
			continue
		}
		found, ids = append(found, i), append(ids, r.Person)
	}
	switch {
	case len(found) == 0:
		return 0, c.Fail(data.ErrCodeUnknown, "desk.nobody", "Code", code.String())
	case len(found) > 1:
		return 0, c.Fail(data.ErrCodeAmbiguous, "desk.ambiguous", "Code", code.String(), "IDs", c.Names(ids))
	}
	return found[0], nil
}

// refused turns what the desk does not write into a sentence.
func (c *Call) refused(err error) error {
	var why changes.Refused
	if errors.As(err, &why) {
		say := why.Sentences(c.Lang, c.S)
		for i, s := range say {
			say[i] = strings.TrimRight(s, ".。")
		}
		return c.Fail(err, "desk.refused", "What", c.Clauses(say))
	}
	if errors.Is(err, data.ErrNobody) {
		return c.Fail(err, "desk.gone")
	}
	return err
}

// by returns the initials that every change needs.
func (c *Call) by() (string, error) {
	if c.By == "" {
		return "", c.Wrong("desk.by")
	}
	return c.By, nil
}

// write runs do with a writer in the desk's name.
func (c *Call) write(o *opened, do func(at data.AtDesk) error) error {
	desk, err := o.s.DeskOf(o.key)
	if err != nil {
		return err
	}
	defer desk.Close()
	at, err := o.s.AtDesk(desk)
	if err == nil {
		err = do(at)
	}
	if err != nil {
		return c.refused(err)
	}
	return o.s.Close()
}
