// Package record is what lines of the store say about people once they are opened: the sign-up, what was corrected,
// checked, agreed to and withdrawn later, and how all of that folds into one record for each living person.
//
// Every type here that holds something personal prints as [redacted], whatever the verb, and refuses to be marshalled;
// see [Text]. It knows no disk and no database.
package record
