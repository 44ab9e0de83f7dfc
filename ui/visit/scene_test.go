package visit

import (
	"slices"
	"testing"

	"matchbooth/assets/art/scenes"
	"matchbooth/kiosk/event"
)

// What a pack may name is drawn, and nothing is drawn that a pack could not name.
func TestEverySceneThatAPackMayNameIsDrawn(t *testing.T) {
	if names := slices.Sorted(slices.Values(event.Scenes)); !slices.Equal(names, scenes.Names()) {
		t.Errorf("a pack may name %v, but drawn are %v", names, scenes.Names())
	}
}

func TestASceneKnowsTheDayAndTheYearsOfItsStation(t *testing.T) {
	at := func(when string) event.Station { return event.Station{When: event.Text{event.ZH: when}} }
	s := event.Story{Stations: []event.Station{at("2014-03"), at("2017"), at("约一年后"), at("2019-05-20")}}
	for i, want := range []struct {
		day   [2]int
		years int
	}{{}, {years: 3}, {}, {[2]int{5, 20}, 5}} {
		if got := sceneOf(s, i); got.Day != want.day || got.Years != want.years {
			t.Errorf("station %d: day %v, %d years", i, got.Day, got.Years)
		}
	}
}
