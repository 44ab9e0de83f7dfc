package db

import (
	"context"
	"database/sql"
)

// Prepared runs statements in a transaction or on the connection, and prepares each only once: where the same few run for
// thousands of lines, preparing them takes longer than running them. It is for one goroutine, and ends with its transaction.
type Prepared struct {
	on interface {
		PrepareContext(context.Context, string) (*sql.Stmt, error)
	}
	all map[string]*sql.Stmt
}

// Prepare returns it for a transaction, or for the connection; then it must be closed.
func Prepare(on interface {
	PrepareContext(context.Context, string) (*sql.Stmt, error)
}) *Prepared {
	return &Prepared{on, map[string]*sql.Stmt{}}
}

func (p *Prepared) statement(ctx context.Context, query string) (*sql.Stmt, error) {
	if s := p.all[query]; s != nil {
		return s, nil
	}
	s, err := p.on.PrepareContext(ctx, query)
	if err == nil {
		p.all[query] = s
	}
	return s, err
}

// QueryContext implements [Querier].
func (p *Prepared) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := p.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

// ExecContext implements [Execer].
func (p *Prepared) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	s, err := p.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args...)
}

// Close drops the statements.
func (p *Prepared) Close() {
	for _, s := range p.all {
		s.Close()
	}
	clear(p.all)
}
