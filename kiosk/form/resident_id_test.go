package form

import (
	"testing"

	"pgregory.net/rapid"
)

func TestResidentIDs(t *testing.T) {
	checkEach(t, kinds()["resident_id"], []one{
		{in: "11010519491231002X", want: "11010519491231002X"},
		{in: "11010519491231002x", want: "11010519491231002X"},
		{in: " 110105 19491231 002x ", want: "11010519491231002X"},
		{in: "１１０１０５１９４９１２３１００２Ｘ", want: "11010519491231002X"},
		{in: withCheck("81000019900101001"), want: withCheck("81000019900101001")}, // a permit of a Hong Kong resident
		{in: "110105194912310020", key: "problem.id.check"},
		{in: "11010519491213002X", key: "problem.id.check"},
		{in: withCheck("11010519490230002"), key: "problem.id.birth"},
		{in: withCheck("11010520990101002"), key: "problem.id.birth"},
		{in: withCheck("11010517990101002"), key: "problem.id.birth"},
		{in: "110105491231002", key: "problem.id.old"}, // fifteen digits, until 2013
		{in: "X10105194912310021", key: "problem.id.form"},
		{in: "1.10105E+17", key: "problem.id.mangled"},
	})
}

func withCheck(digits string) string { return digits + string(checkCharacter(digits)) }

// What MOD 11-2 is for: it finds every wrong digit and every two that changed places.
func TestEverySlipInAnIDIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := []byte(withCheck(rapid.StringMatching(`[1-8][0-9]{5}(19[3-9][0-9]|200[0-9])(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])[0-9]{3}`).Draw(t, "id")))
		if _, problems, _ := check(kinds()["resident_id"], text(string(id)), ctx); problems != nil {
			t.Fatalf("a right number is refused: %v", problems)
		}
		slip := append([]byte{}, id...)
		i := rapid.IntRange(0, 16).Draw(t, "at")
		if rapid.Bool().Draw(t, "swap") {
			slip[i], slip[i+1] = slip[i+1], slip[i]
		} else {
			slip[i] = rapid.SampledFrom([]byte("0123456789")).Draw(t, "digit")
		}
		if string(slip) == string(id) {
			t.Skip("no slip")
		}
		if _, problems, _ := check(kinds()["resident_id"], text(string(slip)), ctx); problems == nil {
			t.Fatal("a slip was taken")
		}
	})
}

func FuzzResidentID(f *testing.F) {
	for _, s := range []string{"11010519491231002X", "11010519491231002x", "1.10105E+17", "", "110105194912310021"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) { steady(t, "resident_id", in) })
}
