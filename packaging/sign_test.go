//go:build linux

package packaging_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The sums of a release are signed by whichever key there is, a changed file is found out, and a key in the repository is
// refused. As docs/releasing.md tells people to verify.
func TestTheSumsOfAReleaseAreSigned(t *testing.T) {
	need(t, "go", "ssh-keygen")
	dir := t.TempDir()
	sums := filepath.Join(dir, "SHA256SUMS")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(sums, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	must := func(env []string, name string, args ...string) string {
		t.Helper()
		out, err := run(t, env, name, args...)
		if err != nil {
			t.Fatalf("%s %v: %v\n%s", name, args, err, out)
		}
		return out
	}
	const before, after = "00  matchbooth.zip\n", "01  matchbooth.zip\n"
	sign := func(key string) (string, error) {
		return run(t, []string{"MATCHBOOTH_SIGNING_KEY=" + key}, "sh", "../.ci/release-sign.sh", sums)
	}
	write(before)

	if out, err := sign(""); err != nil || !strings.Contains(out, "Not signed") {
		t.Errorf("without a key: %v %s", err, out)
	}

	key := filepath.Join(dir, "key")
	must(nil, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "releases", "-f", key)
	if out, err := sign(key); err != nil {
		t.Fatal(err, out)
	}
	public, err := os.ReadFile(key + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	signers := filepath.Join(dir, "allowed_signers")
	if err := os.WriteFile(signers, append([]byte("matchbooth "), public...), 0o600); err != nil {
		t.Fatal(err)
	}
	verify := "ssh-keygen -Y verify -f " + signers + " -I matchbooth -n matchbooth-release -s " + sums + ".sig <" + sums
	must(nil, "sh", "-c", verify)
	write(after)
	if out, err := run(t, nil, "sh", "-c", verify); err == nil {
		t.Errorf("ssh-keygen believes sums that were changed: %s", out)
	}

	tool := filepath.Join(dir, "minisign")
	must([]string{"CGO_ENABLED=0"}, "go", "build", "-C", "../.ci/tools", "-o", tool, "aead.dev/minisign/cmd/minisign")
	mini := filepath.Join(dir, "mini")
	must(nil, tool, "-G", "-W", "-p", mini+".pub", "-s", mini)
	write(before)
	if out, err := sign(mini); err != nil {
		t.Fatal(err, out)
	}
	if _, err := os.Stat(sums + ".sig"); err == nil {
		t.Error("the signature of the other key is still there")
	}
	check := []string{"-V", "-p", mini + ".pub", "-m", sums, "-x", sums + ".minisig"}
	must(nil, tool, check...)
	write(after)
	if out, err := run(t, nil, tool, check...); err == nil {
		t.Errorf("minisign believes sums that were changed: %s", out)
	}

	for _, bad := range []struct{ key, want string }{
		{filepath.Join(dir, "nowhere"), "cannot be read"},
		{sums, "neither minisign nor ssh-keygen"},
		{"../packaging/sign_test.go", "lies in the repository"},
	} {
		at := bad.key
		if !filepath.IsAbs(at) {
			if at, err = filepath.Abs(at); err != nil {
				t.Fatal(err)
			}
		}
		if out, err := sign(at); err == nil || !strings.Contains(out, bad.want) {
			t.Errorf("%s: %v %s", bad.key, err, out)
		}
	}
}
