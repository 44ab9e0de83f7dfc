package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"matchbooth/kiosk/event"
	"matchbooth/kiosk/event/draft"
	"matchbooth/ui/cli/booth"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/launch"
	"matchbooth/ui/work/newpack"
)

// newCmd makes an event pack of the answers to a few questions.
type newCmd struct {
	Dir     string `arg:"" optional:"" name:"dir" help:"${help_new_dir}"`
	Lang    string `enum:"zh,en," default:"" placeholder:"zh|en" help:"${help_check_lang}"`
	Answers string `placeholder:"FILE" help:"${help_new_answers}"`
	Window  bool   `help:"${help_new_window}"`
}

func (k *newCmd) Run(c *Call) error {
	if k.Lang != "" {
		c.Printer = c.Texts.In(k.Lang)
	}
	if k.Window {
		return k.window(c)
	}
	if k.Dir == "" {
		return c.Wrong("new.nodir")
	}
	if err := newpack.Free(k.Dir); err != nil {
		return c.unwritten(err)
	}
	var answers draft.Answers
	var err error
	if k.Answers != "" {
		answers, err = c.readAnswers(k.Answers)
	} else if _, ok := c.Terminal(); ok {
		answers, err = (&interview{c: c, now: time.Now(), answers: draft.Answers{}}).run()
	} else {
		return c.Wrong("new.noterminal")
	}
	if errors.Is(err, context.Canceled) {
		return c.Fail(err, "new.stopped")
	}
	if err != nil {
		return err
	}
	if err := newpack.Make(k.Dir, answers, c.Texts, event.Told(event.Lang(c.Printer.Lang))); err != nil {
		return c.unwritten(err)
	}
	x, err := c.Examine(k.Dir)
	if err != nil {
		return err
	}
	if err := (&checkCmd{}).print(c, x, nil); err != nil {
		return err
	}
	c.Print("new.done", "Dir", k.Dir)
	if len(x.Faults) > 0 {
		return c.Fail(nil, "check.faults", "N", len(x.Faults))
	}
	return nil
}

// unwritten says why a pack was not written.
func (c *Call) unwritten(err error) error {
	if r, ok := errors.AsType[*newpack.Refused](err); ok {
		return c.Fail(r.Cause, strings.TrimPrefix(r.Key, "cli."), r.Args...)
	}
	return err
}

// window asks the questions in a window: the same ones, with the same checks, written in the same way.
func (k *newCmd) window(c *Call) error {
	if k.Answers != "" {
		return c.Wrong("new.windowalone")
	}
	if c.Launch == nil {
		return c.Fail(nil, "run.nowindow")
	}
	if k.Dir != "" {
		if err := newpack.Free(k.Dir); err != nil {
			return c.unwritten(err)
		}
	}
	blank, err := c.BlankPack("newpack.name")
	if err != nil {
		return err
	}
	home, err := os.UserHomeDir()
	if err != nil {
		home = "."
	}
	w := &newpack.Window{Dir: k.Dir, Home: home, Now: time.Now(), Texts: c.Texts, Preview: previewApart}
	if err := c.Launch(nil, launch.Options{New: w, Pack: blank, Lang: c.Printer.Lang}); err != nil {
		return (&booth.Call{Call: c.Call}).NoWindow(err)
	}
	return nil
}

// previewApart opens the preview of a pack in a process of its own, as a window has only one thing to show.
func previewApart(dir, lang string) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	show := exec.Command(program, "preview", "--lang", lang, dir)                                                                //nolint:gosec // G204: this program
	show.Env = append(os.Environ(), "LC_ALL=", "LC_MESSAGES="+map[string]string{"zh": "zh_CN.UTF-8", "en": "en_US.UTF-8"}[lang]) // what it speaks itself
	if err := show.Start(); err != nil {
		return err
	}
	return show.Process.Release()
}

// readAnswers reads a file of answers: TOML, a key for each question. A text is { zh = "…", en = "…" }, with "=" for the
// same as the other; a string is a text in the language of the call only.
func (c *Call) readAnswers(name string) (draft.Answers, error) {
	data, err := c.SmallFile(name)
	if err != nil {
		return nil, c.Fail(err, "new.unread", "Path", name)
	}
	raw := map[string]any{}
	if err := toml.Unmarshal(data, &raw); err != nil {
		line, _ := 0, 0
		if de, ok := errors.AsType[*toml.DecodeError](err); ok {
			line, _ = de.Position()
		}
		return nil, c.Fail(nil, "new.nottoml", "Path", name, "Line", max(line, 1), "What", strings.TrimPrefix(err.Error(), "toml: "))
	}
	var ids []string
	for _, q := range draft.Questions() {
		ids = append(ids, q.ID)
	}
	for _, key := range slices.Sorted(maps.Keys(raw)) {
		if !slices.Contains(ids, key) {
			near := event.Nearest(key, ids)
			if near == "" {
				near = strings.Join(ids, ", ")
			}
			return nil, c.Fail(nil, "new.unknown", "Path", name, "Key", key, "Known", near)
		}
	}
	a := draft.Answers{}
	for _, q := range draft.Questions() {
		v, given := raw[q.ID]
		if !given {
			continue
		}
		t, ok := textOf(v, q, event.Told(event.Lang(c.Printer.Lang)))
		if !ok {
			return nil, c.Fail(nil, "new.badkind", "Path", name, "Key", q.ID)
		}
		for _, l := range event.Langs {
			if bad := q.Check(t[l], a); bad != "" {
				return nil, c.Fail(nil, "new.badanswer", "Path", name, "Key", q.ID, "What", c.S(bad))
			}
		}
		a[q.ID] = t
	}
	for _, q := range draft.Questions() {
		if _, given := raw[q.ID]; !given {
			newpack.Propose(q, a, time.Now(), event.Told(event.Lang(c.Printer.Lang)))
		}
	}
	return a, nil
}

// textOf turns a value of TOML into an answer.
func textOf(v any, q draft.Question, l event.Lang) (event.Text, bool) {
	switch v := v.(type) {
	case string:
		if v = strings.TrimSpace(v); q.TwoLanguages() {
			return event.Text{l: v}, true
		}
		return draft.Both(v), true
	case bool:
		if q.Kind != draft.Choice {
			return nil, false
		}
		return draft.Both(map[bool]string{true: "yes", false: "no"}[v]), true
	case int64, toml.LocalDate:
		return draft.Both(fmt.Sprint(v)), q.Kind == draft.Days || q.Kind == draft.Date
	case map[string]any:
		t := event.Text{}
		for key, value := range v {
			s, ok := value.(string)
			if !ok || !slices.Contains(event.Langs, event.Lang(key)) {
				return nil, false
			}
			t[event.Lang(key)] = strings.TrimSpace(s)
		}
		return newpack.Alike(t), q.TwoLanguages()
	}
	return nil, false
}

// interview asks the questions at a terminal, one after another, back and forth.
type interview struct {
	c       *Call
	now     time.Time
	answers draft.Answers
}

// errBack says that the question before is to be asked again.
var errBack = errors.New("back")

// run asks until all is answered. The error is Ctrl-C, or the end of the input.
func (i *interview) run() (draft.Answers, error) {
	fmt.Fprintln(i.c.Stderr, i.c.S("cli.new.intro"))
	list := draft.Questions()
	for at := 0; at < len(list); {
		q := list[at]
		fmt.Fprintf(i.c.Stderr, "\n%s\n  %s\n", i.c.S("cli.new.question", "N", at+1, "Of", len(list), "Ask", i.asked(q)), q.Why(i.c.Printer))
		switch err := i.ask(q); {
		case errors.Is(err, errBack):
			at = max(at-1, 0)
		case err != nil:
			return nil, err
		default:
			at++
		}
	}
	return i.answers, nil
}

// ask asks one question, in the language of the call and then in the other where it has one.
func (i *interview) ask(q draft.Question) error {
	own := event.Told(event.Lang(i.c.Printer.Lang))
	other := newpack.Other(own)
	for {
		first, err := i.line(q, own, true, "cli.new.prompt")
		if err != nil {
			return err
		}
		if !q.TwoLanguages() || first == "" {
			i.answers[q.ID] = draft.Both(first)
			return nil
		}
		// What is proposed in the other language means what is proposed in this one: beside another answer it says something else.
		second, err := i.line(q, other, first == i.proposed(q, own), map[event.Lang]string{event.ZH: "cli.new.zh", event.EN: "cli.new.en"}[other])
		if errors.Is(err, errBack) {
			continue
		}
		if err != nil {
			return err
		}
		if second == "=" {
			second = first
		}
		i.answers[q.ID] = event.Text{own: first, other: second}
		return nil
	}
}

// proposed is what Enter takes in a language: what was answered before, else what is likely, else "".
func (i *interview) proposed(q draft.Question, l event.Lang) string {
	if s := i.answers.In(q.ID, l); s != "" {
		return s
	}
	return q.Propose(i.answers, l, i.now)
}

// line reads one answer, until it is good: what stands in brackets is taken with Enter, "-" leaves it open, "<" goes back.
// Without propose nothing stands there.
func (i *interview) line(q draft.Question, l event.Lang, propose bool, prompt string) (string, error) {
	proposal, ask := "", i.c.S(prompt)
	if propose {
		proposal = i.proposed(q, l)
	}
	if proposal != "" {
		if prompt != "cli.new.prompt" {
			ask = i.c.S(prompt + ".take")
		}
		ask += " [" + i.spoken(q, proposal) + "]"
	}
	for {
		fmt.Fprint(i.c.Stderr, ask+" > ")
		s, err := i.c.Line()
		if err != nil {
			return "", err
		}
		switch s = strings.TrimSpace(s); s {
		case "<", "＜":
			return "", errBack
		case "-", "－":
			return "", nil
		case "":
			s = proposal
		}
		if s == "=" && q.TwoLanguages() && l != event.Told(event.Lang(i.c.Printer.Lang)) {
			return s, nil
		}
		s = normal(q, s)
		bad := q.Check(s, i.answers)
		if bad == "" {
			return s, nil
		}
		fmt.Fprintln(i.c.Stderr, "  "+i.c.S(bad))
	}
}

// spoken shows an answer as people of that language give it.
func (i *interview) spoken(q draft.Question, s string) string {
	if q.Kind == draft.Choice {
		return i.c.S("cli.new." + s)
	}
	return s
}

// asked is a question, with how it is answered where it is of yes and no.
func (i *interview) asked(q draft.Question) string {
	if q.Kind == draft.Choice {
		return i.c.S("cli.new.choice", "Ask", q.Ask(i.c.Printer))
	}
	return q.Ask(i.c.Printer)
}

// normal takes the words for yes and no of both languages for what they mean.
func normal(q draft.Question, s string) string {
	s = newpack.Normal(q, s)
	if q.Kind != draft.Choice {
		return s
	}
	switch s = strings.ToLower(s); {
	case call.Yes(s):
		return "yes"
	case slices.Contains([]string{"n", "no", "否", "不", "不是", "fou", "bu"}, s):
		return "no"
	}
	return s
}
