package data

import (
	"context"
	"fmt"
	"strings"

	"matchbooth/data/internal/db"
)

// Meta reads a setting of the folder: "event_digest" and "retention_days" as given at set-up, and what
// [Store.SetMeta] kept.
func (s *Store) Meta(key string) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil || strings.HasPrefix(key, db.MetaOwn) {
		return "", false
	}
	v, ok, err := db.GetMeta(context.Background(), s.db, key)
	return v, ok && err == nil
}

// SetMeta keeps a setting. Never personal data: it is not sealed.
func (s *Store) SetMeta(key, value string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if strings.HasPrefix(key, db.MetaOwn) {
		return fmt.Errorf("the setting %q belongs to the store", key)
	}
	if err := s.sound(); err != nil {
		return err
	}
	if err := db.SetMeta(context.Background(), s.db, key, value); err != nil {
		return s.breaks(fmt.Errorf("keeping a setting: %w", err))
	}
	if !db.Passing(key) {
		_ = s.keepSettings(context.Background()) // else the next start does
	}
	return nil
}
