package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand"
	"os"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"matchbooth/data/entry"
	"matchbooth/data/wire"
)

// pair is a primary and a standby that it waits for.
type pair struct{ primary, standby *cluster }

// newPair starts both; the database for the hub is postgres.
func newPair(t *testing.T) *pair {
	t.Helper()
	if testing.Short() {
		t.Skip("two servers take their time to start")
	}
	if runtime.GOOS == "windows" {
		t.Skip("kill -9 is of Unix")
	}
	primary, err := startCluster()
	if errors.Is(err, errNoPostgres) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	p := &pair{primary: primary}
	t.Cleanup(func() {
		p.primary.stop()
		if p.standby != nil {
			p.standby.stop()
		}
	})
	p.join(t)
	return p
}

// join makes a standby of the primary, and has the primary wait for it.
func (p *pair) join(t *testing.T) {
	t.Helper()
	s, err := newCluster()
	if err != nil {
		t.Fatal(err)
	}
	from := fmt.Sprintf("host=127.0.0.1 port=%d user=postgres application_name=standby", p.primary.port)
	if out, err := s.command("pg_basebackup", "-D", s.dir+"/data", "-R", "-X", "stream", "-c", "fast", "-N", "-d", from).CombinedOutput(); err != nil {
		t.Fatalf("pg_basebackup: %v: %s", err, out)
	}
	if err := s.start(); err != nil {
		t.Fatal(err)
	}
	p.standby = s
	set(t, p.primary, "'ANY 1 (standby)'")
	p.wait(t, p.primary, "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'quorum' AND state = 'streaming'", 1)
}

// set says which standbys a server waits for.
func set(t *testing.T, c *cluster, names string) {
	t.Helper()
	run(t, c.address("postgres"), "SET synchronous_commit = local;;ALTER SYSTEM SET synchronous_standby_names = "+names+";;SELECT pg_reload_conf()")
}

// wait waits until a query gives a number.
func (p *pair) wait(t *testing.T, c *cluster, query string, want int) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), c.address("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	for range 1200 {
		var n int
		if err := conn.QueryRow(t.Context(), query).Scan(&n); err != nil {
			t.Fatal(err)
		}
		if n == want {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("%s does not become %d", query, want)
}

// fail kills the primary as a power cut would, and promotes the standby to its place.
func (p *pair) fail(t *testing.T) {
	t.Helper()
	p.primary.server.Process.Kill()
	p.primary.server.Wait()
	old := p.primary
	p.primary, p.standby = p.standby, nil
	set(t, p.primary, "''")
	run(t, p.primary.address("postgres"), "SELECT pg_promote()")
	p.wait(t, p.primary, "SELECT pg_is_in_recovery()::int", 0)
	time.Sleep(200 * time.Millisecond) // the old one's children have seen that their parent is gone
	os.RemoveAll(old.dir)
}

// cancelled has a commit that waits for a standby cancelled, as an impatient administrator or driver would.
const cancelled = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"

// trap is the way on which an acknowledged line is lost: the standby is away, a first try is cancelled while its commit
// waits and stays committed on the primary; a second try finds everything there. It says whether the second was
// acknowledged, and whether the line is there once the standby has taken over.
func trap(t *testing.T, weaken string) (acknowledged, there bool) {
	p := newPair(t)
	s, err := Open(t.Context(), p.primary.address("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	a := newBooth(1)
	allow(t, s, a)
	defer func(p, c time.Duration) { patience, commitSlow = p, c }(patience, commitSlow)
	patience, commitSlow = 10*time.Second, time.Hour // the hub does not refuse by itself here
	if weaken != "" {
		run(t, p.primary.address("postgres"), weaken)
	}
	l := a.line(entry.KindSignUp, a.person(1), "sealed")
	b := wire.Batch{Batch: "b", Lines: []wire.Line{l}}
	put(t, s, a, a.line(entry.KindSignUp, a.person(2), "before")) // everything is as it should be
	p.standby.server.Process.Kill()
	p.standby.server.Wait()
	p.wait(t, p.primary, "SELECT count(*) FROM pg_stat_replication", 0) // its children outlive it by a moment, and confirm
	first := make(chan error, 1)
	go func() {
		_, err := s.Put(context.Background(), a.caller(), b)
		first <- err
	}()
	p.wait(t, p.primary, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'", 1)
	run(t, p.primary.address("postgres"), cancelled)
	if err := <-first; !errors.Is(err, ErrUnknown) {
		t.Fatalf("the first, cancelled while it waited: %v", err)
	}
	patience = 2 * time.Second
	r, err := s.Put(context.Background(), a.caller(), b)
	if err != nil && !errors.Is(err, ErrUnknown) {
		t.Fatal(err)
	}
	acknowledged = err == nil && len(r.Saved) == 1
	go s.Close() // its commit still waits
	p.primary.server.Process.Kill()
	p.primary.server.Wait()
	// The standby, which was away, comes back alone and takes over.
	os.Remove(p.standby.dir + "/data/postmaster.pid")
	if err := p.standby.start(); err != nil {
		t.Fatal(err)
	}
	set(t, p.standby, "''")
	run(t, p.standby.address("postgres"), "SELECT pg_promote()")
	p.wait(t, p.standby, "SELECT pg_is_in_recovery()::int", 0)
	patience = 30 * time.Second
	return acknowledged, held(t, opened(t, p.standby.address("postgres")), l.ID) != ""
}

func TestWhatIsSentAgainWaitsForTheStandbyToo(t *testing.T) {
	if acknowledged, there := trap(t, ""); acknowledged || there {
		t.Errorf("acknowledged %v, there %v: it was nowhere but on the primary", acknowledged, there)
	}
}

// The twin: without the rows that every batch writes (here they are written past the log that standbys get), the second
// try is acknowledged, and the line is lost.
func TestWithoutReceiptsWhatIsSentAgainIsLost(t *testing.T) {
	acknowledged, there := trap(t, "SET synchronous_commit = local;;ALTER TABLE receipt SET UNLOGGED;;ALTER TABLE nonce SET UNLOGGED")
	if !acknowledged || there {
		t.Errorf("acknowledged %v, there %v: the protection is another than was thought", acknowledged, there)
	}
}

// A primary is killed at random while booths send, and its standby takes over: what was acknowledged is there, once.
func TestAPromotedStandbyHasWhatWasAcknowledged(t *testing.T) {
	rounds := 2
	if os.Getenv("MATCHBOOTH_LONG") != "" {
		rounds = 200
	}
	p := newPair(t)
	random := rand.New(rand.NewSource(2))
	const booths = 4
	var all [booths]*booth
	acknowledged := map[string]bool{}
	for n := range booths {
		all[n] = newBooth(n)
	}
	for round := range rounds {
		s, err := Open(t.Context(), p.primary.address("postgres"))
		if err != nil {
			t.Fatal(err)
		}
		allow(t, s, all[:]...)
		var mu sync.Mutex
		var sending sync.WaitGroup
		for _, b := range all {
			sending.Go(func() {
				for {
					l := b.line(entry.KindSignUp, b.person(int(b.seq)), "sealed")
					r, err := s.Put(context.Background(), b.caller(), wire.Batch{Batch: l.ID, Lines: []wire.Line{l}})
					if errors.Is(err, ErrBusy) && !errors.Is(err, ErrUnknown) {
						if s.Ping(context.Background()) == nil {
							continue // somebody was in its way
						}
					}
					if err != nil {
						return
					}
					mu.Lock()
					for _, id := range r.Saved {
						acknowledged[id] = true
					}
					mu.Unlock()
				}
			})
		}
		time.Sleep(time.Duration(100+random.Intn(600)) * time.Millisecond)
		p.fail(t)
		sending.Wait()
		s.Close()
		now := opened(t, p.primary.address("postgres"))
		there := map[string]int{}
		for _, l := range allOf(t, now, all[0]) {
			there[l.ID]++
		}
		for id := range acknowledged {
			if there[id] != 1 {
				t.Fatalf("round %d: an acknowledged line is there %d times", round, there[id])
			}
		}
		if round+1 < rounds {
			p.join(t)
		}
	}
	if len(acknowledged) == 0 {
		t.Fatal("nothing was ever acknowledged")
	}
	t.Logf("%d takeovers, %d acknowledged lines", rounds, len(acknowledged))
}

func allOf(t *testing.T, s *Store, b *booth) []wire.Line { return all(t, s, b, wire.Query{}) }
