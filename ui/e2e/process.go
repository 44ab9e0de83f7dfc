package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Children returns the pids of a process's children that still run. Linux only.
func Children(pid int) ([]int, error) {
	tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	if err != nil {
		return nil, fmt.Errorf("looking for the children of a process: %w", err)
	}
	var all []int
	for _, task := range tasks {
		data, err := os.ReadFile(task)
		if err != nil {
			continue // the thread has ended
		}
		for _, word := range strings.Fields(string(data)) {
			child, err := strconv.Atoi(word)
			if err != nil {
				return nil, fmt.Errorf("reading %s: %w", task, err)
			}
			if Runs(child) {
				all = append(all, child)
			}
		}
	}
	return all, nil
}

// Runs says whether a process is running; a zombie is not.
func Runs(pid int) bool {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return false
	}
	_, rest, _ := bytes.Cut(data, []byte(") "))
	return len(rest) > 0 && rest[0] != 'Z' && rest[0] != 'X'
}

// Gone waits until a process no longer runs.
func Gone(ctx context.Context, pid int, patience time.Duration) error {
	for begun := time.Now(); Runs(pid); {
		if time.Since(begun) > patience {
			return fmt.Errorf("process %d still runs after %s", pid, patience)
		}
		if err := pause(ctx, 5*time.Millisecond); err != nil {
			return err
		}
	}
	return nil
}

// Memory returns how much memory a process uses, in bytes: PSS, which counts a page that several
// processes share proportionally, and RSS.
func Memory(pid int) (pss, rss int64, err error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		return 0, 0, fmt.Errorf("measuring memory: %w", err)
	}
	for line := range strings.Lines(string(data)) {
		words := strings.Fields(line)
		if len(words) != 3 {
			continue
		}
		kilo, _ := strconv.ParseInt(words[1], 10, 64)
		switch words[0] {
		case "Pss:":
			pss = kilo << 10
		case "Rss:":
			rss = kilo << 10
		}
	}
	return pss, rss, nil
}

// Handles returns how many files, pipes and sockets a process has open.
func Handles(pid int) (int, error) {
	list, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
	if err != nil {
		return 0, fmt.Errorf("counting open files: %w", err)
	}
	return len(list), nil
}

// Threads returns how many threads a process has.
func Threads(pid int) (int, error) {
	list, err := os.ReadDir(fmt.Sprintf("/proc/%d/task", pid))
	if err != nil {
		return 0, fmt.Errorf("counting threads: %w", err)
	}
	return len(list), nil
}

// tell sends a signal to a process.
func tell(pid int, s syscall.Signal) error {
	p, err := os.FindProcess(pid)
	if err == nil {
		err = p.Signal(s)
	}
	if err != nil {
		return fmt.Errorf("sending %s to process %d: %w", s, pid, err)
	}
	return nil
}
