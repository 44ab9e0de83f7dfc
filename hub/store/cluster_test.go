package store

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// cluster is a PostgreSQL of the tests' own: in a folder that goes, on a port of its own.
type cluster struct {
	dir, bin string
	port     int
	server   *exec.Cmd
}

var (
	clusterOnce sync.Once
	theCluster  *cluster
	clusterErr  error
	databases   int
	databaseMu  sync.Mutex
)

func TestMain(m *testing.M) {
	code := m.Run()
	if theCluster != nil {
		theCluster.stop()
	}
	os.Exit(code)
}

var errNoPostgres = errors.New("PostgreSQL is not installed here (apt-get install postgresql)")

// postgresDatabase is the address of an empty database. The test is skipped where there is no PostgreSQL.
func postgresDatabase(t testing.TB) string {
	t.Helper()
	clusterOnce.Do(func() { theCluster, clusterErr = startCluster() })
	if errors.Is(clusterErr, errNoPostgres) {
		t.Skip(clusterErr)
	}
	if clusterErr != nil {
		t.Fatal(clusterErr)
	}
	databaseMu.Lock()
	databases++
	name := fmt.Sprintf("hub%d", databases)
	databaseMu.Unlock()
	conn, err := pgx.Connect(context.Background(), theCluster.address("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(context.Background(), "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	return theCluster.address(name) + "&pool_max_conns=8"
}

func (c *cluster) address(database string) string {
	return fmt.Sprintf("postgres://postgres@127.0.0.1:%d/%s?sslmode=disable", c.port, database)
}

// postgresPrograms is the folder with initdb and postgres: 15 where it is there, as Debian 12 has it, else the newest.
func postgresPrograms() string {
	all, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	slices.Sort(all)
	if _, err := os.Stat("/usr/lib/postgresql/15/bin/postgres"); err == nil {
		return "/usr/lib/postgresql/15/bin"
	}
	if len(all) > 0 {
		return filepath.Dir(all[len(all)-1])
	}
	if path, err := exec.LookPath("postgres"); err == nil {
		return filepath.Dir(path)
	}
	return ""
}

func startCluster() (*cluster, error) {
	c, err := newCluster()
	if err != nil {
		return nil, err
	}
	init := c.command("initdb", "-D", c.dir+"/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
	if out, err := init.CombinedOutput(); err != nil {
		os.RemoveAll(c.dir)
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	return c, c.start()
}

// newCluster is a folder and a port for a server.
func newCluster() (*cluster, error) {
	c := &cluster{bin: postgresPrograms()}
	if c.bin == "" {
		return nil, errNoPostgres
	}
	dir, err := os.MkdirTemp("", "hub-postgres-")
	if err != nil {
		return nil, err
	}
	c.dir = dir
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	c.port = free.Addr().(*net.TCPAddr).Port
	free.Close()
	if err := ownedByPostgres(dir); err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	return c, nil
}

// start starts the server and waits until it answers. The computer does not fail here, only processes and connections
// do: the suite need not wait for the disk.
func (c *cluster) start() error {
	c.server = c.command("postgres", "-D", c.dir+"/data", "-p", fmt.Sprint(c.port), "-k", c.dir, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "max_connections=200")
	log, err := os.Create(filepath.Join(c.dir, "log"))
	if err != nil {
		return err
	}
	defer log.Close()
	c.server.Stdout, c.server.Stderr = log, log
	if err := c.server.Start(); err != nil {
		return err
	}
	for range 600 {
		conn, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", c.port))
		if err == nil {
			conn.Close()
			if c.command("pg_isready", "-h", "127.0.0.1", "-p", fmt.Sprint(c.port)).Run() == nil {
				return nil
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
	said, _ := os.ReadFile(filepath.Join(c.dir, "log"))
	c.stop()
	return fmt.Errorf("PostgreSQL does not answer: %s", said)
}

func (c *cluster) stop() {
	c.server.Process.Signal(os.Interrupt) // a fast shutdown
	c.server.Wait()
	os.RemoveAll(c.dir)
}

// command runs one of PostgreSQL's programs, which refuse to run as root.
func (c *cluster) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(c.bin, name), args...)
	cmd.Dir = c.dir
	cmd.SysProcAttr = asPostgres()
	return cmd
}
