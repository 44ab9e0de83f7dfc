//go:build ci

package data

import (
	"matchbooth/data/internal/lockout"
	"matchbooth/data/seal"
)

// LightWork makes locking the keys of live booths and hashing PINs cheap from here on: for tests of other packages, which
// do both hundreds of times and are not about how hard a secret is to guess. Only a test can call it: the program is
// never built with the tag ci, so a call in its own code would not compile.
func LightWork() {
	liveWork = seal.WorkPractice
	lockout.Work = lockout.Cost{Memory: 64, Passes: 1}
}
