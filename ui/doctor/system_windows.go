package doctor

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	user32               = windows.NewLazySystemDLL("user32.dll")
	getSystemMetrics     = user32.NewProc("GetSystemMetrics")
	enumDisplayDevices   = user32.NewProc("EnumDisplayDevicesW")
	globalMemoryStatusEx = windows.NewLazySystemDLL("kernel32.dll").NewProc("GlobalMemoryStatusEx")
)

// Indexes for GetSystemMetrics (winuser.h).
const (
	smCXScreen  = 0
	smCYScreen  = 1
	smCMonitors = 80
	smDigitizer = 94
)

func metric(n uintptr) int {
	v, _, _ := getSystemMetrics.Call(n)
	return int(int32(v))
}

func (c *Computer) system() {
	c.Screens = windowsScreens
	c.Digital = func() (bool, bool) { return touchDigitizer(metric(smDigitizer)), true }
	c.Adapter = adapter
	c.Memory = windowsMemory
	c.Locked = locked
	c.Volume = volume
}

// windowsScreens reports the primary screen and how many screens there are.
func windowsScreens(context.Context) (Screens, error) {
	w, h := metric(smCXScreen), metric(smCYScreen)
	if w == 0 || h == 0 {
		return Screens{}, errors.New("no screen is shown")
	}
	s := Screens{Touches: -1, Lit: []Screen{{Name: "1", Width: w, Height: h}}}
	return s, nil
}

// displayDevice is DISPLAY_DEVICEW.
type displayDevice struct {
	Size         uint32
	DeviceName   [32]uint16
	DeviceString [128]uint16
	StateFlags   uint32
	DeviceID     [128]uint16
	DeviceKey    [128]uint16
}

// adapter returns the name of the graphics adapter that the desktop is on.
func adapter() string {
	for n := uintptr(0); n < 16; n++ {
		var d displayDevice
		d.Size = uint32(unsafe.Sizeof(d))
		if ok, _, _ := enumDisplayDevices.Call(0, n, uintptr(unsafe.Pointer(&d)), 0); ok == 0 {
			break
		}
		if d.StateFlags&1 != 0 { // DISPLAY_DEVICE_ATTACHED_TO_DESKTOP
			return windows.UTF16ToString(d.DeviceString[:])
		}
	}
	return ""
}

// memoryStatus is MEMORYSTATUSEX.
type memoryStatus struct {
	Length, Load                                                                            uint32
	TotalPhys, AvailPhys, TotalPage, AvailPage, TotalVirtual, AvailVirtual, AvailExtVirtual uint64
}

func windowsMemory() (total, free uint64) {
	var m memoryStatus
	m.Length = uint32(unsafe.Sizeof(m))
	if ok, _, _ := globalMemoryStatusEx.Call(uintptr(unsafe.Pointer(&m))); ok == 0 {
		return 0, 0
	}
	return m.TotalPhys, m.AvailPhys
}

// locked tries to take a shared lock and releases it at once: Windows has no way to query it.
func locked(dir string) (bool, error) {
	f, err := os.Open(filepath.Join(dir, "lock"))
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer f.Close()
	h := windows.Handle(f.Fd())
	err = windows.LockFileEx(h, windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, new(windows.Overlapped))
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) || errors.Is(err, windows.ERROR_IO_PENDING) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	return false, windows.UnlockFileEx(h, 0, 1, 0, new(windows.Overlapped))
}

func volume(dir string) (Volume, error) {
	name, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return Volume{}, err
	}
	var root [windows.MAX_PATH + 1]uint16
	if err := windows.GetVolumePathName(name, &root[0], uint32(len(root))); err != nil {
		return Volume{}, err
	}
	var v Volume
	switch windows.GetDriveType(&root[0]) {
	case windows.DRIVE_REMOTE:
		v.Type = "network"
		return v, nil
	case windows.DRIVE_REMOVABLE:
		v.Removable = true
	case windows.DRIVE_RAMDISK:
		v.Type = "ramfs"
		return v, nil
	}
	var system [64]uint16
	if err := windows.GetVolumeInformation(&root[0], nil, 0, nil, nil, nil, &system[0], uint32(len(system))); err != nil {
		return v, err
	}
	v.Type = windows.UTF16ToString(system[:])
	return v, nil
}
