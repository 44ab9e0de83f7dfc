package supervisor

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"matchbooth/kiosk/session"
)

// Options are what a supervisor needs. The times and counts are for tests; zero means the package's
// default.
type Options struct {
	Program string       // the program to start
	Args    []string     // its arguments: the same as the supervisor's own
	Env     []string     // its environment; nil: the supervisor's own
	Data    string       // the data folder: crash reports go to its subfolder "crash"
	Version string       // for crash reports
	SpareGL bool         // WithSoftGL is worth a try when nothing can be drawn
	Stderr  io.Writer    // nil: the process's own
	Log     *slog.Logger // nil: to Stderr

	Patience, FirstPatience time.Duration
	MostWait, NoDisplay     time.Duration
	FaultsWithin            time.Duration
	FaultsAllowed           int

	alive time.Duration // interval between the messages to systemd
	told  time.Duration // how long after the interface's signal the supervisor's own may arrive
}

// The supervisor's exit codes, which are those of the command line.
const (
	done       = 0
	failed     = 1
	misused    = 2
	noGraphics = ExitNoGraphics
)

// Run keeps the interface running until somebody leaves it, the context or a signal (interrupt,
// terminate, hang-up) ends it, or the supervisor gives up. It returns the exit code of the program:
// 0 left on purpose or by a signal, 1 failed, 2 misuse, [ExitNoGraphics].
func Run(ctx context.Context, o Options) (code int) {
	Harden()
	ends := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // it is ignored under nohup
		ends = append(ends, syscall.SIGHUP)
	}
	ctx, stop := signal.NotifyContext(ctx, ends...)
	defer stop()
	if o.Stderr == nil {
		o.Stderr = os.Stderr
	}
	out := newOutlet(o.Stderr)
	defer out.close()
	s := &supervisor{Options: o.usual(out)}
	s.policy = policy{allowed: s.FaultsAllowed, within: s.FaultsWithin, most: s.MostWait, noDisplay: s.NoDisplay, spare: s.SpareGL}
	defer s.stopping()
	return s.run(ctx)
}

func (o Options) usual(out io.Writer) Options {
	set := func(d *time.Duration, usual time.Duration) {
		if *d == 0 {
			*d = usual
		}
	}
	set(&o.Patience, patience)
	set(&o.FirstPatience, firstPatience)
	set(&o.MostWait, mostWait)
	set(&o.NoDisplay, noDisplay)
	set(&o.FaultsWithin, faultsWithin)
	set(&o.alive, 5*time.Second)
	set(&o.told, time.Second)
	if o.FaultsAllowed == 0 {
		o.FaultsAllowed = faultsAllowed
	}
	o.Stderr = out
	if o.Log == nil {
		o.Log = slog.New(slog.NewTextHandler(out, nil))
	}
	if o.Env == nil {
		o.Env = os.Environ()
	}
	return o
}

type supervisor struct {
	Options
	policy  policy
	undrawn bool // a report says that nothing can be drawn
	notifier
}

func (s *supervisor) run(ctx context.Context) int {
	for first := true; ; first = false {
		l, err := s.live(ctx)
		switch {
		case ctx.Err() != nil:
			return done
		case l.stuck:
			s.say("the booth hangs in the computer's graphics or disk and cannot be ended; restart the computer")
			return failed
		case err != nil && first: // on later starts the program may just be being replaced
			s.say("the booth cannot be started; install the program again (%v)", err)
			return failed
		}
		// Something sent the interface a signal, such as a guard against running out of memory. If the whole session is
		// ending, the supervisor gets a signal as well, now or in a moment; if not, the booth goes on.
		if l.code == ExitTold && !s.rest(ctx, s.told) {
			return done
		}
		v := s.policy.after(l)
		switch v.next {
		case end:
			return done
		case misuse:
			return misused
		case locked:
			return failed
		}
		if v.soft {
			s.Log.Warn("OpenGL cannot draw the window: the processor does")
		}
		if v.code != "" {
			s.record(v.code, l)
		}
		if v.out {
			s.Log.Error("out of service", "code", string(v.code), "what", session.Codes[v.code].Means)
		}
		if v.next == giveUp {
			switch v.code {
			case session.CodeDisplay:
				s.say("there is no display to open the booth on; check cable and session, then start it again")
			case session.CodeGraphics:
				s.say("%s: this computer cannot draw the window; \"matchbooth doctor\" says what to do", v.code)
				return noGraphics
			default:
				s.say("the booth failed again and again (%s, last %s); restart the computer, and if that does not help show the folder crash to whoever looks after it", s.policy.out, v.code)
			}
			return failed
		}
		if !s.rest(ctx, v.wait) {
			return done
		}
	}
}

// say tells the person at the terminal, or the systemd journal, how the booth ended.
func (s *supervisor) say(format string, a ...any) {
	fmt.Fprintf(s.Stderr, "matchbooth: "+format+"\n", a...)
}

// record logs a fault and writes its crash report.
func (s *supervisor) record(c session.Code, l life) {
	s.Log.Warn("the interface ended", "code", string(c), "what", session.Codes[c].Means, "how", l.how,
		"screen", l.screen, "up", l.up().Round(time.Second/10))
	if s.Data == "" || c == session.CodeStore || c == session.CodeDisplay { // the interface has said why itself
		return
	}
	if c == session.CodeGraphics {
		if s.undrawn {
			return // it is tried several times: one report says it
		}
		s.undrawn = true
	}
	path, err := report{code: c, life: l, version: s.Version, program: s.Program}.write(filepath.Join(s.Data, "crash"))
	if err != nil {
		s.Log.Warn("no crash report", "reason", err)
		return
	}
	s.Log.Info("crash report", "file", filepath.Base(path))
}

// environment returns the interface's environment. It leaves out what is meant only for the
// supervisor, what would suppress a stack trace, and what could come between visitors and the
// booth: foreign code (LD_PRELOAD, LD_AUDIT), changed behaviour of Go (GODEBUG), an input method with
// windows and menus of its own, other fonts and platforms for the toolkit. This does not protect
// against somebody who can write the account's files, who could change the program's arguments as
// well; it protects against leftovers in a profile.
func (s *supervisor) environment() []string {
	var env []string
	for _, v := range s.Env {
		switch name, _, _ := strings.Cut(v, "="); strings.ToUpper(name) {
		case envSupervised, envOut, "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "GOTRACEBACK":
		case "LD_PRELOAD", "LD_AUDIT", "GODEBUG", "XMODIFIERS", "GTK_IM_MODULE", "QT_IM_MODULE", "SDL_IM_MODULE":
		case "FYNE_FONT", "FYNE_FONT_MONOSPACE", "FYNE_FONT_SYMBOL", "FYNE_THEME", "FYNE_PLATFORM":
		default:
			env = append(env, v)
		}
	}
	env = append(env, envSupervised+"=1", "GOTRACEBACK=all", "XMODIFIERS=@im=none")
	if s.policy.out != "" {
		env = append(env, envOut+"="+string(s.policy.out))
	}
	if s.policy.soft {
		env = WithSoftGL(env)
	}
	return env
}

// rest waits for d and meanwhile tells systemd that the supervisor is alive. It returns false when
// the context is done.
func (s *supervisor) rest(ctx context.Context, d time.Duration) bool {
	until := time.NewTimer(d)
	defer until.Stop()
	alive := time.NewTicker(s.alive)
	defer alive.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-until.C:
			return ctx.Err() == nil
		case <-alive.C:
			s.trying()
		}
	}
}
