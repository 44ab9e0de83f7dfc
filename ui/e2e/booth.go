package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Booth is the real program, running in a window on a display.
type Booth struct {
	Hands *Hands
	Eyes  Eyes
	Size  string

	binary  string
	folder  string // its data folder
	work    string // the folder it is started in; "" for this program's
	process *exec.Cmd
	said    *bytes.Buffer // what it printed
}

// practicePassphrase opens every practice booth; it protects nothing.
const practicePassphrase = "practice"

// OpenBooth starts the program on a display and waits for its first screen.
// folder is where it keeps its data; it must be empty or missing.
func OpenBooth(ctx context.Context, d *Display, binary, folder, size, lang string) (*Booth, error) {
	b, err := newBooth(d, binary, folder, size)
	if err != nil {
		return nil, err
	}
	if err := b.start(ctx, d, nil, "run", "--data", folder, "--size", size, "--lang", lang); err != nil {
		return nil, err
	}
	if err := b.wait(ctx, d); err != nil {
		end(b.process)
		return nil, fmt.Errorf("%w; it said: %s", err, bytes.TrimSpace(b.said.Bytes()))
	}
	return b, nil
}

func newBooth(d *Display, binary, folder, size string) (*Booth, error) {
	binary, err := filepath.Abs(binary)
	if err != nil {
		return nil, fmt.Errorf("finding the program: %w", err)
	}
	b := &Booth{binary: binary, folder: folder, Size: size, said: new(bytes.Buffer), Eyes: Eyes{trace: filepath.Join(d.folder, "layout.jsonl")}}
	os.Remove(b.Eyes.trace)
	return b, nil
}

// start runs the program on the display; env comes before the display's own environment.
func (b *Booth) start(ctx context.Context, d *Display, env []string, args ...string) error {
	b.process = d.command(ctx, b.binary, args...)
	b.process.Env = append(append(b.process.Env, env...), "MATCHBOOTH_TRACE_LAYOUT="+b.Eyes.trace)
	b.process.Dir = b.work
	b.process.Stdout, b.process.Stderr = b.said, b.said
	if err := b.process.Start(); err != nil {
		b.process = nil
		return fmt.Errorf("starting the booth: %w", err)
	}
	return nil
}

// wait waits until the window is open and shows its first screen.
func (b *Booth) wait(ctx context.Context, d *Display) (err error) {
	if _, err = b.Eyes.WaitFor(ctx, 60*time.Second, "the first screen", func(Layout) bool { return true }); err != nil {
		return err
	}
	b.Hands, err = FindWindow(ctx, d, b.process.Process.Pid, b.Size, 20*time.Second)
	return err
}

// Close ends the booth as a session manager would, and fails if the booth does not
// exit cleanly. It may be called twice.
func (b *Booth) Close() error {
	if b.process == nil {
		return nil
	}
	process := b.process
	b.process = nil
	end(process)
	if !process.ProcessState.Success() {
		return fmt.Errorf("the booth ended with %s; it said: %s", process.ProcessState, bytes.TrimSpace(b.said.Bytes()))
	}
	return nil
}

// Row is one exported sign-up.
type Row struct {
	Code     string         `json:"code"`
	Fields   map[string]any `json:"fields"`
	Consents []any          `json:"consents"`

	text string // the row as exported, on one line
}

// String returns the row as the export wrote it, on one line.
func (r Row) String() string { return r.text }

// Export has the program export everything it keeps, in JSON. The booth must be closed.
func (b *Booth) Export(ctx context.Context) ([]Row, error) {
	folder, err := os.MkdirTemp("", "matchbooth-export-")
	if err != nil {
		return nil, fmt.Errorf("making a folder for the export: %w", err)
	}
	defer os.RemoveAll(folder)
	secret := filepath.Join(folder, "passphrase")
	if err := os.WriteFile(secret, []byte(practicePassphrase+"\n"), 0o600); err != nil {
		return nil, fmt.Errorf("writing the practice passphrase: %w", err)
	}
	file := filepath.Join(folder, "signups.json")
	if out, err := b.Command(ctx, "export", "--data", b.folder, "--format", "json", "--out", file, "--passphrase-file", secret); err != nil {
		return nil, fmt.Errorf("exporting: %w: %s", err, out)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading the export: %w", err)
	}
	return parseRows(data)
}

// parseRows parses a JSON export: an array of objects, one for each person.
func parseRows(data []byte) ([]Row, error) {
	var raw []json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return nil, fmt.Errorf("reading the export: %w", err)
	}
	rows := make([]Row, len(raw))
	for i, r := range raw {
		if err := json.Unmarshal(r, &rows[i]); err != nil {
			return nil, fmt.Errorf("reading row %d of the export: %w", i+1, err)
		}
		var line bytes.Buffer
		if err := json.Compact(&line, r); err != nil {
			return nil, fmt.Errorf("reading row %d of the export: %w", i+1, err)
		}
		rows[i].text = line.String()
	}
	return rows, nil
}

// Command runs the program once, without a window, and returns all that it printed.
func (b *Booth) Command(ctx context.Context, args ...string) (string, error) {
	out, err := exec.CommandContext(ctx, b.binary, args...).CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

// KeepsNothingReadable searches every byte of the data folder and fails, naming the
// file, if one of the secrets can be read in it.
func (b *Booth) KeepsNothingReadable(secrets []string) error {
	files := 0
	err := filepath.WalkDir(b.folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		for i, secret := range secrets {
			if bytes.Contains(data, []byte(secret)) {
				return fmt.Errorf("answer %d of the visitor can be read in %s", i+1, filepath.Base(path))
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("looking for readable answers in the data folder: %w", err)
	}
	if files == 0 {
		return fmt.Errorf("the data folder %s is empty", b.folder)
	}
	return nil
}
