package about

import (
	"os"
	"regexp"
	"runtime"
	"runtime/debug"
	"testing"
)

func TestAProgramTellsWhatItWasBuiltFrom(t *testing.T) {
	const commit = "0c3f5fe78d12aaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	stamped := func(version, revision, modified string) *debug.BuildInfo {
		return &debug.BuildInfo{Main: debug.Module{Version: version}, Settings: []debug.BuildSetting{
			{Key: "-tags", Value: "ci"}, {Key: "vcs.revision", Value: revision}, {Key: "vcs.modified", Value: modified},
		}}
	}
	system := " " + runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH
	for _, tc := range []struct {
		name    string
		info    *debug.BuildInfo
		archive string
		want    string
	}{
		{"in a clone at a tag", stamped("v0.1.0", commit, "false"), archive, "v0.1.0 0c3f5fe78d12"},
		{"in a clone after it", stamped("v0.1.1-0.20261130141000-0c3f5fe78d12", commit, "false"), archive, "v0.1.1-0.20261130141000-0c3f5fe78d12 0c3f5fe78d12"},
		{"with changed files", stamped("v0.1.0+dirty", commit, "true"), archive, "v0.1.0+dirty 0c3f5fe78d12+"},
		{"in a clone of a Go that makes no versions", stamped("(devel)", commit, "false"), archive, "v0.1.0-dev 0c3f5fe78d12"},
		{"from an archive of a tag", &debug.BuildInfo{Main: debug.Module{Version: "(devel)"}}, "commit " + commit + "\nversion v0.1.0\n", "v0.1.0 0c3f5fe78d12"},
		{"from an archive of a commit after it", nil, "commit " + commit + "\nversion v0.1.0-3-g0c3f5fe78d12\n", "v0.1.0-3-g0c3f5fe78d12 0c3f5fe78d12"},
		{"from an archive before any tag", nil, "commit " + commit + "\nversion \n", "v0.1.0-dev 0c3f5fe78d12"},
		{"from one of a git that cannot describe", nil, "commit " + commit + "\nversion %(describe:tags=true)\n", "v0.1.0-dev 0c3f5fe78d12"},
		{"from files alone", nil, archive, "v0.1.0-dev"},
		{"an archive beside a clone", stamped("v0.2.0", "ffffffffffffffff", "false"), "commit " + commit + "\nversion v0.1.0\n", "v0.2.0 ffffffffffff"},
	} {
		if got := read(tc.info, tc.archive).String(); got != tc.want+system {
			t.Errorf("%s: %q, not %q", tc.name, got, tc.want+system)
		}
	}
}

// The version that is worked on stands in three places, which say the same.
func TestTheNextVersionStandsOnce(t *testing.T) {
	for file, line := range map[string]string{
		"../../../FyneApp.toml": `(?m)^ *Version = "(.*)"$`,
		"../../../CHANGELOG.md": `(?m)^## (\d+\.\d+\.\d+)`,
	} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		m := regexp.MustCompile(line).FindSubmatch(text)
		if m == nil || string(m[1]) != Next {
			t.Errorf("%s does not begin with %s: %q", file, Next, m)
		}
	}
}
