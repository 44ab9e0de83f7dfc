package data

import "testing"

// unraced skips a test under the race detector: it takes long there, and nothing runs at the same time in it that
// other tests do not run too (saving beside the journal, the mirror, reading while people sign up). Without the detector
// it always runs.
func unraced(t testing.TB) {
	t.Helper()
	if raced {
		t.Skip("nothing runs at the same time here that the detector does not see elsewhere")
	}
}
