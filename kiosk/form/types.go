package form

import "time"

// Value is one answer. It prints as [redacted]: what a person typed belongs in no log.
type Value struct {
	Text   Text   // every kind but person; a choice is its option id, a month "2006-01"
	Person Person // kind person
}

// Person is somebody who will know where to find the visitor.
type Person struct {
	Name     Name
	Relation string // option id
	Phone    Phone
	WillTell bool // "I will tell them": asked for each person, never stored
}

// Answers maps field ids to values.
type Answers map[string]Value

// Problem says what is wrong with one field: a key of the text catalogue, such as
// "problem.phone.digits", never a sentence and never what was typed.
type Problem struct {
	Field string         // field id
	Part  string         // person: "name", "relation" or "phone"; else ""
	Key   string         // catalogue key, always starting with "problem."
	Args  map[string]any // numbers for the sentence, never personal values
}

// Context is what a check needs besides the value.
type Context struct {
	Now time.Time // for dates

	// Table is true for values from a table, where a spreadsheet may have changed them:
	// serial numbers are then dates, and what is unlikely is taken with a Doubt. CheckRow sets it.
	Table bool
	// Year is the year of the event, with which ParseDate completes a day of the event
	// (12月20日) and chooses between the readings of 26-05-21; 0 if there is none. Fields do
	// without it: nobody was born in that year.
	Year int
	// Confirmed is true if somebody has compared what looks spoilt with the paper: an
	// identity number that ends in 000 is then taken, with a Doubt, if its check digit fits.
	Confirmed bool
}
