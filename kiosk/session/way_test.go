package session

import (
	"slices"
	"testing"
	"time"

	"matchbooth/kiosk/event"
)

func TestTheDecidedVisitorGoesTheWholeWay(t *testing.T) {
	v := arrive(t).do(Start).on(Home).goTo(Stories).do(OpenStory, "one").on(Story)
	v.do(NextStation).do(NextStation).on(Story).do(NextStation).on(Home)
	v.goTo(Notice).on(Notice).do(NoticeRead).on(Decide).given("notice")
	v.do(WantSignUp).on(Conditions).do(AnswerAll).on(Form)
	if v.s.Outcome != event.OutcomeAllTrue || v.s.Answered != "" || v.s.LastStory != "one" {
		t.Fatal("outcome, forgotten answer or story are wrong")
	}
	v.do(NextStep).on(Form)
	if len(v.s.Problems) == 0 || v.s.FormStep != 0 {
		t.Fatal("an empty required field went through")
	}
	v.types("name", canaryName)
	if len(v.s.Problems) != 0 {
		t.Fatal("typing did not clear the field's problem")
	}
	v.do(NextStep).types("phone", canaryPhone).do(NextStep).do(NextStep).on(ReadBack)
	v.do(ReadBackOK).on(Consent).do(SetLang, "en").do(Agree).do(SetLang, "zh").do(Agree).do(Disagree).on(Saving)
	v.given("notice", "terms", "handover").counted(DoSave, "", 1)
	for i, lang := range []string{"zh", "en", "zh"} {
		g := v.s.Consents[i]
		want := v.p.Consent(g.ID).SHA256(lang)
		if g.Lang != lang || g.SHA256 != want {
			t.Errorf("consent %s was not kept in the language shown", g.ID)
		}
	}
	v.do(SaveDone, canaryCode, canaryID).on(Saved)
	if v.s.Code != canaryCode || v.s.PersonID != canaryID {
		t.Error("code or id are wrong")
	}
	if v.s.Answers != nil || v.s.Consents != nil || v.s.Flags != nil || v.s.Refused != nil || v.s.Outcome != "" || v.s.LastStory != "" {
		t.Error("after the save something of the sign-up was kept")
	}
	v.goTo(TakeHome).goTo(MoreCodes).on(MoreCodes).do(Back).on(TakeHome).goTo(Parents).on(Parents).do(Back).on(TakeHome)
	v.do(Finish).on(TakeHome).waits(2 * time.Second).do(AskEnd).under(EndTakeHome).do(Finish).wiped()
	v.counted(DoTally, TallyOutcome(event.OutcomeAllTrue), 1).counted(DoTally, TallyFinished, 1).counted(DoTally, TallyAbandoned, 0)
	v.counted(DoTally, TallyScreen(Home), 1).counted(DoTally, TallyScreen(Form), 1).counted(DoTally, tallyStory("one"), 1)
	v.counted(DoTally, TallyStarted, 1).counted(DoSave, "", 1)
}

func TestWaysOn(t *testing.T) {
	tests := []struct {
		answer  Kind
		outcome string
		want    Screen
		flags   []string
	}{
		{AnswerNot, "under_age", BirthDate, nil},
		{AnswerNot, "passing", Home, nil},
		{AnswerNot, "registered", Already, nil},
		{AnswerNot, "family", Form, []string{"family"}},
		{AnswerUnsure, "unsure", Form, []string{"unsure"}},
		{AnswerNot, "unsure", Ways, nil},       // not offered after this answer
		{AnswerUnsure, "under_age", Ways, nil}, // the same
		{AnswerNot, "all_true", Ways, nil},
		{AnswerNot, "", Ways, nil},
	}
	for _, tt := range tests {
		t.Run(string(tt.answer)+" "+tt.outcome, func(t *testing.T) {
			v := arrive(t).toConditions().do(tt.answer).on(Ways).do(PickWay, tt.outcome)
			if tt.want == Ways {
				v.on(Ways)
				return
			}
			v.on(Way)
			if v.s.Answered != "" || v.s.Outcome != tt.outcome {
				t.Fatal("the answer was kept, or not the outcome")
			}
			v.do(WayOn).on(tt.want)
			if !slices.Equal(v.s.Flags, tt.flags) {
				t.Errorf("flags %v, want %v", v.s.Flags, tt.flags)
			}
		})
	}
}

func TestTheDateToComeBack(t *testing.T) {
	tests := []struct{ birth, back, problem string }{
		{"2010-11-12", "2028-11-12", ""},
		{"2009-05-22", "2027-05-22", ""}, // 18 tomorrow
		{"2009-05-21", "2027-05-21", ""}, // 18 today: now
		{"2012-02-29", "2030-03-01", ""},
		{"1981-05-21", "", problemTooOld}, // 46 today
		{"1981-05-22", "2027-05-21", ""},  // 45
		{"2028-01-01", "", problemNoBirth},
		{"yesterday", "", problemNoBirth},
		{"", "", problemNoBirth},
	}
	for _, tt := range tests {
		t.Run(tt.birth, func(t *testing.T) {
			v := arrive(t).toConditions().do(AnswerNot).do(PickWay, "under_age").do(WayOn).do(BirthGiven, tt.birth).on(BirthDate)
			if v.s.ComeBack != tt.back {
				t.Errorf("come back %q, want %q", v.s.ComeBack, tt.back)
			}
			var key string
			if len(v.s.Problems) > 0 {
				key = v.s.Problems[0].Key
			}
			if key != tt.problem {
				t.Errorf("problem %q, want %q", key, tt.problem)
			}
			if tt.birth != tt.back && tt.birth != "" && slices.Contains(words(v.s), tt.birth) {
				t.Error("the date of birth was kept")
			}
			want := Home
			if tt.back == "2027-05-21" {
				want = Conditions
			}
			v.do(WayOn).on(want)
		})
	}
}

func TestGoingBackKeepsWhatWasTyped(t *testing.T) {
	v := arrive(t).toReadBack()
	v.do(Back).on(Form).do(Back).do(Back).on(Form)
	if v.s.FormStep != 0 {
		t.Fatalf("step %d, want 0", v.s.FormStep)
	}
	v.do(Back).on(Conditions).do(AnswerUnsure).do(PickWay, "unsure").do(WayOn).on(Form)
	if v.s.Answers["name"].Text != canaryName || !slices.Equal(v.s.Flags, []string{"unsure"}) {
		t.Fatal("answers lost, or flag missing")
	}
	v.do(Back).do(AnswerAll).on(Form)
	if v.s.Flags != nil || v.s.Outcome != event.OutcomeAllTrue {
		t.Fatal("the flag of an outcome taken back was kept")
	}
}

func TestEditingFromTheReadBack(t *testing.T) {
	v := arrive(t).toReadBack().at(1, EditStep).on(Form)
	if v.s.FormStep != 1 || !v.s.FromReview {
		t.Fatal("not at the step asked for")
	}
	v.types("phone", "12").do(NextStep).on(Form).do(Back).on(ReadBack)
	v.do(ReadBackOK).on(Form) // a wrong number never gets past the read-back
	if v.s.FormStep != 1 || len(v.s.Problems) == 0 {
		t.Fatal("a wrong answer went past the read-back unseen")
	}
	v.types("phone", canaryPhone).do(NextStep).on(ReadBack).do(ReadBackOK).on(Consent)
	v.do(Back).on(ReadBack)
	v.at(0, EditStep).on(Form)
	if v.s.FormStep != 0 {
		t.Fatal("not at the first step")
	}
	v.do(Back).on(ReadBack)
	v.at(3, EditStep).on(ReadBack).at(-1, EditStep).on(ReadBack)
}

func TestAnswersOfOtherStepsAreNotTaken(t *testing.T) {
	v := arrive(t).toForm().types("phone", canaryPhone).types("nothing", "x")
	if len(v.s.Answers) != 0 {
		t.Error("a field that is not on the screen was answered")
	}
	v.types("name", canaryName).types("name", "")
	if len(v.s.Answers) != 0 {
		t.Error("an emptied field left something behind")
	}
}

func TestRefusingTheHandOver(t *testing.T) {
	toOfficial := func(t *testing.T) *visitor {
		return arrive(t).toConsents().do(Agree).do(Disagree).on(Consent).do(Agree).on(Official).counted(DoSave, "", 0)
	}
	t.Run("keep all the same", func(t *testing.T) {
		v := toOfficial(t).given("notice", "terms", "followup").do(Agree).on(Saving).counted(DoSave, "", 1)
		if !slices.Equal(v.s.Refused, []string{"handover"}) {
			t.Error("the refusal was forgotten before the save")
		}
	})
	t.Run("end without saving", func(t *testing.T) {
		toOfficial(t).do(Finish).wiped().counted(DoSave, "", 0).counted(DoTally, TallyAbandoned, 0)
	})
	t.Run("back", func(t *testing.T) {
		v := toOfficial(t).do(Back).on(Consent).given("notice", "terms").do(Back).do(Agree).do(Agree).on(Saving)
		v.given("notice", "terms", "handover", "followup")
		if len(v.s.Refused) != 0 {
			t.Error("a refusal taken back was kept")
		}
	})
	t.Run("required", func(t *testing.T) {
		v := arrive(t)
		v.p.Consents[2].Required = true
		v.toConsents().do(Agree).do(Disagree).on(Official).do(Agree).on(Official).counted(DoSave, "", 0)
	})
}

func TestRefusingARequiredConsentEndsWithoutSaving(t *testing.T) {
	v := arrive(t).toConsents().do(Disagree).on(Think).counted(DoSave, "", 0)
	v.do(Back).on(Consent) // a slip of the finger costs nothing
	if v.s.Answers["name"].Text != canaryName || len(v.s.Refused) != 0 {
		t.Fatal("the way back lost something")
	}
	v.do(Disagree).on(Think).do(Finish).wiped().counted(DoSave, "", 0)
}

func TestReadingOnAfterARefusalDropsWhatWasTyped(t *testing.T) {
	v := arrive(t)
	v.p.Consents[3].Required = true
	v.toConsents().do(Agree).do(Agree).do(Disagree).on(Think).given("notice", "terms", "handover")
	v.goTo(Parents).given("notice").do(Back).on(Think).do(Back).on(Decide)
	if len(v.s.Answers) != 0 || len(v.s.Refused) != 0 || holdsCanary(v.s) {
		t.Error("something of the sign-up was left")
	}
}

func TestNothingIsBegunAnewAfterTheSave(t *testing.T) {
	v := arrive(t).toTakeHome().goTo(Parents)
	for _, sc := range []Screen{Notice, Already, How, Stories, Form} {
		v.goTo(sc).on(Parents)
	}
	v.goTo(Home).on(TakeHome)
}

func TestAcknowledgedTwiceIsKeptOnce(t *testing.T) {
	v := arrive(t).do(Start).goTo(Notice).do(NoticeRead).do(Back).do(SetLang, "en").do(NoticeRead).given("notice")
	if g := v.s.Consents[0]; g.Lang != "en" || !g.At.Equal(v.now) {
		t.Error("not the notice that was read last")
	}
}

// The buttons may be in a language that the pack has not. What is kept is the text that stood there, in its own language.
func TestWhatIsKeptIsWhatWasRead(t *testing.T) {
	v := arrive(t).do(Start).do(SetLang, "ja").goTo(Notice).do(NoticeRead).given("notice")
	if v.s.Lang != "ja" {
		t.Fatalf("the booth is in %s", v.s.Lang)
	}
	if g, c := v.s.Consents[0], v.p.Consent("notice"); g.Lang != "en" || g.SHA256 != c.SHA256("en") {
		t.Errorf("kept as read in %s, with the hash %.8s; the English text has %.8s", g.Lang, g.SHA256, c.SHA256("en"))
	}
	if v.do(SetLang, "tlh"); v.s.Lang != "ja" {
		t.Errorf("a language that is not there was taken: %s", v.s.Lang)
	}
}

func TestConsentsAreAskedAnew(t *testing.T) {
	v := arrive(t).toConsents().do(Agree).do(Agree).do(Back).do(Back).do(Back).on(ReadBack).do(ReadBackOK).on(Consent)
	v.given("notice")
	if at, n := ConsentProgress(v.s, v.p); at != 1 || n != 3 {
		t.Errorf("consent %d of %d", at, n)
	}
}

func TestSaveErrorKeepsEverything(t *testing.T) {
	v := arrive(t).toSaving()
	answers := v.s.Answers
	v.do(SaveAgain).counted(DoSave, "", 1) // still running
	v.do(SaveError, canaryKey).on(Saving)
	if v.s.SaveFailed != canaryKey || v.s.Saving || len(v.s.Answers) != len(answers) || len(v.s.Consents) != 4 {
		t.Fatal("a failed save lost something")
	}
	v.do(SaveDone, canaryCode, canaryID).on(Saving) // of nothing: no save runs
	v.do(SaveAgain).counted(DoSave, "", 2).do(SaveAgain).counted(DoSave, "", 2)
	if v.s.SaveFailed != "" {
		t.Error("the old failure is still shown")
	}
	v.do(SaveDone, canaryCode, canaryID).on(Saved)
	v.do(SaveDone, "OTHER", "other").do(SaveError, canaryKey).on(Saved)
	if v.s.Code != canaryCode || v.s.SaveFailed != "" {
		t.Error("a second reply changed what is shown")
	}
}

func TestThink(t *testing.T) {
	v := arrive(t).do(Start).goTo(Notice).do(NoticeRead).do(WantThink).on(Think)
	v.goTo(Parents).on(Parents).do(Back).on(Think).do(Back).on(Decide).given("notice")
	v.do(WantThink).do(Finish).wiped().counted(DoTally, TallyAbandoned, 0)
}

func TestLeavingTheSignUpForHomeDropsIt(t *testing.T) {
	v := arrive(t).toReadBack().do(Back).do(Back).do(Back).do(Back).on(Conditions).do(Back).do(Back).on(Notice)
	if v.s.Answers["name"].Text != canaryName {
		t.Fatal("going back lost what was typed")
	}
	v.do(Back).on(Home)
	for _, w := range words(v.s) {
		if slices.Contains(canaries, w) {
			t.Fatal("home still knows what was typed")
		}
	}
}

func TestAlready(t *testing.T) {
	v := arrive(t).do(Start).goTo(Already).on(Already).do(Erase).counted(DoErase, "", 0)
	v.do(Erase, canaryCode).counted(DoErase, canaryCode, 1).do(Erase, canaryCode).counted(DoErase, canaryCode, 1)
	if slices.Contains(words(v.s), canaryCode) {
		t.Error("the code was kept")
	}
	v.do(AskNext).do(EraseDone, "done")
	if v.s.Erased != ErasedDone {
		t.Error("the reply was lost under an overlay")
	}
	v.do(KeepOn).do(Erase, canaryCode).do(EraseDone, "wait")
	if v.s.Erased != ErasedWait || v.count(DoErase, canaryCode) != 2 {
		t.Error("the throttle is not told")
	}
	v.do(EraseDone, "done")
	if v.s.Erased != ErasedWait {
		t.Error("a reply to nothing was taken")
	}
	v.do(Back).on(Home)
}

func TestVolunteerCheck(t *testing.T) {
	v := arrive(t).toTakeHome().do(AskPIN).under(PIN).do(Finish).under(PIN).do(PINOK).on(Check).under(NoOverlay)
	v.do(CheckDone).on(TakeHome)
	if v.s.Code != canaryCode || v.s.PersonID != canaryID {
		t.Error("the check lost the sign-up it belongs to")
	}
	v.do(PINOK).on(TakeHome).do(AskPIN).do(KeepOn).under(NoOverlay).on(TakeHome)
}

func TestDesk(t *testing.T) {
	arrive(t).do(SetLang, "en").do(OpenDesk).on(Desk).do(CloseDesk).wiped()
	arrive(t).toConsents().do(OpenDesk).on(Consent)
	v := arrive(t).do(Start).do(OpenDesk).on(Desk)
	if !v.s.Started.IsZero() || v.s.Reached != nil {
		t.Error("the desk knows of a visitor")
	}
	v.do(Start).on(Desk).do(AskNext).under(NoOverlay)
}

func TestBackAmongReadingScreens(t *testing.T) {
	v := arrive(t).do(Start, "two").on(Story)
	v.do(Back).on(Home).goTo(Stories).do(OpenStory, "one").goTo(How).at(2, ToStation).goTo(Numbers).goTo(How).on(How)
	if v.s.HowPage != 0 {
		t.Error("opened anew, not at its first page")
	}
	v.at(2, ToStation).goTo(Worries).do(Back).on(How)
	if v.s.HowPage != 2 {
		t.Error("coming back, not at the page that was left")
	}
	v.do(Back).on(Story).do(Back).on(Stories).do(Back).on(Home)
	if len(v.s.Trail) != 0 {
		t.Error("home has a trail")
	}
	v.goTo(How).at(3, ToStation).at(4, ToStation).at(-1, ToStation)
	if v.s.HowPage != 3 {
		t.Errorf("a page that is not there: %d", v.s.HowPage)
	}
	v.do(NextStation).on(Home)
	v.goTo(How).at(1, ToStation).at(0, ToStation).do(NextStation).on(How)
	if v.s.HowPage != 1 {
		t.Errorf("the page after the first is number %d", v.s.HowPage)
	}
	v.do(Back).on(Home)
	v.goTo(Stories).do(OpenStory, "nobody").on(Stories).do(OpenStory, "one").at(9, ToStation).at(-1, ToStation)
	if v.s.Station != 0 {
		t.Error("a station that is not there")
	}
	v.at(2, ToStation).at(3, ToStation)
	if at, n := StoryProgress(v.s, v.p); at != 3 || n != 3 {
		t.Errorf("at the last station, it is number %d of %d", at, n)
	}
	v.at(0, ToStation)
	if at, n := StoryProgress(v.s, v.p); at != 1 || n != 3 {
		t.Errorf("back at the first station, it is number %d of %d", at, n)
	}
	v.do(NextStation).do(NextStation).on(Story).do(NextStation).on(Home)
	arrive(t).do(Start, "nobody").on(Home)
}

// Whoever signs up after reading is not led back into the story, but the record tells which it was.
func TestSigningUpEndsTheReading(t *testing.T) {
	for _, sc := range []Screen{Notice, Already} {
		v := arrive(t).do(Start)
		v.goTo(Stories).do(OpenStory, "one").at(2, ToStation)
		if sc == Already {
			v.do(Back).do(Back).on(Home)
		}
		v.goTo(sc).on(sc)
		if len(v.s.Trail) != 0 || v.s.StoryID != "" || v.s.Station != 0 || v.s.LastStory != "one" {
			t.Errorf("on %s the story is still open, or forgotten", sc)
		}
		v.do(Back).on(Home)
	}
}

func TestHowToReadIsKeptAndResets(t *testing.T) {
	v := arrive(t).do(SetLang, "en").on(Attract).toConsents()
	v.do(SetLarge).do(SetContrast).do(SetLang, "fr").do(AskNext).do(SetLang, "zh").do(SetLang, "en").under(NextPerson)
	if v.s.Lang != "en" || !v.s.Large || !v.s.Contrast || v.s.Answers["name"].Text != canaryName {
		t.Fatal("the way of reading, or what was typed, was lost")
	}
	v.do(KeepOn).do(Agree).do(Agree).do(Agree).do(SaveDone, canaryCode, canaryID)
	if v.s.Lang != "en" || !v.s.Large || !v.s.Contrast {
		t.Fatal("the save changed the way of reading")
	}
	v.do(AskNext).do(Finish).wiped()
}

func TestNextPersonAndNotToday(t *testing.T) {
	for _, k := range []Kind{AskNext, AskNotToday} {
		v := arrive(t).toReadBack().do(k).do(ReadBackOK).on(ReadBack).do(KeepOn).under(NoOverlay)
		v.do(k).do(Finish).wiped().counted(DoTally, TallyAbandoned, 1)
		arrive(t).toSaving().do(k).under(NoOverlay)
	}
}

func TestAPackWithoutStepsOrConsents(t *testing.T) {
	v := arrive(t)
	v.p.Steps, v.p.Fields, v.p.Consents = nil, nil, nil
	v.toConditions().do(AnswerAll).on(ReadBack).do(Back).on(Conditions).do(AnswerAll).do(ReadBackOK).on(Saving)
}

func TestTheConsentsAndFieldsOfAStep(t *testing.T) {
	v := arrive(t).toConsents()
	if at, n := ConsentProgress(v.s, v.p); at != 1 || n != 3 {
		t.Errorf("consent %d of %d", at, n)
	}
	if c, ok := ConsentShown(v.p, v.do(Agree).s); !ok || c.ID != "handover" {
		t.Errorf("after the first consent %q is shown", c.ID)
	}
	if c, ok := ConsentShown(v.p, v.do(Agree).do(Agree).on(Saving).s); ok {
		t.Errorf("after the last consent %q is shown", c.ID)
	}
	if f := FieldsOf(v.p, 1); len(f) != 2 || f[0].ID != "phone" {
		t.Error("not the fields of the step")
	}
	if FieldsOf(v.p, -1) != nil || FieldsOf(v.p, 3) != nil {
		t.Error("fields of a step that is not there")
	}
}
