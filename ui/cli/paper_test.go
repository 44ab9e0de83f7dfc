package cli

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"matchbooth/assets/text"
	"matchbooth/data/seal"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/work/recovery"
	paper "matchbooth/ui/work/sheet"
)

// shellWords splits a command as a shell does, as far as a path in quotes.
func shellWords(command string) (list []string) {
	for _, m := range regexp.MustCompile(`"([^"]*)"|'([^']*)'|(\S+)`).FindAllStringSubmatch(command, -1) {
		list = append(list, m[1]+m[2]+m[3])
	}
	return list
}

// What stands on the card beside a booth, and on the pages of its recovery key, can be typed as it stands: years later,
// by somebody who has never seen the program, on a bad day.
func TestTheCommandsOnPaperRun(t *testing.T) {
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	const folder = "/home/volunteer/Spring drive/booth"
	for _, lang := range []string{"zh", "en"} {
		say := texts.In(lang)
		card := paper.Kept{Booth: "0123456789abcdef0123456789abcdef", Folder: folder}.Commands(say)
		for i, command := range append(card, paper.Commands(say)...) {
			c := &Call{call.New(context.Background(), texts, lang, nil, nil, nil)}
			var g grammar
			parser, err := kong.New(&g, kong.Name("matchbooth"), kong.Vars(c.help()), kong.Exit(func(int) {}))
			if err != nil {
				t.Fatal(err)
			}
			args := shellWords(command)
			if len(args) < 2 || args[0] != "matchbooth" {
				t.Errorf("%s: %q", lang, command)
				continue
			}
			if _, err := parser.Parse(args[1:]); err != nil {
				t.Errorf("%s: %s: %v", lang, command, err)
			}
			if args[1] != "keys" || args[2] != "combine" { // which needs no booth
				at := slices.Index(args, "--data")
				if at < 0 {
					t.Errorf("%s: %s works on the folder that this account happens to have", lang, command)
				} else if own := i < 2; own && args[at+1] != folder {
					t.Errorf("%s: %s: the folder is %q", lang, command, args[at+1])
				}
			}
		}
	}
}

// The pages say that blanks, hyphens, case and the first part do not matter.
func TestAKeyIsTypedAsItIsPrinted(t *testing.T) {
	key, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	secret := key.Secret()
	rest := secret[strings.LastIndexByte(secret, '1')+1:]
	var groups []string
	for len(rest) > seal.KeyGroup {
		groups, rest = append(groups, rest[:seal.KeyGroup]), rest[seal.KeyGroup:]
	}
	groups = append(groups, rest)
	for _, typed := range []string{
		strings.Join(groups, " "), strings.ToLower(strings.Join(groups, "-")), strings.Join(groups, ""), strings.Join(groups, "\n"),
		secret[:strings.LastIndexByte(secret, '1')+1] + "\n" + strings.ToLower(strings.Join(groups, " ")),
	} {
		got, err := recovery.Key(typed)
		if err != nil || got.Fingerprint() != key.Fingerprint() {
			t.Errorf("a key that is typed as %d characters is not read: %v", len(typed), err)
		}
	}
}
