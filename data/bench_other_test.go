//go:build !linux

package data

import "time"

// processor is the processor time that this process has had; 0 where nobody asked the system for it yet.
func processor() time.Duration { return 0 }
