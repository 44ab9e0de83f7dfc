package page

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// seal.js is what its sources and their lockfile make, byte by byte. Needs Node and what `make page` has fetched.
func TestTheBundleIsBuiltFromItsLockfile(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("no Node here")
	}
	if _, err := os.Stat("src/node_modules/esbuild"); err != nil {
		t.Skip("make page has not been run here")
	}
	out := t.TempDir()
	cmd := exec.Command(node, "build.mjs", out)
	cmd.Dir = "src"
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	for _, name := range []string{"seal.js", "seal.txt"} {
		want, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(name)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not what make page builds (%v)", name, err)
		}
	}
}

// Whoever is given the bundle is given its terms; and it is small enough for a phone on a slow line.
func TestTheBundleHasItsTerms(t *testing.T) {
	for _, name := range []string{"age-encryption 0.3.1", "@noble/ciphers", "@noble/curves", "@noble/hashes", "@noble/post-quantum", "@scure/base"} {
		if strings.Count(Terms(), "\n"+name) != 1 {
			t.Errorf("the terms of %s are not there once", name)
		}
	}
	for _, head := range []string{"The MIT License", "Redistribution and use in source and binary forms"} {
		if !strings.Contains(Terms(), head) {
			t.Errorf("%q is missing", head)
		}
	}
	if len(sealJS) > 110_000 || strings.Contains(strings.ToLower(sealJS), "</script") || strings.Contains(sealJS, "<!--") {
		t.Errorf("%d bytes that stand in a page", len(sealJS))
	}
}
