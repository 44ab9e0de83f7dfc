package form

import "testing"

func TestNumbersWhoseGroupsOrZeroSayAnotherThing(t *testing.T) {
	try(t, "phone", ctx, [][2]string{
		{"10-62782001", "!phone.zero"}, {"21-63846590", "!phone.zero"}, {"1062782001", "!phone.zero"}, {"(21) 6384 6590", "!phone.zero"}, {"755-26535353", "!phone.zero"}, {"1062782001.0", "!phone.zero"},
		{"0139000000010", "!phone.digits"}, {"0139 0000 00010", "!phone.digits"}, {"0139000000", "!phone.digits"}, {"013900000000", "13900000000"},
		{"1 415 555 2671", "14155552671 ?phone.america"}, {"1-415-555-2671", "14155552671 ?phone.america"}, {"1 (415) 555-2671", "14155552671 ?phone.america"}, {"1.415.555.2671", "14155552671 ?phone.america"}, {"1(415)555-2671", "14155552671 ?phone.america"},
		{"141 5555 2671", "14155552671"}, {"14155552671", "14155552671"}, {"1 3912345678", "13912345678"}, {"+1 415 555 2671", "+14155552671"}, {"139-123-45678", "13912345678"},
		{"090-1234-5678", "+869012345678 ?phone.groups"}, {"090 1234 5678", "+869012345678 ?phone.groups"}, {"090–1234–5678", "+869012345678 ?phone.groups"}, {"0901-2345678", "+869012345678"},
		{"021-6384-6590", "+862163846590"}, {"(021)63846590", "+862163846590"}, {"0755-2653-5353", "+8675526535353"}, {"010-6278-2001", "+861062782001"}, {"02163846590", "+862163846590"}, {"0 755 26535353", "+8675526535353"},
	})
	if _, problems := CheckAll(typed(), Answers{"name": text("甲"), "phone": text("1 415 555 2671")}, ctx); keysOf(problems) != "phone:phone.plus" || problems[0].Args["Code"] != 1 {
		t.Errorf("on the screen: %v", problems)
	}
	if _, problems := CheckAll(typed(), Answers{"name": text("甲"), "phone": text("090-1234-5678")}, ctx); keysOf(problems) != "phone:phone.area" {
		t.Errorf("on the screen: %v", problems)
	}
	for in, want := range map[string]int{"10-62782001": 10, "21-63846590": 21, "755 26535353": 755} {
		if v := checkPhone(in, ctx); v.args["Code"] != want {
			t.Errorf("%s: the area code is %v", in, v.args["Code"])
		}
	}
}
