package main

import (
	"testing"

	"matchbooth/assets"
)

func TestDrawingAgainGivesTheSameLists(t *testing.T) {
	zh, en, err := lists("../..")
	if err != nil {
		t.Fatal(err)
	}
	wantZh, wantEn := assets.Words()
	if string(zh) != wantZh {
		t.Error("assets/words/zh.txt is not what its sources give")
	}
	if string(en) != wantEn {
		t.Error("assets/words/en.txt is not what its sources give")
	}
}
