package supervisor

import (
	"context"
	"net"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// systemd listens on a socket and keeps what it hears.
func systemd(t *testing.T) (heard func() []string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "notify")
	c, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("NOTIFY_SOCKET", path)
	t.Setenv("WATCHDOG_USEC", "30000000")
	all := make(chan []string, 1)
	all <- nil
	go func() {
		buf := make([]byte, 1000)
		for {
			n, err := c.Read(buf)
			if err != nil {
				return
			}
			all <- append(<-all, string(buf[:n]))
		}
	}()
	t.Cleanup(func() { c.Close() })
	return func() []string {
		time.Sleep(50 * time.Millisecond)
		now := <-all
		all <- now
		return now
	}
}

func TestSystemdHearsAStartARunAndAStop(t *testing.T) {
	heard := systemd(t)
	b := supervised(t, "exit5,exit5,run")
	b.NoDisplay = time.Minute
	b.MostWait = 100 * time.Millisecond
	ctx, stop := context.WithTimeout(t.Context(), 1500*time.Millisecond)
	defer stop()
	if code := Run(ctx, b.Options); code != done {
		t.Fatalf("exit code %d: %s", code, b.stderr.String())
	}
	all := heard()
	ready := slices.Index(all, "READY=1")
	if ready < 0 {
		t.Fatalf("never ready: %q", all)
	}
	if !slices.Contains(all[:ready], startMore) || slices.Contains(all[ready:], startMore) {
		t.Errorf("more time to start was asked for at the wrong moment: %q", all)
	}
	rest := all[ready+1:]
	if len(rest) < 3 || !slices.Equal(rest[:2], []string{"STATUS=attract", "WATCHDOG=1"}) {
		t.Errorf("after READY came %q", rest)
	}
	if n := strings.Count(strings.Join(rest, "\n"), "WATCHDOG=1"); n < 10 {
		t.Errorf("%d times alive in a second of beats", n)
	}
	if !slices.Contains(rest, "STATUS=form") {
		t.Errorf("the screen was not told: %q", rest)
	}
	if i := slices.Index(all, "STOPPING=1"); i != len(all)-1 {
		t.Errorf("STOPPING came as message %d of %d", i+1, len(all))
	}
	if strings.Count(strings.Join(all, "\n"), "READY=1") != 1 {
		t.Errorf("ready more than once: %q", all)
	}
	for _, s := range b.starts(t) {
		if !strings.Contains(s, `notify=""`) {
			t.Errorf("the interface could speak to systemd: %s", s)
		}
	}
}

// An interface that takes its time to end goes on beating.
func TestSystemdHearsNothingAfterTheStop(t *testing.T) {
	heard := systemd(t)
	n := new(notifier)
	now := time.Now()
	n.beating("attract", "", now, 0)
	n.stopping()
	n.beating("form", "", now.Add(time.Second), 0)
	n.trying()
	if all := heard(); len(all) == 0 || all[len(all)-1] != "STOPPING=1" {
		t.Errorf("it heard %q", all)
	}
}

func TestSystemdHearsNothingOfASilentInterface(t *testing.T) {
	heard := systemd(t)
	b := supervised(t, "deaf")
	b.Patience = time.Minute
	ctx, stop := context.WithTimeout(t.Context(), 600*time.Millisecond)
	defer stop()
	over := make(chan int)
	go func() { over <- Run(ctx, b.Options) }()
	<-ctx.Done()
	if all := heard(); all[len(all)-1] != "STOPPING=1" {
		t.Errorf("while it waits for the interface to end, the last it said is %q", all[len(all)-1])
	}
	<-over
	all := heard()
	ready := slices.Index(all, "READY=1")
	if n := strings.Count(strings.Join(all[ready:], "\n"), "WATCHDOG=1"); n > 2 {
		t.Errorf("%d times alive, of two beats", n)
	}
}

func TestSystemdHearsThatTheBoothIsOutOfService(t *testing.T) {
	heard := systemd(t)
	b := supervised(t, "exit4,leave")
	b.run(t)
	if all := heard(); !slices.Contains(all, "STATUS=out of service, MB-21") {
		t.Errorf("heard %q", all)
	}
}
