package event

import (
	"os"
	"reflect"
	"strings"
	"testing"
)

// keysOf lists the TOML keys of a struct and of everything in it.
func keysOf(t reflect.Type, into map[string]bool) {
	for i := range t.NumField() {
		key := keyOfField(t, t.Field(i))
		if key == "" {
			continue
		}
		into[key] = true
		ft := t.Field(i).Type
		if ft.Kind() == reflect.Slice {
			ft = ft.Elem()
		}
		if ft.Kind() == reflect.Struct {
			keysOf(ft, into)
		}
	}
}

func TestTheGuideNamesEveryKeyAndKind(t *testing.T) {
	data, err := os.ReadFile("../../docs/event-pack.md")
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]bool{}
	for _, w := range strings.FieldsFunc(string(data), func(r rune) bool {
		return !(r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9')
	}) {
		words[w] = true
	}
	keys := map[string]bool{}
	keysOf(reflect.TypeFor[Pack](), keys)
	keysOf(reflect.TypeFor[Story](), keys)
	if len(keys) < 60 {
		t.Fatalf("only %d keys", len(keys))
	}
	for _, list := range [][]string{conditionKinds, thens, fieldKinds, channels, consentKinds, takeKinds, checkKinds, KnownChecks, drawings, Scenes} {
		for _, k := range list {
			if k != "" {
				keys[k] = true
			}
		}
	}
	for k := range keys {
		if !words[k] {
			t.Errorf("docs/event-pack.md does not name %q", k)
		}
	}
}

// Every key that must be there must exist: a slip in the table would ask for what nobody can write.
func TestNeededKeysExist(t *testing.T) {
	keys := map[string]bool{"stories": true}
	keysOf(reflect.TypeFor[Pack](), keys)
	for table, list := range needed {
		if table != "" && !keys[table] {
			t.Errorf("no table %q", table)
		}
		for _, k := range list {
			if !keys[k] {
				t.Errorf("%s: no key %q", table, k)
			}
		}
	}
}
