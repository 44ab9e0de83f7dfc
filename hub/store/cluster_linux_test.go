package store

import (
	"fmt"
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// postgresUser is the account that PostgreSQL runs as where the tests run as root; nil where they do not.
func postgresUser() (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("%w: there is no account postgres", errNoPostgres)
	}
	uid, _ := strconv.ParseUint(u.Uid, 10, 32)
	gid, _ := strconv.ParseUint(u.Gid, 10, 32)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}

func ownedByPostgres(dir string) error {
	c, err := postgresUser()
	if err != nil || c == nil {
		return err
	}
	return os.Chown(dir, int(c.Uid), int(c.Gid))
}

func asPostgres() *syscall.SysProcAttr {
	c, _ := postgresUser()
	return &syscall.SysProcAttr{Credential: c, Pdeathsig: syscall.SIGINT}
}
