package data

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
)

// asVersion takes the store of a closed folder back to an earlier version: with the tables that it had, and their rows as
// far as they had columns for them.
func asVersion(dir string, version int) (err error) {
	ctx := context.Background()
	was, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return err
	}
	defer was.Close()
	was.SetMaxOpenConns(1)
	conn, err := was.Conn(ctx)
	if err != nil {
		return err
	}
	old := &database{pool: was, Conn: conn}
	defer old.Close()
	if err := old.migrateTo(ctx, version); err != nil {
		return err
	}
	made := map[string]string{}
	for _, table := range []string{"audit", "purge"} {
		if err := old.eachText(ctx, func(t string) { made[table] = t }, "SELECT sql FROM sqlite_schema WHERE name = ?", table); err != nil {
			return err
		}
	}
	db, err := sql.Open("sqlite", filepath.Join(dir, dbName))
	if err != nil {
		return err
	}
	defer db.Close()
	steps := []string{"BEGIN"}
	if made["purge"] == "" {
		steps = append(steps, "DROP TABLE purge")
	}
	if version < 3 {
		steps = append(steps, "ALTER TABLE audit RENAME TO audit_later", made["audit"],
			"INSERT INTO audit (at, what) SELECT at, what FROM audit_later ORDER BY n", "DROP TABLE audit_later")
	}
	steps = append(steps, fmt.Sprintf("PRAGMA user_version = %d", version), "COMMIT")
	_, err = db.ExecContext(ctx, strings.Join(steps, ";\n"))
	return err
}
