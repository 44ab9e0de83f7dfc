package session

// Code is a fault code, short enough to be read out over the telephone.
type Code string

// The codes. CodeWrite, CodeDisk and CodeBattery are set by the interface itself: the supervisor cannot
// detect these faults.
const (
	CodeCrash    Code = "MB-11"
	CodeHang     Code = "MB-12"
	CodeStart    Code = "MB-13"
	CodeStore    Code = "MB-21"
	CodeWrite    Code = "MB-22"
	CodeDisk     Code = "MB-31"
	CodeBattery  Code = "MB-32"
	CodeDisplay  Code = "MB-41"
	CodeGraphics Code = "MB-42"
)

// Codes is the table of all codes: what each one means, for the log, and the fault that the booth
// shows with it. docs/kiosk.md explains them to users.
var Codes = map[Code]struct{ Means, Fault string }{
	CodeCrash:    {"the interface broke down", FaultCrash},
	CodeHang:     {"the interface no longer answered", FaultCrash},
	CodeStart:    {"the interface did not start", FaultCrash},
	CodeStore:    {"the data folder cannot be opened", FaultStore},
	CodeWrite:    {"writing to the data folder failed", FaultStore},
	CodeDisk:     {"the disk is nearly full", FaultDisk},
	CodeBattery:  {"the battery is nearly empty", FaultBattery},
	CodeGraphics: {"the computer cannot draw the window: no usable OpenGL", FaultCrash},
	CodeDisplay:  {"there is no display", FaultCrash},
}
