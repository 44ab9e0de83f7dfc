// Package doctor finds what would go wrong with a booth on this computer before visitors do:
// display, graphics, touch, fonts, disk, clock, sleep, permissions, encryption.
//
// Each check is one function in a file of its own and one line of checks. What it examines is in
// [Computer], so that the tests can try every check both ways. A check changes nothing, creates no
// booth, and disturbs no running one; the only thing that is ever written is one small file beside
// the store, which is removed again (see writing.go).
//
// A sentence is a key of the catalogue: "cli.doctor." + [Finding.Key], and the same with ".todo"
// appended for what to do (assets/text/doctor.*.toml).
package doctor

import (
	"context"
	"time"
)

// Level is the severity of a finding.
type Level string

// The levels, as --json prints them.
const (
	OK      Level = "ok"
	Warning Level = "warning" // the booth works; somebody should see to it
	Fault   Level = "fault"   // do not open the booth to visitors like this
)

// Finding is one thing that was found.
type Finding struct {
	ID    string // of the check
	Level Level
	Key   string // of the sentence, after "cli.doctor."
	Args  []any  // pairs of name and value for the sentence and for what to do
}

func good(key string, args ...any) Finding  { return Finding{Level: OK, Key: key, Args: args} }
func warn(key string, args ...any) Finding  { return Finding{Level: Warning, Key: key, Args: args} }
func fault(key string, args ...any) Finding { return Finding{Level: Fault, Key: key, Args: args} }

// Check is one question about the computer. It returns nothing where the question does not apply.
type Check struct {
	ID  string
	Run func(context.Context, *Computer) []Finding
}

// checks are all checks, in the order in which they are printed.
var checks = []Check{
	{"display", display},
	{"session", session},
	{"gl", graphics},
	{"touch", touch},
	{"input", input},
	{"fonts", fonts},
	{"power", power},
	{"sleep", sleep},
	{"folder", folder},
	{"instance", instance},
	{"passphrase", passphrase},
	{"pack", pack},
	{"hub", atHub},
	{"place", folderPlace},
	{"disk", disk},
	{"writing", writing},
	{"fsync", honesty},
	{"encryption", encryption},
	{"boot", boot},
	{"swap", swap},
	{"cards", cards},
	{"memory", memory},
	{"clock", clock},
}

// patience is the time limit for one check.
const patience = 6 * time.Second

// trials is how many times as long graphics may take: up to two processes of this program, each with a window of its own.
const trials = 4

// Examine runs the checks one after the other. One that does not return in time, or fails itself,
// yields a warning; the others still run.
func Examine(ctx context.Context, c *Computer) []Finding {
	return examine(ctx, c, checks, patience)
}

func examine(ctx context.Context, c *Computer, checks []Check, patience time.Duration) []Finding {
	var all []Finding
	for _, check := range checks {
		patience := patience
		if check.ID == "gl" {
			patience *= trials
		}
		short, cancel := context.WithTimeout(ctx, patience)
		done := make(chan []Finding, 1)
		go func() {
			defer func() {
				if recover() != nil {
					done <- []Finding{warn("failed")}
				}
			}()
			done <- check.Run(short, c)
		}()
		var found []Finding
		select {
		case found = <-done:
		case <-short.Done():
			// A check that respects its context is about to answer.
			select {
			case found = <-done:
			case <-time.After(patience / 4):
				found = []Finding{warn("silent", "Seconds", int(patience.Seconds()))}
			}
		}
		cancel()
		for _, f := range found {
			f.ID = check.ID
			all = append(all, f)
		}
		if ctx.Err() != nil {
			break
		}
	}
	return all
}

// Faulty reports whether there is a fault among the findings.
func Faulty(all []Finding) bool {
	for _, f := range all {
		if f.Level == Fault {
			return true
		}
	}
	return false
}
