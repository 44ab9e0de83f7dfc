package handover

import (
	"testing"

	"matchbooth/data/entry"
	"matchbooth/data/export"
	"matchbooth/data/record"
)

// settings is a store that has nothing but settings.
type settings struct {
	Store
	lang string
}

func (s settings) Meta(key string) (string, bool) { return s.lang, key == MetaLang && s.lang != "" }

// Where nobody asked for a language, an export has that in which the booth begins, else the first of its pack.
func TestTheLanguageOfAnExport(t *testing.T) {
	for set, want := range map[string]string{"": "zh", "zh": "zh", "en": "en", "fr": "zh"} {
		if got := Lang(settings{lang: set}); got != want {
			t.Errorf("a booth that begins in %q exports in %q, want %q", set, got, want)
		}
	}
}

// Two people can have one receipt code. That the recipient has one of them does not keep the other from going.
func TestWhoSharesACodeIsAlwaysNew(t *testing.T) {
	all := []record.Record{{Person: "a", Code: "7K4M92QXD"}, {Person: "b", Code: "7K4M92QXD"}, {Person: "c", Code: "JDUHMFFHU"}}
	doc := export.Doc{Records: all}
	if err := onlyNew(&doc, map[entry.ReceiptCode]string{"7K4M92QXD": "", "JDUHMFFHU": ""}, shared(all)); err != nil || len(doc.Records) != 2 || doc.Records[1].Person != "b" {
		t.Errorf("%d go, %v", len(doc.Records), err)
	}
}
