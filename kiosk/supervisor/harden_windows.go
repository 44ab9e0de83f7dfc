package supervisor

import "golang.org/x/sys/windows"

// noHeap leaves the heap out of a report of a crash (WER_FAULT_REPORTING_FLAG_NOHEAP), noUI shows none.
const (
	noHeap = 0x01
	noUI   = 0x20
)

var werSetFlags = windows.NewLazySystemDLL("kernel32.dll").NewProc("WerSetFlags")

// Harden asks Windows to show no report of a crash and to keep the heap, where keys and a visitor's
// answers stand, out of one; Go itself makes none unless GOTRACEBACK asks for it. It is a request:
// dumps that an administrator has set up (LocalDumps), and other programs of the same person, which
// may read this process's memory, are the system's to close (packaging/windows/README.md).
func Harden() {
	windows.SetErrorMode(windows.SEM_FAILCRITICALERRORS | windows.SEM_NOGPFAULTERRORBOX | windows.SEM_NOOPENFILEERRORBOX)
	if werSetFlags.Find() == nil {
		werSetFlags.Call(noHeap | noUI)
	}
}
