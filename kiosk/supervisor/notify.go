package supervisor

import (
	"time"

	"github.com/coreos/go-systemd/v22/daemon"

	"matchbooth/kiosk/session"
)

// notifier reports the booth's state to systemd (sd_notify(3)); where systemd does not listen it does
// nothing. systemd restarts the whole service when it gets no WATCHDOG=1 for WatchdogSec. It gets
// one while beats arrive and while the supervisor recovers from a fault (the next interface is
// starting), but not while an interface is silent: a supervisor that cannot fix that must not hide it.
type notifier struct {
	ready    bool
	stopped  bool
	status   string
	lastBeat time.Time // the last one reported
}

// startMore asks for more start-up time. It is sent repeatedly until the first beat: a booth that
// waits for its display or recovers from a fault is still starting.
const startMore = "EXTEND_TIMEOUT_USEC=120000000"

// beating reports a beat from a screen; every is the shortest time between two watchdog messages.
func (n *notifier) beating(screen string, out session.Code, now time.Time, every time.Duration) {
	if n.stopped {
		return
	}
	if !n.ready {
		n.ready = true
		daemon.SdNotify(false, daemon.SdNotifyReady)
	}
	status := screen
	if out != "" {
		status = "out of service, " + string(out)
	}
	if status != n.status {
		n.status = status
		daemon.SdNotify(false, "STATUS="+status)
	}
	if now.Sub(n.lastBeat) >= every {
		n.lastBeat = now
		daemon.SdNotify(false, daemon.SdNotifyWatchdog)
	}
}

// trying reports that no interface is beating, and that the supervisor is working on it.
func (n *notifier) trying() {
	if n.stopped {
		return
	}
	if n.status != "starting" {
		n.status = "starting"
		daemon.SdNotify(false, "STATUS=starting")
	}
	if !n.ready {
		daemon.SdNotify(false, startMore)
	}
	daemon.SdNotify(false, daemon.SdNotifyWatchdog)
}

// stopping reports, once, that the booth is shutting down. Whatever the interface does until it has ended is not told any more.
func (n *notifier) stopping() {
	if !n.stopped {
		n.stopped = true
		daemon.SdNotify(false, daemon.SdNotifyStopping)
	}
}
