package record

// Fault is something wrong with one entry, or with the folder if Entry is empty. It contains no personal data.
type Fault struct {
	Entry string // the entry's id
	What  string
}

// Aside says that nothing is damaged or missing: the line was set aside because of who wrote it.
func (f Fault) Aside() bool {
	return f.What == FaultClaim || f.What == FaultDistrust || f.What == FaultErasedBefore || f.What == FaultErasedElsewhere
}

// String returns the entry's id and what is wrong with it; only the latter for a fault of the folder.
func (f Fault) String() string {
	if f.Entry == "" {
		return f.What
	}
	return "entry " + f.Entry + ": " + f.What
}

// What can be wrong with an entry.
const (
	FaultDigest          = "its sealed part is not what was saved: the disk changed it"
	FaultForged          = "not signed by a known booth, or changed since: it does not count"
	FaultKey             = "sealed to another key"
	FaultOpening         = "its sealed part does not open: it is damaged"
	FaultClosed          = "the key was closed" // never shown: Records stops
	FaultNumber          = "its running number or tick is impossible: it does not count"
	FaultConflict        = "has the id or the running number of another entry but different content; both are kept"
	FaultEmptied         = "its sealed part is missing although nobody erased it"
	FaultClaim           = "said by a booth about somebody who signed up at another: it does not count before the desk accepts it"
	FaultDistrust        = "from a booth that the desk does not believe any more: it does not count"
	FaultErasedBefore    = "was erased under the receipt code that it had before it was imported: erase it as well"
	FaultErasedElsewhere = "another booth erased somebody under the receipt code that it had before it was imported, which holds after fourteen days: erase it as well, or do not believe that booth"
	FaultCopied          = "another booth has a sign-up with the same sealed part: one of the two has taken the other's"
	FaultTwoHomes        = "another booth says that the same person signed up there, with other answers: both are shown"
)
