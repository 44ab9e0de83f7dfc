package typed_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"matchbooth/data/seal"
	"matchbooth/data/share"
	"matchbooth/data/typed"
)

// printed is what stands on a page: its head, its groups, and how many of those are in a line.
type printed struct {
	name   string
	head   string
	groups []string
	row    int
	read   func(text string) error // nil if the text is read as exactly this page's secret
}

func pages(t *testing.T) []printed {
	t.Helper()
	id, err := seal.OpenIdentityFile("../seal/testdata/key.txt")
	if err != nil {
		t.Fatal(err)
	}
	key := id.Secret()
	shares, err := share.Split(key, 3, 2)
	if err != nil {
		t.Fatal(err)
	}
	head, digits, _ := strings.Cut(shares[0], ":")
	at := strings.LastIndexByte(key, '1') + 1
	return []printed{
		{"key", key[:at], fours(key[at:]), seal.KeyRow, func(text string) error {
			got, err := seal.ParseIdentity(text)
			if err == nil && got.Secret() != key {
				t.Fatal("read as another key")
			}
			return err
		}},
		{"share", head + ":", fours(strings.ReplaceAll(digits, "-", "")), share.Row, func(text string) error {
			_, err := share.Read(text)
			if err == nil {
				back, err := share.Combine([]string{text, shares[1]})
				if err != nil || back != key {
					t.Fatal("read as another share")
				}
			}
			return err
		}},
	}
}

func fours(s string) (out []string) {
	for ; len(s) > 4; s = s[4:] {
		out = append(out, s[:4])
	}
	return append(out, s)
}

// forms are the ways in which a page comes back.
var forms = map[string]func(p printed, groups []string) string{
	"as the code on the page says": func(p printed, g []string) string { return p.head + strings.Join(g, "") },
	"in groups":                    func(p printed, g []string) string { return p.head + " " + strings.Join(g, " ") },
	"with hyphens":                 func(p printed, g []string) string { return p.head + strings.Join(g, "-") },
	"in lower case":                func(p printed, g []string) string { return strings.ToLower(p.head + "\n" + strings.Join(g, " ")) },
	"without the head":             func(_ printed, g []string) string { return strings.Join(g, " ") },
	"on lines":                     func(p printed, g []string) string { return p.head + "\n" + onLines(p, g, "") },
	"on lines with their numbers":  func(p printed, g []string) string { return p.head + "\n" + onLines(p, g, "%d ") },
	"with dots after the numbers":  func(p printed, g []string) string { return onLines(p, g, "%d. ") },
	"with line ends of Windows": func(p printed, g []string) string {
		return "\ufeff" + strings.ReplaceAll(p.head+"\n"+onLines(p, g, ""), "\n", "\r\n")
	},
	"in wide letters": func(p printed, g []string) string {
		return strings.Map(func(r rune) rune {
			if r > ' ' && r <= '~' {
				return r - '!' + '！'
			}
			if r == ' ' {
				return '\u3000'
			}
			return r
		}, p.head+" "+strings.Join(g, " "))
	},
	"beside comments": func(p printed, g []string) string {
		return "# from the safe\n" + p.head + "\n" + onLines(p, g, "") + "# end"
	},
	"with a slip in its head": func(p printed, g []string) string {
		return strings.Replace(p.head, "E", "F", 1) + " " + strings.Join(g, " ")
	},
	"with a head cut short": func(p printed, g []string) string { return p.head[:len(p.head)-1] + " " + strings.Join(g, " ") },
}

func onLines(p printed, g []string, number string) string {
	var out strings.Builder
	for i := 0; i < len(g); i += p.row {
		if number != "" {
			fmt.Fprintf(&out, number, i/p.row+1)
		}
		out.WriteString(strings.Join(g[i:min(len(g), i+p.row)], "  ") + "\n")
	}
	return out.String()
}

func TestEveryFormIsRead(t *testing.T) {
	for _, p := range pages(t) {
		for name, form := range forms {
			if err := p.read(form(p, p.groups)); err != nil {
				t.Errorf("the %s %s: %v", p.name, name, err)
			}
		}
	}
}

func TestLookAlikesAreForgiven(t *testing.T) {
	alike := map[string]*strings.Replacer{
		"key":   strings.NewReplacer("L", "1", "8", "B", "0", "O"),
		"share": strings.NewReplacer("1", "l", "0", "O", "V", "U"),
	}
	for _, p := range pages(t) {
		g := strings.Split(alike[p.name].Replace(strings.Join(p.groups, " ")), " ")
		for name, form := range forms {
			if name == "on lines with their numbers" {
				continue // a group that begins with a 1 for an L is no number of a line either, but its own test says so
			}
			if err := p.read(form(p, g)); err != nil {
				t.Errorf("the %s %s: %v", p.name, name, err)
			}
		}
	}
}

// slips are the ways to go wrong in group g, counted from 0. swap is the other group that is named then, -1 for none.
var slips = map[string]func(groups []string, g int) (also int){
	"a wrong letter": func(groups []string, g int) int {
		groups[g] = other(groups[g], 1)
		return -1
	},
	"two letters that changed places": func(groups []string, g int) int {
		b := []byte(groups[g])
		if b[0] == b[1] {
			b[0] = other(string(b), 0)[0]
		}
		b[0], b[1] = b[1], b[0]
		groups[g] = string(b)
		return -1
	},
	"a letter left out": func(groups []string, g int) int {
		groups[g] = groups[g][:1] + groups[g][2:]
		return -1
	},
	"a letter twice": func(groups []string, g int) int {
		groups[g] = groups[g][:1] + groups[g]
		return -1
	},
	"a sign of no alphabet": func(groups []string, g int) int {
		groups[g] = groups[g][:1] + "*" + groups[g][2:]
		return -1
	},
	"the next group before it": func(groups []string, g int) int {
		if g+1 >= len(groups) || len(groups[g+1]) != 4 || groups[g] == groups[g+1] {
			return 0
		}
		groups[g], groups[g+1] = groups[g+1], groups[g]
		return g + 2
	},
	"the group twice": func(groups []string, g int) int {
		groups[g] += " " + groups[g]
		return -1
	},
}

// other exchanges one character of a group for another of both alphabets.
func other(group string, at int) string {
	b := []byte(group)
	if b[at] == 'Q' {
		b[at] = 'Z'
	} else {
		b[at] = 'Q'
	}
	return string(b)
}

func TestEverySlipIsNamed(t *testing.T) {
	for _, p := range pages(t) {
		for what, do := range slips {
			for g := range p.groups {
				groups := slices.Clone(p.groups)
				also := do(groups, g)
				if also == 0 || slices.Equal(groups, p.groups) {
					continue
				}
				for name, form := range forms {
					if (strings.HasPrefix(what, "a letter ") || what == "the group twice") && strings.HasPrefix(name, "with a") {
						continue // whether the head is short or long, or the group, cannot be told
					}
					err := p.read(form(p, groups))
					var slip *typed.Slip
					if !errors.As(err, &slip) {
						t.Fatalf("the %s %s, %s in group %d: %v", p.name, name, what, g+1, err)
					}
					if !slices.Contains(slip.Groups, g+1) || len(slip.Groups) > 2 || also > 0 && !slices.Contains(slip.Groups, also) {
						t.Errorf("the %s %s, %s in group %d: named %v", p.name, name, what, g+1, slip.Groups)
					}
					for _, secret := range p.groups {
						if len(secret) == 4 && strings.Contains(err.Error(), secret) {
							t.Fatalf("the error repeats the key")
						}
					}
				}
			}
		}
	}
}

func TestTwoWrongLettersOfAKeyAreNamed(t *testing.T) {
	p := pages(t)[0]
	groups := slices.Clone(p.groups)
	groups[2], groups[11] = other(groups[2], 0), other(groups[11], 3)
	var slip *typed.Slip
	if err := p.read(strings.Join(groups, " ")); !errors.As(err, &slip) || !slices.Equal(slip.Groups, []int{3, 12}) {
		t.Fatal(err)
	}
}

func TestALineThatIsMissingIsNamed(t *testing.T) {
	for _, p := range pages(t) {
		groups := slices.Clone(p.groups)
		groups[p.row], groups[p.row+1] = "", ""
		var slip *typed.Slip
		if err := p.read(forms["on lines"](p, groups)); !errors.As(err, &slip) || slip.Missing != 8 || !slices.Equal(slip.Lines, []int{2}) {
			t.Errorf("the %s: %v", p.name, err)
		}
	}
}

func TestAnotherKeyIsNoSlip(t *testing.T) {
	for _, p := range pages(t) {
		for _, text := range []string{"", "hello", "AGE-SECRET-KEY-1QQQQ", "age1pq1" + strings.Repeat("q", 1900), strings.Repeat("我", 58), strings.Repeat("A ", 1<<14)} {
			var slip *typed.Slip
			if err := p.read(text); err == nil || errors.As(err, &slip) {
				t.Errorf("%.20q as a %s: %v", text, p.name, err)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"", "AGE-SECRET-KEY-PQ-1", "1 QPZR\n2 Y9X8", "MATCHBOOTH-SHARE:0", "\xff1", "１ ａ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if id, err := seal.ParseIdentity(s); err == nil {
			if again, err := seal.ParseIdentity(id.Secret()); err != nil || again.Secret() != id.Secret() {
				t.Fatal("not read again")
			}
		}
		_, _ = share.Read(s)
	})
}
