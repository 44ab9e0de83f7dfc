//go:build e2e

package main

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
	"time"
)

// atOnce is how many visits go on beside each other, when all that looks at moments is done: most
// of a visit is waiting.
const atOnce = "3"

func TestMain(m *testing.M) {
	flag.Parse()
	if p := flag.Lookup("test.parallel"); p != nil && p.Value.String() == strconv.Itoa(runtime.GOMAXPROCS(0)) {
		p.Value.Set(atOnce) // nobody has asked for another number
	}
	os.Exit(m.Run())
}

// A visitor who has nothing but a finger comes through to the end, in either language and in
// every size of window, and what they entered is kept exactly. Pictures of each step are left in
// out/touch. In the short form each size has one visitor, and each language two; `make e2e` has all eight.
func TestAFingerIsEnough(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat(program); err != nil {
		t.Fatalf("run `make build` first: %v", err)
	}
	for i, size := range Sizes {
		for j, lang := range []string{"zh", "en"} {
			if !long && (i+j)%2 == 1 {
				continue
			}
			t.Run(lang+"-"+size, func(t *testing.T) {
				t.Parallel()
				ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
				defer cancel()
				begun := time.Now()
				out := filepath.Join("..", "..", "out", "touch", lang+"-"+size)
				told, err := touchVisit(ctx, program, out, filepath.Join(t.TempDir(), "data"), size, lang, func(s string) { t.Log(s) })
				if err != nil {
					t.Fatal(err)
				}
				t.Logf("%d touches of keys, %.0f s in all", told.Keys, time.Since(begun).Seconds())
			})
		}
	}
}
