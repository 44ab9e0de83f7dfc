package desk

import (
	"testing"
	"time"

	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/ui/page"
)

// The second copy is shown as wrong only where somebody has to do something.
func TestTheSecondCopyIsWrongOnlyWhereSomethingIsToBeDone(t *testing.T) {
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	noon := time.Date(2027, 5, 21, 12, 0, 0, 0, time.UTC)
	const dir = "/media/stick"
	behind := func(n int, ago time.Duration, f data.MirrorFault) data.MirrorState {
		return data.MirrorState{Dir: dir, Behind: n, Since: noon.Add(-ago), Fault: f}
	}
	for _, c := range []struct {
		state data.MirrorState
		want  mark
	}{
		{data.MirrorState{}, markPlain},
		{data.MirrorState{Pending: true}, markWrong},
		{data.MirrorState{Dir: dir, SameDisk: true}, markWell},
		{data.MirrorState{Dir: dir}, markWell},
		{behind(2, 5*time.Second, ""), markWell},
		{behind(3, 115*time.Minute, data.MirrorAbsent), markWrong},
		{behind(1, 5*time.Second, data.MirrorAbsent), markWrong},
		{behind(3, 26*time.Hour, ""), markWrong},
		{behind(3, time.Hour, data.MirrorFull), markWrong},
		{behind(3, time.Hour, data.MirrorReadOnly), markWrong},
		{behind(3, time.Hour, data.MirrorIO), markWrong},
		{behind(3, time.Hour, data.MirrorHangs), markWrong},
		{behind(3, time.Hour, data.MirrorForeign), markWrong},
		{data.MirrorState{Dir: dir, Fault: data.MirrorAbsent}, markWrong},
		{data.MirrorState{Dir: dir, Pending: true, Fault: data.MirrorAbsent}, markWrong},
		{data.MirrorState{Dir: dir, Pending: true}, markWrong},
		{data.MirrorState{Dir: dir, Extra: 7}, markWrong},
	} {
		for _, lang := range []string{"zh", "en"} {
			b := &B{B: &page.B{Context: page.Context{T: texts.In(lang), Now: noon}}}
			if _, got := b.copySays(c.state, noon); got != c.want {
				t.Errorf("%s, %+v: mark %d, not %d", lang, c.state, got, c.want)
			}
		}
	}
}
