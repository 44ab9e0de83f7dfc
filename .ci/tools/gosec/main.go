// Gosec runs gosec's rules over the folders named at its standard input and prints what they find, one line each.
//
// It is gosec's library under a main of ours, for two reasons: gosec's own main brings along clients of a dozen
// services that no check needs, and here every exception must say why it is one. There are two kinds of them:
//
//	x := uint32(n) // #nosec G115 -- at the line, with the reason after the two hyphens
//	G115 ^ui/theme/ reason            a line of the file given as -except: rule, pattern of paths, reason
//
// An exception without a reason, and a line of the file that excuses nothing any more, are findings themselves.
package main

import (
	"bufio"
	"cmp"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/securego/gosec/v2"
	"github.com/securego/gosec/v2/analyzers"
	"github.com/securego/gosec/v2/issue"
	"github.com/securego/gosec/v2/rules"
)

// exception is one line of the file of exceptions.
type exception struct {
	line int
	rule string
	path *regexp.Regexp
	used int
}

func main() {
	log.SetFlags(0)
	tags := flag.String("tags", "", "build tags")
	except := flag.String("except", "", "file of exceptions")
	flag.Parse()
	findings, err := run(*tags, *except, os.Stdin)
	if err != nil {
		log.Fatal("gosec: ", err)
	}
	if findings > 0 {
		os.Exit(1)
	}
}

func run(tags, except string, in io.Reader) (findings int, err error) {
	exceptions, err := read(except)
	if err != nil {
		return 0, err
	}
	root, err := os.Getwd()
	if err != nil {
		return 0, err
	}
	var folders []string
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		folders = append(folders, lines.Text())
	}
	if err := lines.Err(); err != nil {
		return 0, err
	}
	const tests, generated, excused = false, false, true
	a := gosec.NewAnalyzer(gosec.NewConfig(), tests, generated, excused, runtime.NumCPU(), log.New(io.Discard, "", 0))
	a.LoadRules(rules.Generate(excused).RulesInfo())
	a.LoadAnalyzers(analyzers.Generate(excused).AnalyzersInfo())
	if err := a.Process([]string{tags}, folders...); err != nil {
		return 0, err
	}
	issues, metrics, failed := a.Report()
	for file, errs := range failed {
		for _, e := range errs {
			findings++
			fmt.Printf("%s:%d: cannot be looked at: %s\n", file, e.Line, e.Err)
		}
	}
	slices.SortFunc(issues, func(x, y *issue.Issue) int {
		return cmp.Or(cmp.Compare(x.File, y.File), cmp.Compare(first(x.Line), first(y.Line)), cmp.Compare(x.RuleID, y.RuleID))
	})
	atLine, inFile := 0, 0
	for _, i := range issues {
		path, err := filepath.Rel(root, i.File)
		if err != nil {
			path = i.File
		}
		path = filepath.ToSlash(path)
		switch {
		case len(i.Suppressions) > 0:
			atLine++
			if !slices.ContainsFunc(i.Suppressions, func(s issue.SuppressionInfo) bool { return s.Justification != "" }) {
				findings++
				fmt.Printf("%s:%s: %s is excepted without a reason: write // #nosec %s -- why\n", path, i.Line, i.RuleID, i.RuleID)
			}
		case excepted(exceptions, i.RuleID, path):
			inFile++
		default:
			findings++
			fmt.Printf("%s:%s: %s: %s\n", path, i.Line, i.RuleID, i.What)
		}
	}
	for _, e := range exceptions {
		if e.used == 0 {
			findings++
			fmt.Printf("%s:%d: this exception excuses nothing any more: take it out\n", except, e.line)
		}
	}
	if metrics.NumFiles == 0 {
		return 0, fmt.Errorf("no files found in %d folders", len(folders))
	}
	fmt.Printf("%d files, %d findings, %d excepted at their line, %d in %s\n", metrics.NumFiles, findings, atLine, inFile, except)
	return findings, nil
}

// first is the first line of a range such as 12-14.
func first(lines string) int {
	lines, _, _ = strings.Cut(lines, "-")
	n, _ := strconv.Atoi(lines)
	return n
}

func excepted(exceptions []*exception, rule, path string) bool {
	for _, e := range exceptions {
		if e.rule == rule && e.path.MatchString(path) {
			e.used++
			return true
		}
	}
	return false
}

// read reads the file of exceptions: empty lines and lines that begin with # say nothing.
func read(name string) (out []*exception, err error) {
	if name == "" {
		return nil, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		text := strings.TrimSpace(lines.Text())
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		part := strings.Fields(text)
		if len(part) < 3 {
			return nil, fmt.Errorf("%s:%d: want a rule, a pattern of paths and a reason", name, n)
		}
		e := &exception{line: n, rule: part[0]}
		if e.path, err = regexp.Compile(part[1]); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
		out = append(out, e)
	}
	return out, lines.Err()
}
