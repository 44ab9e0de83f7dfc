package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The worked examples of CONTRIBUTING.md are patches in docs/contributing. Each applies to the tree as it is, and is vetted and
// tested in it, by an overlay, so that no file of the tree changes. A head line "Vet: PACKAGES" or "Test: PACKAGE TESTS"
// says what to run.
func TestTheExamplesForContributorsWork(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the upper floors five times")
	}
	for _, program := range []string{"git", "go"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(program + " is not here")
		}
	}
	patches, err := filepath.Glob("docs/contributing/*.patch")
	if err != nil || len(patches) < 5 {
		t.Fatal("the examples are not there", patches, err)
	}
	guide, err := os.ReadFile("CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range patches {
		t.Run(strings.TrimSuffix(filepath.Base(p), ".patch"), func(t *testing.T) {
			if !strings.Contains(string(guide), filepath.ToSlash(p)) {
				t.Errorf("CONTRIBUTING.md does not name %s", p)
			}
			text, err := os.ReadFile(p)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			replace := map[string]string{}
			for _, m := range regexp.MustCompile(`(?m)^\+\+\+ b/(\S+)$`).FindAllStringSubmatch(string(text), -1) {
				to := filepath.Join(dir, filepath.FromSlash(m[1]))
				replace[filepath.Join(root, filepath.FromSlash(m[1]))] = to
				if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
					t.Fatal(err)
				}
				if now, err := os.ReadFile(filepath.FromSlash(m[1])); err == nil {
					if err := os.WriteFile(to, now, 0o600); err != nil {
						t.Fatal(err)
					}
				}
			}
			apply := exec.Command("git", "apply", "--unidiff-zero", "--recount", filepath.Join(root, p))
			apply.Dir = dir
			apply.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir))
			if out, err := apply.CombinedOutput(); err != nil {
				t.Fatalf("%s does not apply any more: make the same change by hand, and take its git diff -U1\n%s", p, out)
			}
			overlay := filepath.Join(dir, "overlay.json")
			plan, err := json.Marshal(map[string]any{"Replace": replace})
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(overlay, plan, 0o600); err != nil {
				t.Fatal(err)
			}
			ran := 0
			for _, m := range regexp.MustCompile(`(?m)^(Vet|Test): (.+)$`).FindAllStringSubmatch(string(text), -1) {
				words := strings.Fields(m[2])
				args := append([]string{"vet", "-tags", "ci", "-overlay", overlay}, words...)
				if m[1] == "Test" {
					args = []string{"test", "-tags", "ci", "-overlay", overlay, "-count=1", "-v", "-run", words[1], words[0]}
				}
				cmd := exec.Command("go", args...)
				cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
				out, err := cmd.CombinedOutput()
				if err != nil {
					t.Fatalf("go %v: %v\n%s", args, err, out)
				}
				if m[1] == "Test" && !strings.Contains(string(out), "--- PASS: ") {
					t.Fatalf("%s ran no test:\n%s", m[0], out)
				}
				ran++
			}
			if ran < 2 {
				t.Errorf("%s says not what to vet and what to test", p)
			}
		})
	}
}

// What a git host runs is what everybody can run: workflows call make, and nothing of their own.
func TestWorkflowsOnlyCallMake(t *testing.T) {
	makefile, err := os.ReadFile("Makefile")
	if err != nil {
		t.Fatal(err)
	}
	flows, err := filepath.Glob(".github/workflows/*.yml")
	if err != nil || len(flows) < 2 {
		t.Fatal(flows, err)
	}
	for _, f := range flows {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		ran := 0
		for _, m := range regexp.MustCompile(`(?m)^ +(?:- )?run: *(.*)$`).FindAllStringSubmatch(string(text), -1) {
			target, is := strings.CutPrefix(m[1], "make ")
			switch {
			case is && regexp.MustCompile(`(?m)^`+regexp.QuoteMeta(target)+`: ## `).Match(makefile):
				ran++
			case strings.HasPrefix(m[1], "gh release create "): // hands over what make release made
			default:
				t.Errorf("%s runs %q, which is no target of the Makefile", f, m[1])
			}
		}
		if ran == 0 {
			t.Errorf("%s runs nothing", f)
		}
	}
}

// A page for people that has a Chinese twin leads there, and back; what either leads to exists.
func TestPagesAtTheTopLeadSomewhere(t *testing.T) {
	for _, page := range []string{"README.md", "README.zh.md", "CONTRIBUTING.md", "SUPPORT.md", "SECURITY.md", "SECURITY.zh.md", "CHANGELOG.md"} {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`\]\(([^)#:]+)\)`).FindAllStringSubmatch(string(text), -1) {
			if _, err := os.Stat(filepath.FromSlash(m[1])); err != nil {
				t.Errorf("%s leads to %s, which is not there", page, m[1])
			}
		}
	}
	for page, twin := range map[string]string{"README.md": "(README.zh.md)", "README.zh.md": "(README.md)"} {
		if text, err := os.ReadFile(page); err != nil || !strings.Contains(string(text), twin) {
			t.Errorf("%s does not lead to its twin: %v", page, err)
		}
	}
}
