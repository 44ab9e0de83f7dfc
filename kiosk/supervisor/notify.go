package supervisor

import (
	"time"

	"github.com/coreos/go-systemd/v22/daemon"

	"matchbooth/kiosk/session"
)

// notifier tells systemd how the booth does, where systemd listens (sd_notify(3)); elsewhere it does
// nothing. systemd restarts the whole service when it hears no WATCHDOG=1 for WatchdogSec. It hears
// one while beats come and while a fault is being mended (the next interface starts), not from an
// interface that has gone silent: a supervisor that cannot mend that does not hide it.
type notifier struct {
	ready    bool
	stopped  bool
	status   string
	lastBeat time.Time // told
}

// startMore is what is asked for, again and again, until the first beat: a booth that waits for its
// display or mends a fault is still starting.
const startMore = "EXTEND_TIMEOUT_USEC=120000000"

// beating says that a beat came from a screen; every is how often that is told at most.
func (n *notifier) beating(screen string, out session.Code, now time.Time, every time.Duration) {
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

// trying says that there is no interface that beats, and that this is being seen to.
func (n *notifier) trying() {
	if n.status != "starting" {
		n.status = "starting"
		daemon.SdNotify(false, "STATUS=starting")
	}
	if !n.ready {
		daemon.SdNotify(false, startMore)
	}
	daemon.SdNotify(false, daemon.SdNotifyWatchdog)
}

// stopping says, once, that the booth ends.
func (n *notifier) stopping() {
	if !n.stopped {
		n.stopped = true
		daemon.SdNotify(false, daemon.SdNotifyStopping)
	}
}
