package host

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"unsafe"

	"golang.org/x/sys/windows"
)

// The flags of SetThreadExecutionState.
const (
	esSystemRequired  = 0x00000001
	esDisplayRequired = 0x00000002
	esContinuous      = 0x80000000
)

func ways() []way {
	return []way{{"execution state", takeExecution}, {"lidless", takeLidless}}
}

// takeExecution keeps display and system awake. The execution state belongs to the thread that
// set it, so one thread is dedicated to setting and clearing it.
func takeExecution(context.Context) ([]string, func(), error) {
	result := make(chan error, 1)
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		runtime.LockOSThread() // never unlocked, so the thread ends with the goroutine
		defer close(ended)
		was, _, err := setThreadExecutionState.Call(esContinuous | esDisplayRequired | esSystemRequired)
		if was == 0 {
			result <- fmt.Errorf("asking Windows to stay awake: %w", err)
			return
		}
		result <- nil
		<-end
		setThreadExecutionState.Call(esContinuous)
	}()
	if err := <-result; err != nil {
		return nil, nil, err
	}
	return []string{NoScreen, NoSleep}, func() { close(end); <-ended }, nil
}

var getPwrCapabilities = windows.NewLazySystemDLL("powrprof.dll").NewProc("GetPwrCapabilities")

// takeLidless reports [NoLid] as held if there is no lid that anybody could close. What closing
// a lid does is the user's setting, which no program can override.
func takeLidless(context.Context) ([]string, func(), error) {
	var capabilities [256]byte // SYSTEM_POWER_CAPABILITIES; LidPresent is its third byte
	if ok, _, err := getPwrCapabilities.Call(uintptr(unsafe.Pointer(&capabilities))); ok&0xff == 0 {
		return nil, nil, fmt.Errorf("asking for a lid: %w", err)
	}
	if capabilities[2] != 0 {
		return nil, nil, errors.New("there is a lid")
	}
	return []string{NoLid}, func() {}, nil
}
