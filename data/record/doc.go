// Package record is what lines of the store say about people once they are opened: the sign-up, what was corrected,
// checked, agreed to and withdrawn later, and how all of that folds into one record for each living person.
//
// Every type here with personal content prints as [redacted], whatever the verb, and refuses to be marshalled; see
// [Text]. The package does no I/O.
package record
