package event

import (
	"io"
	"testing"

	"matchbooth/assets"
)

func TestBuiltInPackHasNoFaults(t *testing.T) {
	p, faults, err := LoadFS(assets.Event())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		t.Error(f)
	}
	if p == nil {
		return
	}
	if !p.Practice {
		t.Error("the built-in pack may go live: its numbers and links are reserved examples")
	}
	if err := p.Summary(io.Discard); err != nil {
		t.Error(err)
	}
}

func BenchmarkLoadBuiltIn(b *testing.B) {
	for b.Loop() {
		if p, faults, err := LoadFS(assets.Event()); p == nil {
			b.Fatal(faults, err)
		}
	}
}
