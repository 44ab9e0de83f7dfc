package super

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"
)

// Options are what a supervisor needs. The times are for tests; zero is what the package says.
type Options struct {
	Program string   // the program to start
	Args    []string // its arguments: the supervisor's own
	Env     []string // its environment; nil: the supervisor's own
	Data    string   // the data folder: crash reports go to its folder "crash"
	Version string   // for crash reports
	Stderr  io.Writer
	Log     *slog.Logger // nil: to Stderr

	Patience, FirstPatience time.Duration
	MostWait                time.Duration // between two starts: 30 s
	NoDisplay               time.Duration // how long to wait for a display: a minute
	FaultsWithin            time.Duration
	FaultsAllowed           int
}

// exit codes of the supervisor, which are those of the command line.
const (
	done   = 0
	failed = 1
)

// Run keeps the interface going until it is left, a signal ends the context, or nothing helps any
// more, and gives the exit code of the program: 0 left on purpose or by a signal, 1 failed.
func Run(ctx context.Context, o Options) (code int) {
	s := &supervisor{Options: o}
	s.usual()
	noCores()
	defer s.tell(daemon.SdNotifyStopping)
	return s.run(ctx)
}

type supervisor struct {
	Options
	faults []time.Time // within FaultsWithin
	row    int         // faults in a row that came soon after the start
	out    Code        // out of service because of this
	outbad int         // how often it failed even so
	blind  time.Time   // since when there is no display
	ready  bool        // systemd knows
}

func (s *supervisor) usual() {
	set := func(d *time.Duration, usual time.Duration) {
		if *d == 0 {
			*d = usual
		}
	}
	set(&s.Patience, Patience)
	set(&s.FirstPatience, FirstPatience)
	set(&s.MostWait, 30*time.Second)
	set(&s.NoDisplay, time.Minute)
	set(&s.FaultsWithin, FaultsWithin)
	if s.FaultsAllowed == 0 {
		s.FaultsAllowed = FaultsAllowed
	}
	if s.Stderr == nil {
		s.Stderr = os.Stderr
	}
	if s.Log == nil {
		s.Log = slog.New(slog.NewTextHandler(s.Stderr, nil))
	}
	if s.Env == nil {
		s.Env = os.Environ()
	}
}

func (s *supervisor) run(ctx context.Context) int {
	for {
		l, err := s.live(ctx)
		switch {
		case ctx.Err() != nil:
			return done
		case err != nil:
			fmt.Fprintf(s.Stderr, "matchbooth: the booth cannot be started (%v); install the program again\n", err)
			return failed
		case l.hung: // a fault, whatever it ended with
		case l.code == ExitDone:
			return done
		case l.code == ExitLocked: // it has said why
			return failed
		case l.code == ExitAgain:
			s.faults, s.out, s.outbad = nil, "", 0
			continue
		}
		wait, goOn := s.after(l)
		if !goOn {
			return failed
		}
		if !s.rest(ctx, wait) {
			return done
		}
	}
}

// after decides what follows on a fault: how long to wait for the next start, or to give up.
func (s *supervisor) after(l life) (wait time.Duration, goOn bool) {
	c := codeOf(l)
	now := l.ended
	s.Log.Warn("the interface ended", "code", string(c), "what", Codes[c], "how", l.how, "screen", l.screen, "up", l.ended.Sub(l.begun).Round(time.Second/10))
	if c == CodeDisplay {
		if s.blind.IsZero() || l.beat {
			s.blind = now
		}
		if now.Sub(s.blind) > s.NoDisplay {
			fmt.Fprintln(s.Stderr, "matchbooth: there is no display to open the booth on; check cable and session, then start it again")
			return 0, false
		}
		return min(s.NoDisplay/10, 2*time.Second), true
	}
	s.blind = time.Time{}
	if c != CodeStore {
		if path, err := report(filepath.Join(s.Data, "crash"), s.Version, c, l); err != nil {
			s.Log.Warn("no crash report", "reason", err)
		} else {
			s.Log.Info("crash report", "file", filepath.Base(path))
		}
	}
	if l.beat && l.ended.Sub(l.begun) >= s.FaultsWithin {
		s.faults, s.outbad = nil, 0 // it had been well for long
	}
	s.faults = append(s.faults, now)
	if s.row++; l.ended.Sub(l.begun) >= soon {
		s.row = 1
	}
	for now.Sub(s.faults[0]) > s.FaultsWithin {
		s.faults = s.faults[1:]
	}
	if s.out != "" {
		if s.outbad++; s.outbad >= FaultsAllowed {
			fmt.Fprintf(s.Stderr, "matchbooth: the booth failed again and again (%s, last %s); look into the folder crash, restart the computer, else ask the organiser\n", s.out, c)
			return 0, false
		}
	} else if c == CodeStore || len(s.faults) > s.FaultsAllowed {
		s.out = c
		s.Log.Error("out of service", "code", string(c), "what", Codes[c])
		return 0, true
	}
	return backOff(s.row, s.MostWait), true
}

func codeOf(l life) Code {
	switch {
	case l.hung:
		return CodeHang
	case l.code == ExitNoStore:
		return CodeStore
	case l.code == ExitNoWindow:
		return CodeDisplay
	case !l.beat:
		return CodeStart
	}
	return CodeCrash
}

// environment is the interface's.
func (s *supervisor) environment() []string {
	var env []string
	for _, v := range s.Env {
		if !strings.HasPrefix(v, envSupervised+"=") && !strings.HasPrefix(v, envOut+"=") && !strings.HasPrefix(v, "NOTIFY_SOCKET=") {
			env = append(env, v)
		}
	}
	env = append(env, envSupervised+"=1")
	if s.out != "" {
		env = append(env, envOut+"="+string(s.out))
	}
	return env
}

// soon is how long an interface must have lived for its end not to be taken for that of the one
// before: then the next start is at once.
const soon = 5 * time.Second

// rest waits, and tells systemd meanwhile that the supervisor is alive. It is false when the
// context ends.
func (s *supervisor) rest(ctx context.Context, d time.Duration) bool {
	until := time.NewTimer(d)
	defer until.Stop()
	alive := time.NewTicker(aliveEvery)
	defer alive.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-until.C:
			return true
		case <-alive.C:
			s.tell(daemon.SdNotifyWatchdog)
		}
	}
}

// aliveEvery is how often systemd hears of the supervisor; the service allows 30 s.
const aliveEvery = 5 * time.Second

// tell says something to systemd, if it listens.
func (s *supervisor) tell(what string) { daemon.SdNotify(false, what) }
