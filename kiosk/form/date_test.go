package form

import (
	"strings"
	"testing"
)

func TestMonths(t *testing.T) {
	checkEach(t, kinds()["month"], []one{
		{in: "2027-06", want: "2027-06"},
		{in: "2027/6", want: "2027-06"},
		{in: "2027.06", want: "2027-06"},
		{in: "2027年6月", want: "2027-06"},
		{in: "２０２７年６月", want: "2027-06"},
		{in: "202706", want: "2027-06"},
		{in: "2027-06-15", want: "2027-06"},
		{in: "2027/6/1", want: "2027-06"}, // a spreadsheet's date
		{in: "1990-07", want: "1990-07"},
		{in: "2041-11", want: "2041-11"},
		{in: "2041-12", key: "problem.month.far"},
		{in: "1986-11", want: "1986-11"},
		{in: "1986-10", key: "problem.month.far"},
		{in: "2027-00", key: "problem.month.form"},
		{in: "2027-13", key: "problem.month.form"},
		{in: "2027-123", key: "problem.month.form"},
		{in: "Jun-27", want: "2027-06"},
		{in: "2027", key: "problem.month.form"},
		{in: "明年", key: "problem.month.form"},
	})
}

func TestDates(t *testing.T) {
	checkEach(t, kinds()["date"], []one{
		{in: "2004-02-29", want: "2004-02-29"},
		{in: "2004/2/9", want: "2004-02-09"},
		{in: "2004年2月29日", want: "2004-02-29"},
		{in: "20040229", want: "2004-02-29"},
		{in: "2003-02-29", key: "problem.date.none"},
		{in: "2004-13-01", key: "problem.date.form"},
		{in: "29.02.2004", want: "2004-02-29"},
		{in: "1899-12-31", key: "problem.date.far"},
		{in: "2099-01-01", key: "problem.date.far"},
	})
}

func TestChoicesAndTexts(t *testing.T) {
	checkEach(t, kinds()["choice"], []one{
		{in: "huangpu", want: "huangpu"},
		{in: " HUANGPU ", want: "huangpu"},
		{in: "黄浦", want: "huangpu"},
		{in: "Other", want: "other"},
		{in: "beijing", key: "problem.choice"},
	})
	checkEach(t, kinds()["text"], []one{
		{in: "wx_1", want: "wx_1"},
		{in: "=1+1", want: "=1+1"},
		{in: "'=1+1", want: "'=1+1"},
		{in: "two\r\nlines\tand", want: "two lines and"},
		{in: "🙂 ok", want: "🙂 ok"},
		{in: "0123456789012345678901234567890123456789", want: "0123456789012345678901234567890123456789"},
		{in: "01234567890123456789012345678901234567890", key: "problem.long"},
	})
	free := kinds()["text"]
	free.MaxLen = 0
	checkEach(t, free, []one{
		{in: strings.Repeat("长", 200), want: strings.Repeat("长", 200)},
		{in: strings.Repeat("长", 201), key: "problem.long"},
	})
}
