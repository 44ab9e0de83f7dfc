package app

import (
	"os"
	"runtime/debug"
	"testing"
)

// TestMain lets the collector wait: these tests keep every page in every size, and to look through them again and again took
// half of their time. Where memory is short it does not wait.
func TestMain(m *testing.M) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
		debug.SetMemoryLimit(4 << 30)
	}
	os.Exit(m.Run())
}
