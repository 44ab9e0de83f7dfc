package session

import (
	"testing"

	"matchbooth/kiosk/event"
)

// The whole text is read without answering anything: it closes to where it was opened, in whichever language.
func TestTheFullTextAnswersNothing(t *testing.T) {
	for what, v := range map[string]*visitor{
		"the notice": arrive(t).do(Start).goTo(Notice),
		"a consent":  arrive(t).toConsents(),
	} {
		screen, given := v.s.Screen, len(v.s.Consents)
		for _, done := range []Kind{KeepOn, Back} {
			v.do(AskFullText).under(FullText).do(NoticeRead).do(Agree).do(Disagree).do(SetLang, string(event.EN)).under(FullText)
			v.do(done).under(NoOverlay).on(screen)
		}
		if len(v.s.Consents) != given || len(v.s.Refused) > 0 || v.s.Lang != string(event.EN) {
			t.Errorf("%s: %d given, %v refused, language %s", what, len(v.s.Consents)-given, v.s.Refused, v.s.Lang)
		}
	}
	if v := arrive(t).do(Start).do(AskFullText); v.s.Overlay != NoOverlay {
		t.Errorf("a text opens at home, where there is none")
	}
}
