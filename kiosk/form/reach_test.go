package form

import (
	"maps"
	"testing"
)

func TestReachabilityCountsWhatIsLeftAfterGraduation(t *testing.T) {
	phone := Answers{"phone": text("13912340417")}
	for _, c := range []struct {
		name string
		more Answers
		want int
	}{
		{"a number alone", nil, 1},
		{"the same number as WeChat id is no second way", Answers{"wechat": text("13912340417")}, 1},
		{"a WeChat id of its own", Answers{"wechat": text("wx_fang")}, 2},
		{"a school address ends", Answers{"email": text("fang@sjtu.edu.cn")}, 1},
		{"another address stays", Answers{"email": text("fang@example.org")}, 2},
		{"a number at home", Answers{"home_phone": text("+862163846590")}, 2},
		{"the same number at home", Answers{"home_phone": text("13912340417")}, 1},
		{"one person", Answers{"contact1": person("甲", "parent", "13700000001")}, 2},
		{"two people", Answers{"contact1": person("甲", "parent", "13700000001"), "contact2": person("乙", "friend", "13700000002")}, 3},
		{"two people behind one number", Answers{"contact1": person("甲", "parent", "13700000001"), "contact2": person("乙", "friend", "13700000001")}, 2},
		{"a person behind the number at home", Answers{"home_phone": text("+862163846590"), "contact1": person("甲", "parent", "+862163846590")}, 2},
		{"a person behind the visitor's number", Answers{"contact1": person("甲", "parent", "13912340417")}, 1},
		{"name, campus and graduation are no ways", Answers{"name": text("王芳"), "campus": text("other"), "graduation": text("2027-06")}, 1},
		{"everything", full(), 6},
	} {
		a := maps.Clone(phone)
		maps.Copy(a, c.more)
		if got := Reachability(asked(), a, now); got != c.want {
			t.Errorf("%s: %d ways, want %d", c.name, got, c.want)
		}
	}
	if got := Reachability(asked(), nil, now); got != 0 {
		t.Errorf("nothing: %d ways", got)
	}
	crowd := asked()
	a := full()
	for i := range 9 {
		f := crowd[6]
		f.ID = "more" + string(rune('a'+i))
		crowd = append(crowd, f)
		a[f.ID] = person("丙", "friend", "1360000000"+string(rune('0'+i)))
	}
	if got := Reachability(crowd, a, now); got != maxReachability {
		t.Errorf("a crowd: %d ways, want the cap of %d", got, maxReachability)
	}
}
