//go:build !linux

package store

import "syscall"

func ownedByPostgres(string) error { return nil }

func asPostgres() *syscall.SysProcAttr { return nil }
