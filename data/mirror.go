package data

import "context"

type mirror struct{}

func (m *mirror) close()                            {}
func (s *Store) openMirror(context.Context)         {}
func (s *Store) remirror(context.Context)           {}
func (s *Store) mirrorLine(context.Context, *entry) {}
