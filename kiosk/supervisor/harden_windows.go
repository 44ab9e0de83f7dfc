package supervisor

import "golang.org/x/sys/windows"

// noHeap leaves the heap out of a crash report (WER_FAULT_REPORTING_FLAG_NOHEAP); noUI shows no dialog.
const (
	noHeap = 0x01
	noUI   = 0x20
)

var werSetFlags = windows.NewLazySystemDLL("kernel32.dll").NewProc("WerSetFlags")

// Harden asks Windows not to show crash reports and to leave the heap, which holds keys and visitors'
// answers, out of them; Go itself makes none unless GOTRACEBACK asks for it. This is only a request:
// dumps configured by an administrator (LocalDumps), and other programs of the same user, which
// may read this process's memory, have to be shut out in the system's settings
// (packaging/windows/README.md).
func Harden() {
	windows.SetErrorMode(windows.SEM_FAILCRITICALERRORS | windows.SEM_NOGPFAULTERRORBOX | windows.SEM_NOOPENFILEERRORBOX)
	if werSetFlags.Find() == nil {
		werSetFlags.Call(noHeap | noUI)
	}
}
