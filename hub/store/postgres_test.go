package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"matchbooth/data/entry"
	"matchbooth/data/wire"
)

// proxy stands before PostgreSQL and can cut a connection around its next COMMIT.
type proxy struct {
	net.Listener
	to string

	mu  sync.Mutex
	cut string // "before" or "after" the commit reaches the server; "" not at all
}

func newProxy(t *testing.T, to string) *proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{Listener: l, to: to}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go p.serve(c)
		}
	}()
	return p
}

// next has the next commit cut.
func (p *proxy) next(cut string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cut = cut
}

func (p *proxy) serve(c net.Conn) {
	defer c.Close()
	s, err := net.Dial("tcp", p.to)
	if err != nil {
		return
	}
	defer s.Close()
	var quiet sync.Mutex // held: nothing goes back to the client any more
	gone := false
	go func() {
		buf := make([]byte, 64<<10)
		for {
			n, err := s.Read(buf)
			if err != nil {
				c.Close()
				return
			}
			quiet.Lock()
			if !gone {
				c.Write(buf[:n])
			}
			quiet.Unlock()
		}
	}()
	buf := make([]byte, 64<<10)
	for {
		n, err := c.Read(buf)
		if err != nil {
			return
		}
		cut := ""
		if bytes.HasPrefix(buf[:n], []byte("Q\x00\x00\x00\x0bcommit\x00")) {
			p.mu.Lock()
			cut, p.cut = p.cut, ""
			p.mu.Unlock()
		}
		switch cut {
		case "before":
			return
		case "after":
			quiet.Lock()
			gone = true
			quiet.Unlock()
			s.Write(buf[:n])
			time.Sleep(300 * time.Millisecond) // it is carried out; the answer is lost
			return
		}
		if _, err := s.Write(buf[:n]); err != nil {
			return
		}
	}
}

func postgresOf(t *testing.T) (*Store, string) {
	at := postgresDatabase(t)
	return opened(t, at), at
}

// An answer that is lost, before or after the commit: it is unknown, and never "saved"; sent again it is saved once.
func TestALostAnswerIsUnknown(t *testing.T) {
	at := postgresDatabase(t)
	direct := opened(t, at)
	_, rest, _ := strings.Cut(at, "@")
	host, path, _ := strings.Cut(rest, "/")
	p := newProxy(t, host)
	s := opened(t, "postgres://postgres@"+p.Addr().String()+"/"+path)
	a := newBooth(1)
	allow(t, s, a)
	for n, cut := range []string{"before", "after", "before", "after"} {
		l := a.line(entry.KindSignUp, a.person(n), "sealed")
		batch := wire.Batch{Batch: cut, Lines: []wire.Line{l}}
		p.next(cut)
		if _, err := s.Put(t.Context(), a.caller(), batch); !errors.Is(err, ErrUnknown) {
			t.Fatalf("cut %s the commit: %v", cut, err)
		}
		if there := held(t, direct, l.ID) != ""; there != (cut == "after") {
			t.Errorf("cut %s the commit: there is %v", cut, there)
		}
		if r, err := s.Put(t.Context(), a.caller(), batch); err != nil || len(r.Saved) != 1 {
			t.Errorf("sent again: %+v, %v", r, err)
		}
		if n, want := stats(t, direct).Entries, int64(n+1); n != want {
			t.Errorf("%d lines, not %d", n, want)
		}
	}
}

// run runs a statement on a database, past the store.
func run(t *testing.T, at, sql string) {
	t.Helper()
	at, _, _ = strings.Cut(at, "&pool")
	conn, err := pgx.Connect(context.Background(), at)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	for _, sql := range strings.Split(sql, ";;") {
		if _, err := conn.Exec(context.Background(), sql); err != nil {
			t.Fatal(err)
		}
	}
}

// What the server says at the commit itself, by a constraint that is checked there.
func TestWhatACommitSaysIsBelievedAsFarAsItGoes(t *testing.T) {
	for _, c := range []struct {
		name, says string
		want       error
		there      int64
	}{
		{"a serialization failure, every time", "RAISE EXCEPTION 'x' USING ERRCODE = '40001'", ErrBusy, 0},
		{"completion unknown", "RAISE EXCEPTION 'x' USING ERRCODE = '40003'", ErrUnknown, 0},
		{"a warning", "RAISE WARNING 'x'", ErrUnknown, 1},
		{"a notice", "RAISE NOTICE 'x'", nil, 1},
		{"a full disk", "RAISE EXCEPTION 'x' USING ERRCODE = '53100'", ErrFull, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, at := postgresOf(t)
			a := newBooth(1)
			allow(t, s, a)
			run(t, at, "CREATE FUNCTION says() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "+c.says+"; RETURN NULL; END $$;;"+
				"CREATE CONSTRAINT TRIGGER says AFTER INSERT ON receipt DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION says()")
			defer func(n int) { tries = n }(tries)
			tries = 3
			l := a.line(entry.KindSignUp, a.person(1), "sealed")
			_, err := s.Put(t.Context(), a.caller(), wire.Batch{Batch: "one", Lines: []wire.Line{l}})
			if !errors.Is(err, c.want) || c.want == nil && err != nil {
				t.Errorf("%v, not %v", err, c.want)
			}
			run(t, at, "DROP TRIGGER says ON receipt")
			if n := stats(t, s).Entries; n != c.there {
				t.Errorf("%d lines are there", n)
			}
			if r := put(t, s, a, l); len(r.Saved) != 1 || stats(t, s).Entries != 1 {
				t.Errorf("sent again: %+v", r)
			}
		})
	}
}

// A serialization failure that passes is tried again, and nobody hears of it.
func TestWhatGetsInTheWayIsTriedAgain(t *testing.T) {
	s, at := postgresOf(t)
	a := newBooth(1)
	allow(t, s, a)
	run(t, at, "CREATE SEQUENCE tries;;CREATE FUNCTION says() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF nextval('tries') < 4 THEN RAISE EXCEPTION 'x' USING ERRCODE = '40001'; END IF; RETURN NULL; END $$;;"+
		"CREATE CONSTRAINT TRIGGER says AFTER INSERT ON receipt DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION says()")
	if r := put(t, s, a, a.line(entry.KindSignUp, a.person(1), "sealed")); len(r.Saved) != 1 {
		t.Errorf("%+v", r)
	}
	if n := stats(t, s); n.Entries != 1 || n.Receipts != 1 {
		t.Errorf("%+v", n)
	}
}

// No standby is there: the first batch is unknown, those after it are refused before anything is written, and once the
// standby is back (here: no longer asked for), what waited is found.
func TestWithoutItsStandbyNothingIsAcknowledged(t *testing.T) {
	s, at := postgresOf(t)
	a := newBooth(1)
	allow(t, s, a)
	defer func(p, c time.Duration) { patience, commitSlow = p, c }(patience, commitSlow)
	patience, commitSlow = 700*time.Millisecond, 300*time.Millisecond
	set := func(names string) {
		run(t, at, "SET synchronous_commit = local;;ALTER SYSTEM SET synchronous_standby_names = '"+names+"';;SELECT pg_reload_conf()")
		time.Sleep(300 * time.Millisecond)
	}
	set("ANY 1 (nobody)")
	defer set("")
	first := wire.Batch{Batch: "first", Lines: []wire.Line{a.line(entry.KindSignUp, a.person(1), "sealed")}}
	second := wire.Batch{Batch: "second", Lines: []wire.Line{a.line(entry.KindSignUp, a.person(2), "sealed")}}
	if _, err := s.Put(t.Context(), a.caller(), first); !errors.Is(err, ErrUnknown) {
		t.Fatalf("the first: %v", err)
	}
	for _, b := range []wire.Batch{second, first} {
		if _, err := s.Put(t.Context(), a.caller(), b); !errors.Is(err, ErrBusy) {
			t.Fatalf("%s: %v", b.Batch, err)
		}
	}
	set("")
	for wait := 0; s.engine.(*postgresEngine).stalled(); wait++ {
		if wait == 500 {
			t.Fatal("the first still waits")
		}
		time.Sleep(20 * time.Millisecond)
	}
	patience = 30 * time.Second
	if n := stats(t, s).Entries; n != 1 {
		t.Errorf("%d lines: the second was written although it was refused, or the first was not", n)
	}
	for _, b := range []wire.Batch{first, second} {
		if r, err := s.Put(t.Context(), a.caller(), b); err != nil || len(r.Saved) != 1 {
			t.Errorf("%s again: %+v, %v", b.Batch, r, err)
		}
	}
	if n := stats(t, s); n.Entries != 2 || n.Receipts != 3 {
		t.Errorf("%+v", n)
	}
}

func TestTwoHubsMakeTheTablesOnce(t *testing.T) {
	at := postgresDatabase(t)
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			s, err := Open(context.Background(), at)
			if err != nil {
				t.Error(err)
				return
			}
			s.Close()
		})
	}
	all.Wait()
}

func TestACommitIsJudged(t *testing.T) {
	server := func(severity, code string) error {
		return &pgconn.PgError{SeverityUnlocalized: severity, Code: code}
	}
	for _, c := range []struct {
		name  string
		err   error
		again bool
		want  error
	}{
		{"a warning", nil, false, ErrUnknown},
		{"the connection broke", io.ErrUnexpectedEOF, false, ErrUnknown},
		{"the server went away", server("FATAL", "57P01"), false, ErrUnknown},
		{"it does not know", server("ERROR", "40003"), false, ErrUnknown},
		{"the connection, by the server", server("ERROR", "08006"), false, ErrUnknown},
		{"serialization", server("ERROR", "40001"), true, nil},
		{"deadlock", server("ERROR", "40P01"), true, nil},
		{"rolled back", pgx.ErrTxCommitRollback, false, ErrBusy},
	} {
		again, err := judgeCommit(c.err)
		if again != c.again || !errors.Is(err, c.want) && c.want != nil {
			t.Errorf("%s: again %v, %v", c.name, again, err)
		}
	}
}

// Two hubs stand before one database, and booths send to whichever answers; the connections of one are cut again and
// again in the middle of its batches. Everything is there once, and everything that was acknowledged.
func TestTwoHubsOnOneDatabase(t *testing.T) {
	batches := 60
	if os.Getenv("MATCHBOOTH_LONG") != "" {
		batches = 4000
	}
	at := postgresDatabase(t)
	_, rest, _ := strings.Cut(at, "@")
	host, path, _ := strings.Cut(rest, "/")
	p := newProxy(t, host)
	hubs := []*Store{opened(t, at), opened(t, "postgres://postgres@"+p.Addr().String()+"/"+path)}
	var all sync.WaitGroup
	var cuts atomic.Int64
	want := map[string]wire.Line{}
	for n := range 4 {
		a := newBooth(n)
		allow(t, hubs[0], a)
		var mine []wire.Batch
		for i := range batches {
			b := wire.Batch{Batch: fmt.Sprint(n, i), Lines: []wire.Line{a.line(entry.KindSignUp, a.person(2*i), "sealed"), a.line(entry.KindSignUp, a.person(2*i+1), "sealed too")}}
			mine = append(mine, b)
			for _, l := range b.Lines {
				want[l.ID] = l
			}
		}
		all.Go(func() {
			for i, b := range mine {
				for try := 0; ; try++ {
					if try%2 == 0 && i%5 == n {
						p.next([]string{"before", "after"}[i%2])
					}
					r, err := hubs[(i+try)%2].Put(context.Background(), a.caller(), b)
					if err == nil && len(r.Saved) == 2 {
						break
					}
					if errors.Is(err, ErrUnknown) {
						cuts.Add(1)
					} else if !errors.Is(err, ErrBusy) {
						t.Errorf("%+v, %v", r, err)
						return
					}
				}
			}
		})
	}
	all.Wait()
	if cuts.Load() == 0 {
		t.Error("no connection was ever cut in a commit")
	}
	for _, s := range hubs {
		p.next("")
		got := allOf(t, s, newBooth(0))
		for _, l := range got {
			if w, ok := want[l.ID]; !ok || string(w.Sealed) != string(l.Sealed) {
				t.Errorf("%s is another", l.ID)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%d lines, not %d", len(got), len(want))
		}
	}
	if n := stats(t, hubs[0]); n.Entries != int64(len(want)) || n.Apart != 0 {
		t.Errorf("%+v", n)
	}
}
