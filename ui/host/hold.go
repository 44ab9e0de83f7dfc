package host

import (
	"sync/atomic"
	"time"
)

// Patience is how long a bus or a display may take to answer.
const Patience = 2 * time.Second

// mayGoDark is what the last Hold found.
var mayGoDark atomic.Bool
