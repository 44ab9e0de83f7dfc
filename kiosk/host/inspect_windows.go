package host

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	kernel32                = windows.NewLazySystemDLL("kernel32.dll")
	getSystemPowerStatus    = kernel32.NewProc("GetSystemPowerStatus")
	setThreadExecutionState = kernel32.NewProc("SetThreadExecutionState")
)

// systemPowerStatus is SYSTEM_POWER_STATUS from winbase.h.
type systemPowerStatus struct {
	ACLineStatus        byte // 0 battery, 1 mains, 255 unknown
	BatteryFlag         byte // 8 charging, 128 no battery, 255 unknown
	BatteryLifePercent  byte // 255 unknown
	SystemStatusFlag    byte
	BatteryLifeTime     uint32
	BatteryFullLifeTime uint32
}

func (p Probe) battery() Battery {
	var s systemPowerStatus
	if ok, _, _ := getSystemPowerStatus.Call(uintptr(unsafe.Pointer(&s))); ok == 0 {
		return Battery{}
	}
	return windowsBattery(s.ACLineStatus, s.BatteryFlag, s.BatteryLifePercent)
}

// space returns how much this user may still write to the disk of dir, taking quotas into
// account, and the disk's size, both in bytes.
func space(dir string) (free, total uint64, err error) {
	name, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, 0, err
	}
	err = windows.GetDiskFreeSpaceEx(name, &free, &total, nil)
	return free, total, err
}
