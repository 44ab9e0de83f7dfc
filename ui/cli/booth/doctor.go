package booth

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"golang.org/x/text/width"

	"matchbooth/kiosk/supervisor"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/doctor"
)

// DoctorCmd says what would go wrong with a booth on this computer. It creates no booth and
// disturbs none.
type DoctorCmd struct {
	call.Folder
	call.Spoken
	JSON bool `name:"json" help:"${help_json}"`
}

// examine examines this computer, windows too if this build has them. Variable for tests.
var examine = func(ctx context.Context, dir string, windows bool) []doctor.Finding {
	this := doctor.This(dir)
	this.SoftGL = supervisor.SoftGL() != ""
	if windows {
		this.Drawn = func(ctx context.Context) int { return drawn(ctx, nil) }
		if supervisor.SpareGL() {
			this.DrawnSoft = func(ctx context.Context) int { return drawn(ctx, supervisor.WithSoftGL(os.Environ())) }
		}
	}
	return doctor.Examine(ctx, this)
}

// drawn tries to draw a window that nobody sees, in a process of its own, as a graphics driver may take
// the process down with it, in this environment; nil: our own. It returns that one's exit code, -1 if there is none.
func drawn(ctx context.Context, env []string) int {
	program, err := os.Executable()
	if err != nil {
		return -1
	}
	try := exec.CommandContext(ctx, program, "run", "--probe") //nolint:gosec // G204: this program
	try.Env = env
	try.WaitDelay = time.Second
	if err := try.Run(); err != nil && try.ProcessState == nil {
		return -1
	}
	return try.ProcessState.ExitCode()
}

func (k *DoctorCmd) Run(c *Call) error {
	dir, err := k.Dir()
	if err != nil {
		return err
	}
	found := examine(c.Ctx, dir, c.Launch != nil)
	if err := c.Ctx.Err(); err != nil {
		return err
	}
	if k.JSON {
		err = c.diagnosisJSON(found)
	} else {
		err = c.diagnosis(found)
	}
	if err != nil {
		return err
	}
	if doctor.Faulty(found) {
		return call.Failed{} // the lines have said it all
	}
	return nil
}

// said is a finding in words, for JSON.
type said struct {
	ID    string       `json:"id"`
	Level doctor.Level `json:"level"`
	Text  string       `json:"text"`
	Todo  string       `json:"todo"` // "" when all is well
}

func (c *Call) said(f doctor.Finding) said {
	s := said{ID: f.ID, Level: f.Level, Text: c.S("cli.doctor."+f.Key, f.Args...)}
	if f.Level != doctor.OK {
		s.Todo = c.S("cli.doctor."+f.Key+".todo", f.Args...)
	}
	return s
}

func (c *Call) diagnosisJSON(found []doctor.Finding) error {
	all := make([]said, 0, len(found))
	for _, f := range found {
		all = append(all, c.said(f))
	}
	e := json.NewEncoder(c.Stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(all)
}

// diagnosis prints a table: the level, what was examined, the finding; below each finding what to do.
func (c *Call) diagnosis(found []doctor.Finding) error {
	label := func(f doctor.Finding) string { return c.S("cli.doctor.label." + f.ID) }
	level := func(f doctor.Finding) string { return c.S("cli.doctor.level." + string(f.Level)) }
	var wide, wider int
	count := map[doctor.Level]int{}
	for _, f := range found {
		wide, wider = max(wide, columns(level(f))), max(wider, columns(label(f)))
		count[f.Level]++
	}
	var b strings.Builder
	for _, f := range found {
		s := c.said(f)
		b.WriteString(padded(level(f), wide+2) + padded(label(f), wider+2) + s.Text + "\n")
		if s.Todo != "" {
			b.WriteString(strings.Repeat(" ", wide+wider+4) + "→ " + s.Todo + "\n")
		}
	}
	b.WriteString(c.S("cli.doctor.summary", "Faults", count[doctor.Fault], "Warnings", count[doctor.Warning]) + "\n")
	_, err := fmt.Fprint(c.Stdout, b.String())
	return err
}

// columns returns the width of a text in a terminal: East Asian wide characters take two columns.
func columns(s string) int {
	n := 0
	for _, r := range s {
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}

func padded(s string, to int) string { return s + strings.Repeat(" ", max(0, to-columns(s))) }
