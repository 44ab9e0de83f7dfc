package event

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// bad is a good pack with one thing made wrong. Every case must give exactly one fault (n, where
// that is said), the first on the line named, and the pack must not load.
type bad struct {
	about    string
	file     string // the file to spoil; event.toml where it is ""
	old, new string // what is replaced; old "" replaces the whole file, new "-" removes it
	in       string // the file that the fault names; file where it is ""
	at       string // a piece of the (spoilt) line that the fault names; line 1 where it is ""
	want     string // a piece of the fault
	n        int    // how many faults, where not one
}

var badPacks = []bad{
	// The form of the file.
	{about: "no TOML", old: `id = "spring-fair"`, new: `id = spring-fair`, at: "id = spring", want: "not valid TOML"},
	{about: "a text that never ends", old: `ref = "fair27"`, new: `ref = "fair27`, at: "ref =", want: "not valid TOML"},
	{about: "an unknown key", old: `ref = "fair27"`, new: "ref = \"fair27\"\ncolour = \"red\"", at: "colour", want: `unknown key "colour"; write one of: `},
	{about: "a misspelt key", old: `min_age = 18`, new: "min_age = 18\nmax_aeg = 45", at: "max_aeg", want: `unknown key "max_aeg" in conditions; did you mean "max_age"?`},
	{about: "a misspelt table", old: "[times]", new: "[tines]", at: "[tines]", want: `unknown key "tines"; did you mean "times"?`},
	{about: "a key that a struct has but a pack has not", old: `ref = "fair27"`, new: "ref = \"fair27\"\ndigest = \"00\"", at: "digest", want: `unknown key "digest"`},
	{about: "a key in upper case", old: `ref = "fair27"`, new: "ref = \"fair27\"\nPractice = true", at: "Practice", want: `did you mean "practice"?`},
	{about: "the same key twice", old: `retention_days = 60`, new: "retention_days = 60\nretention_days = 61", at: "retention_days = 61", want: `"retention_days" is given a second time (first in line 24)`},
	{about: "the same table twice", old: "[times]", new: "[times]\nidle_form = 60\n[times]", at: "[times]\nidle_reading", want: "is given a second time"},
	{about: "a table where a list belongs", old: "[[risks]]", new: "[risks]", at: "[risks]", want: "write [[risks]]"},
	{about: "a number in quotes", old: `retention_days = 60`, new: `retention_days = "60"`, at: "retention_days", want: "handler.retention_days is a text; write a whole number, without quotes"},
	{about: "a number that is not whole", old: `retention_days = 60`, new: `retention_days = 60.5`, at: "retention_days", want: "handler.retention_days is a number; write a whole number"},
	{about: "true in quotes", old: "then = \"form\"\nflag = true", new: "then = \"form\"\nflag = \"true\"", at: `flag = "true"`, want: "ways.flag is a text; write true or false"},
	{about: "a text without languages", old: `place = { zh = "操场", en = "The playing field" }`, new: `place = "The playing field"`, at: "place", want: `place is a text, not a text in both languages`},
	{about: "a missing language", old: `place = { zh = "操场", en = "The playing field" }`, new: `place = { zh = "操场" }`, at: "place", want: `place has no text in "en"; add en = "…"`},
	{about: "an unknown language", old: `place = { zh = "操场", en = "The playing field" }`, new: `place = { zh = "操场", en = "The playing field", fr = "Le champ" }`, at: "place", want: `unknown language "fr" in place`},
	{about: "an empty text", old: `place = { zh = "操场", en = "The playing field" }`, new: `place = { zh = "操场", en = " " }`, at: "place", want: `place is empty in "en"`},
	{about: "a missing language in an option", old: `label = { zh = "父母", en = "Parent" }`, new: `label = { en = "Parent" }`, at: `en = "Parent"`, want: `fields.options.label has no text in "zh"`},
	{about: "a missing language in a sub-table", old: "body.zh = \"\"\"\n一共 {conditions} 个条件。\n\n请问志愿者。\"\"\"\n", new: "", at: `body.en`, want: `ways.body has no text in "zh"`},
	{about: "a missing key", old: "purpose = { zh = \"预登记\", en = \"Pre-registration\" }\n", new: "", at: "[handler]", want: "handler.purpose is missing; add it"},
	{about: "a missing table", old: "[[next_steps]]\ntitle = { zh = \"等电话\", en = \"Wait for a call\" }\nline = { zh = \"{registry}会打来\", en = \"{registry} will call\" }\n", new: "", at: "", want: "next_steps is missing"},
	{about: "a control character", old: `en = "A cheek swab"`, new: `en = "A cheek\u0007swab"`, at: "sample", want: "a control character (U+0007)"},
	{about: "a character that turns the text round", old: `en = "A cheek swab"`, new: "en = \"A cheek \u202eswab\"", at: "sample", want: "U+202E"},
	{about: "a space of no width", old: `en = "A cheek swab"`, new: "en = \"A cheek\u200b swab\"", at: "sample", want: "an invisible character (U+200B); take it out"},
	{about: "one written as TOML writes it", old: `en = "A cheek swab"`, new: `en = "A cheek\u200b swab"`, at: "sample", want: "an invisible character (U+200B)"},
	{about: "a struck word in the notice", file: "consents/notice.en.md", old: "", new: "First line.\n\nYou may n\u0336o\u0336t\u0336 withdraw.\n", at: "withdraw", want: "a mark that is drawn over another character (U+0336)"},
	{about: "a soft hyphen in a story", file: "stories/first.en.md", old: "She signed up.", new: "She sig\u00adned up.", at: "ned up", want: "an invisible character (U+00AD)"},
	{about: "an invisible character as Markdown names it", file: "consents/notice.en.md", old: "", new: "First.\n\nNo&#8203;thing and no&shy;body.\n", at: "thing", want: "an invisible character (U+200B)", n: 2},
	{about: "one with which a paragraph begins", file: "pages/decide.en.md", old: "Another one.", new: "&shy;Another one.", at: "&shy;", want: "an invisible character (U+00AD)"},
	{about: "a control character as Markdown names it", file: "pages/decide.en.md", old: "Another one.", new: "&#7;Another one.", at: "&#7;", want: "a control character"},
	{about: "a struck letter as Markdown names it", file: "consents/notice.zh.md", old: "", new: "第一行。\n\n不&#x338;同意也可以。\n", at: "同意", want: "a mark that is drawn over another character (U+0338)"},
	{about: "a mark behind what is filled in", file: "consents/notice.zh.md", old: "", new: "第一行。\n\n{handler}\u0338负责。\n", at: "负责", want: "(U+0338)"},
	{about: "an invisible character in the title of a station", file: "stories/first.en.md", old: "## A call", new: "## A\u2060 call", at: "## A\u2060", want: "an invisible character (U+2060)"},
	{about: "an invisible character in a title", file: "pages/notice.en.md", old: "# Title", new: "# Ti\U000e0041tle", at: "tle", want: "an invisible character (U+E0041)"},

	// What the head says.
	{about: "a language that the program has not", old: `ref = "fair27"`, new: "ref = \"fair27\"\nlanguages = [\"ja\", \"tlh\"]", at: "languages", want: `this program has no language "tlh"; write some of zh, en, ja`},
	{about: "an id with spaces", old: `id = "spring-fair"`, new: `id = "Spring Fair"`, at: "id =", want: `the id "Spring Fair"; write lower-case`},
	{about: "a reference that a link cannot hold", old: `ref = "fair27"`, new: `ref = "fair 27&x"`, at: "ref =", want: "the reference"},
	{about: "no such date", old: `ends = "2027-04-11"`, new: `ends = "2027-02-29"`, at: "ends", want: `ends is not a date: "2027-02-29"`},
	{about: "a date in another form", old: `ends = "2027-04-11"`, new: `ends = "11.4.2027"`, at: "ends", want: "ends is not a date"},
	{about: "an event without a day", old: `ends = "2027-04-11"`, new: `ends = "2027-05"`, at: "ends", want: "ends has no day"},
	{about: "an event that ends before it starts", old: `ends = "2027-04-11"`, new: `ends = "2027-04-09"`, at: "ends", want: "the event ends before it starts"},
	{about: "a short name that is long", old: `short = { zh = "春日集市",`, new: `short = { zh = "春日集市春日集市春日集市春日集市",`, at: "short", want: "too long for the header"},
	{about: "three lines of headline", old: `en = "Line one\nLine two"`, new: `en = "One\nTwo\nThree"`, at: "headline", want: "more than two lines"},
	{about: "kept for no day", old: `retention_days = 60`, new: `retention_days = 0`, at: "retention_days", want: "retention_days is 0; write a number from 1 to 3650"},
	{about: "kept for ever", old: `retention_days = 60`, new: `retention_days = 3651`, at: "retention_days", want: "retention_days is 3651"},
	{about: "a phone of letters", old: `phone = "021-0000-0001"`, new: `phone = "ask us"`, at: "ask us", want: "handler.phone is not a phone number"},
	{about: "an extension without digits", old: `phone = "021-0000-0001"`, new: `phone = "021-0000-0001 转"`, at: "转", want: "handler.phone is not a phone number"},
	{about: "two extensions", old: `phone = "021-0000-0001"`, new: `phone = "021-0000-0001 转 8 转 9"`, at: "转", want: "an extension comes last, as 转 802 or ext. 802"},
	{about: "a phone marked as an example in a pack that may go live", old: `phone = "021-0000-0001"`, new: `phone = "021-0000-0001 (example)"`, at: "(example)", want: "handler.phone is not a phone number"},
	{about: "an e-mail without a host", old: `email = "fair@example.org"`, new: `email = "fair@example"`, at: "email = ", want: "handler.email is not an e-mail address"},
	{about: "a link that is not https", old: "link = \"https://enrol.example.org/{ref}\"\nhours", new: "link = \"http://enrol.example.org/{ref}\"\nhours", at: "http://", want: "the link does not begin with https://"},
	{about: "a link with a name in it", old: `url = "https://example.org/"`, new: `url = "https://bank.example@evil.example/"`, at: "url", want: "the link's site cannot be read"},
	{about: "a link to a script", old: `url = "https://example.org/"`, new: `url = "javascript:alert(1)"`, at: "url", want: "does not begin with https://"},
	{about: "a link to nowhere", old: `url = "https://example.org/"`, new: `url = "https:///x"`, at: "url", want: "the link's site cannot be read"},
	{about: "a column that is no field", old: `columns = ["name", "phone", "friend"]`, new: `columns = ["name", "fone", "friend"]`, at: "columns", want: `registry.columns names "fone", which is not a field; did you mean "phone"?`},
	{about: "a column that is a number", old: `columns = ["name", "phone", "friend"]`, new: `columns = ["name", 5]`, at: "columns", want: "registry.columns is a whole number; write a text in quotes"},
	{about: "a column without its field", old: `columns = ["name", "phone", "friend"]`, new: `columns = ["name", { title = "电话" }]`, at: "columns", want: "registry.columns.field is missing"},
	{about: "an unknown key of a column", old: `columns = ["name", "phone", "friend"]`, new: `columns = [{ field = "name", titel = "姓名" }]`, at: "columns", want: `unknown key "titel" in registry.columns; did you mean "title"?`},
	{about: "a title without a language", old: `columns = ["name", "phone", "friend"]`, new: `columns = [{ field = "name", title = { zh = "姓名" } }]`, at: "columns", want: `registry.columns.title has no text in "en"`},
	{about: "a title that is empty", old: `columns = ["name", "phone", "friend"]`, new: `columns = [{ field = "name", title = " " }]`, at: "columns", want: `registry.columns.title is empty`, n: 2},
	{about: "a part of a field that has none", old: `columns = ["name", "phone", "friend"]`, new: `columns = ["name", "phone_name"]`, at: "columns", want: `names "phone_name", which is not a field`},
	{about: "a part of a person beside the whole", old: `columns = ["name", "phone", "friend"]`, new: "columns = [\n  \"friend\",\n  { field = \"friend_phone\" } ]", at: `field = "friend_phone"`, want: `names "friend_phone" twice`},
	{about: "a person beside a part", old: `columns = ["name", "phone", "friend"]`, new: "columns = [\n  \"friend_phone\",\n  \"friend\" ]", at: `  "friend" ]`, want: `names "friend" twice`},
	{about: "a fact that the registry does not get", old: `columns = ["name", "phone", "friend"]`, new: `columns = ["name", "story"]`, at: "columns", want: `names "story", which is not a field`},
	{about: "a column twice", old: `columns = ["name", "phone", "friend"]`, new: "columns = [\n  \"name\",\n  \"phone\",\n  \"phone\" ]", at: "  \"phone\" ]", want: `names "phone" twice`},

	// Conditions and ways on.
	{about: "an unknown kind of condition", old: `kind = "weight"`, new: `kind = "wieght"`, at: "wieght", want: `unknown kind of condition "wieght"; did you mean "weight"?`},
	{about: "ages the wrong way round", old: `max_age = 45`, new: `max_age = 17`, at: "max_age", want: "min_age 18 is above max_age 17"},
	{about: "no upper age", old: "max_age = 45\n", new: "", at: "[[conditions]]", want: "conditions.max_age is missing"},
	{about: "a weight for an age", old: `max_age = 45`, new: "max_age = 45\nmen_kg = 50", at: "men_kg = 50", want: `men_kg does not go with a condition of kind "age"`},
	{about: "a weight in jin", old: `men_kg = 50.5`, new: `men_kg = 500`, at: "men_kg", want: "men_kg is 500; write kilograms"},
	{about: "the same id twice", old: `id = "weight"`, new: `id = "age"`, at: "id = \"age\"\nkind = \"weight\"", want: `the id "age" is given twice in conditions (first in line 37)`},
	{about: "a condition without a source", old: "source = { zh = \"测试\", en = \"A test\" }\ndate = \"2026-05\"", new: `date = "2026-05"`, at: "[[conditions]]", want: "conditions.source is missing"},
	{about: "a month that does not exist", old: `date = "2026-05"`, new: `date = "2026-13"`, at: "2026-13", want: "conditions.date is not a date"},
	{about: "a way that leads nowhere", old: `then = "date"`, new: `then = "dat"`, at: `"dat"`, want: `unknown then "dat"; did you mean "date"?`},
	{about: "a date to come back where no age is asked", old: "kind = \"age\"\ntext = { zh = \"18 至 45 周岁\", en = \"18 to 45 years old\" }\nmin_age = 18\nmax_age = 45", new: "kind = \"text\"\ntext = { zh = \"18 至 45 周岁\", en = \"18 to 45 years old\" }", at: `then = "date"`, want: `then = "date" needs a condition about age`},
	{about: "a way for nobody", old: "then = \"form\"\nflag = true\nfor_unsure = true", new: "then = \"form\"\nflag = true\nfor_not = true", at: "[[ways]]", want: `no way is offered after "not sure"`},
	{about: "a way with the outcome of no way", old: `outcome = "unsure"`, new: `outcome = "all_true"`, at: "all_true", want: `"all_true" is kept for people`},
	{about: "an outcome with spaces", old: `outcome = "unsure"`, new: `outcome = "not sure"`, at: "not sure", want: `the id "not sure"`},

	// The form.
	{about: "a field in no step", old: "id = \"email\"\nstep = \"who\"", new: "id = \"email\"\nstep = \"hwo\"", at: `"hwo"`, want: `unknown step "hwo"; did you mean "who"?`},
	{about: "a step that asks nothing", old: "[[fields]]\nid = \"name\"", new: "[[steps]]\nid = \"more\"\ntitle = { zh = \"更多\", en = \"More\" }\n\n[[fields]]\nid = \"name\"", at: "[[steps]]\nid = \"more\"", want: `the step "more" asks nothing`},
	{about: "an unknown kind of field", old: `kind = "email"`, new: `kind = "e-mail"`, at: `"e-mail"`, want: `unknown kind of field "e-mail"; did you mean "email"?`},
	{about: "the same as nothing", old: `same_as = "phone"`, new: `same_as = "telephone"`, at: "same_as", want: `same_as names "telephone", which is not a field`},
	{about: "the same as itself", old: `same_as = "phone"`, new: `same_as = "wechat"`, at: "same_as", want: "same_as names the field itself"},
	{about: "the same as a person", old: `same_as = "phone"`, new: `same_as = "friend"`, at: "same_as", want: `same_as does not go with kind "text" and "person"`},
	{about: "an unknown channel", old: `channel = "second"`, new: `channel = "third"`, at: "channel = \"third\"", want: `unknown channel "third"`},
	{about: "a choice of one", old: "\n[[fields.options]]\nid = \"friend\"\nlabel = { zh = \"朋友\", en = \"Friend\" }\n", new: "", at: "[[fields]]\nid = \"friend\"", want: "needs at least two options"},
	{about: "options twice", old: "[[fields.options]]\nid = \"friend\"", new: "[[fields.options]]\nid = \"parent\"", at: "id = \"parent\"\nlabel = { zh = \"朋友\"", want: `the id "parent" is given twice in fields.options`},
	{about: "a word for two options", old: `label = { zh = "朋友", en = "Friend" }`, new: `label = { zh = "朋友", en = "Friend" }` + "\nalso = [\"buddy\", \"ＰＡＲＥＮＴ \"]", at: "also =", want: `"ＰＡＲＥＮＴ " stands for two options`},
	{about: "a word that is empty", old: `label = { zh = "朋友", en = "Friend" }`, new: `label = { zh = "朋友", en = "Friend" }` + "\nalso = [\" \"]", at: "also =", want: "an empty word in also"},
	{about: "words that are no list", old: `label = { zh = "朋友", en = "Friend" }`, new: `label = { zh = "朋友", en = "Friend" }` + "\nalso = \"buddy\"", at: "also =", want: "fields.options.also is a text"},
	{about: "options for a text", old: "max_len = 40", new: "max_len = 40\noptions = []", at: "options = []", want: `options do not go with a field of kind "text"`},
	{about: "a keyboard that there is not", old: "max_len = 40\n", new: "max_len = 40\nkeyboard = \"numbers\"\n", at: `keyboard =`, want: `unknown keyboard "numbers"; write one of: digits, letters, pinyin`},
	{about: "a pattern that is none", old: "max_len = 40\n", new: "max_len = 40\npattern = '[0-9'\npattern_help = { zh = \"十位数字\", en = \"Ten digits\" }\n", at: `pattern = `, want: `the pattern is no regular expression`},
	{about: "a pattern that closes what we open", old: "max_len = 40\n", new: "max_len = 40\npattern = 'a)|(b'\npattern_help = { zh = \"十位数字\", en = \"Ten digits\" }\n", at: `pattern = `, want: `the pattern is no regular expression`},
	{about: "a pattern that grows without bounds", old: "max_len = 40\n", new: "max_len = 40\npattern = '([a-z0-9]{1,99}x){9}(y{1,9}z){99}'\npattern_help = { zh = \"十位数字\", en = \"Ten digits\" }\n", at: `pattern = `, want: `the pattern repeats too much`},
	{about: "a pattern without a sentence", old: "max_len = 40\n", new: "max_len = 40\npattern = '[0-9]{10}'\n", at: `pattern = `, want: `fields.pattern_help is missing`},
	{about: "a sentence without a pattern", old: "max_len = 40\n", new: "max_len = 40\npattern_help = { zh = \"十位数字\", en = \"Ten digits\" }\n", at: `pattern_help`, want: `there is none`},
	{about: "a pattern for a phone", old: `channel = "own"`, new: "channel = \"own\"\npattern = '1.*'", at: "pattern = ", want: `pattern does not go with a field of kind "phone"`},
	{about: "a keyboard for a phone", old: `channel = "own"`, new: "channel = \"own\"\nkeyboard = \"digits\"", at: "keyboard = ", want: `keyboard does not go with a field of kind "phone"`},
	{about: "a length for a phone", old: `channel = "own"`, new: "channel = \"own\"\nmax_len = 11", at: "max_len = 11", want: `max_len does not go with a field of kind "phone"`},
	{about: "a name that nobody must give", old: "kind = \"name\"\nrequired = true", new: "kind = \"name\"", at: "[[fields]]\nid = \"name\"", want: `no required field of kind "name"`},
	{about: "no phone that must be given", old: "kind = \"phone\"\nrequired = true", new: "kind = \"phone\"\nrequired = false", at: "[[fields]]\nid = \"name\"", want: `no required field of kind "phone"`},
	{about: "a field named like a column of every export", old: "id = \"email\"", new: "id = \"code\"", at: `id = "code"`, want: "is that of a column of every export"},

	// Consents.
	{about: "an unknown kind of consent", old: `kind = "consent"`, new: `kind = "consnet"`, at: `"consnet"`, want: `did you mean "consent"?`},
	{about: "a notice that may be passed over", old: "kind = \"notice\"\nrequired = true", new: "kind = \"notice\"", at: "[[consents]]\nid = \"notice\"", want: "the notice is not required"},
	{about: "no notice", old: "kind = \"notice\"\nrequired = true", new: "kind = \"consent\"\nrequired = true", at: "[[consents]]\nid = \"notice\"", want: "no notice among the consents"},
	{about: "a hand-over that nobody may refuse", old: "kind = \"consent\"\nhandover = true", new: "kind = \"consent\"\nrequired = true\nhandover = true", at: "required = true\nhandover", want: "the hand-over cannot be required"},
	{about: "a field named like a column of a check", old: "id = \"email\"", new: "id = \"check_kit\"", at: `id = "check_kit"`, want: "is that of a column of every export"},
	{about: "columns without a hand-over", old: "handover = true\n", new: "", at: "columns =", want: "no consent to the hand-over"},
	{about: "a consent without its text", file: "consents/handover.en.md", new: "-", in: "event.toml", at: `id = "handover"`, want: "the file consents/handover.en.md is missing"},
	{about: "a consent of white space", file: "consents/handover.en.md", new: "\n \n", at: "", want: "there is no text here"},
	{about: "a row without a value", old: `, value = { zh = "{handler}", en = "{handler}" } }`, new: ` }`, at: `label = { zh = "谁"`, want: "consents.rows.value is missing"},
	{about: "a consent that event.toml does not know", file: "consents/extra.en.md", new: "Text", at: "", want: "the pack has no use for this file; add it to [[consents]]"},

	// What goes home.
	{about: "an unknown length of a stage", old: "time = { zh = \"今天\", en = \"Today\" }", new: "time = { zh = \"今天\", en = \"Today\" }\nlasts = \"day\"", at: `lasts = "day"`, want: `unknown length of a stage "day"; did you mean "days"?`},
	{about: "an unknown kind of code", old: `kind = "vcard"`, new: `kind = "card"`, at: `kind = "card"`, want: `did you mean "vcard"?`},
	{about: "no main code", old: "main = true\n", new: "", at: "[[takehome]]", want: "no main item"},
	{about: "two main codes", old: `kind = "vcard"`, new: "kind = \"vcard\"\nmain = true", at: "main = true\nlabel = { zh = \"名片\"", want: "a second main item"},
	{about: "a code without its link", old: "link = \"https://enrol.example.org/{ref}\"\n\n[[takehome]]", new: "\n[[takehome]]", at: "[[takehome]]", want: "takehome.link is missing"},
	{about: "a reminder next century", old: "days = 7", new: "days = 36500", at: "days = 36500", want: "days is 36500"},
	{about: "a reminder without days", old: "days = 7\n", new: "", at: "[[takehome]]\nid = \"reminder\"", want: "takehome.days is missing"},

	// Figures and waits.
	{about: "a chance of one in one", old: "one_in = 10000", new: "one_in = 1", at: "one_in", want: "one_in is 1"},
	{about: "a warning that nobody can read", old: "warning = 20", new: "warning = 19", at: "warning", want: "times.warning is 19; write seconds from 20 to 120"},
	{about: "a form that runs away", old: "idle_reading = 120", new: "idle_reading = 5", at: "idle_reading", want: "times.idle_reading is 5"},

	// The booth by itself.
	{about: "a night that never ends", old: "night_to = \"07:30\"\n", new: "", at: "[kiosk]", want: "night_to is missing; write both night_from and night_to, or neither"},
	{about: "a night that never begins", old: "night_from = \"22:00\"\n", new: "", at: "[kiosk]", want: "night_from is missing"},
	{about: "an hour that no clock shows", old: `night_from = "22:00"`, new: `night_from = "24:00"`, at: "night_from", want: `kiosk.night_from is "24:00"; write a time of day such as "22:00"`},
	{about: "an hour in another form", old: `night_to = "07:30"`, new: `night_to = "7:30"`, at: "night_to", want: `kiosk.night_to is "7:30"`},
	{about: "an hour that was left empty", old: `night_to = "07:30"`, new: `night_to = ""`, at: "night_to", want: `kiosk.night_to is ""`},
	{about: "an hour without quotes", old: `night_to = "07:30"`, new: `night_to = 07:30:00`, at: "night_to", want: "kiosk.night_to"},
	{about: "a night of no length", old: `night_to = "07:30"`, new: `night_to = "22:00"`, at: "night_to", want: `begin and end at "22:00"`},
	{about: "an unknown key of the kiosk", old: "shuffle_pin = true", new: "shufle_pin = true", at: "shufle_pin", want: `unknown key "shufle_pin" in kiosk; did you mean "shuffle_pin"?`},
	{about: "a switch that is a word", old: "sound = true", new: `sound = "loud"`, at: "sound", want: "kiosk.sound is a text; write true or false"},

	// What is filled in.
	{about: "an unknown count", old: `en = "{stages} steps in all"`, new: `en = "{stagse} steps in all"`, at: "{stagse}", want: `unknown {stagse}; did you mean "{stages}"?`},
	{about: "an unknown count in a longer text", old: "There are {conditions} conditions.\n\nAsk", new: "There are {conditions} conditions.\n\n{who} Ask", at: "{who}", want: "unknown {who}"},
	{about: "an unknown count in a consent", file: "consents/notice.zh.md", old: "{retention_days} 天", new: "{days} 天", at: "{days}", want: "unknown {days}"},
	{about: "a text that fills in itself", old: `en = "The fair's team"`, new: `en = "Ask {handler}"`, at: "Ask {handler}", want: "handler.name may not hold {handler}"},
	{about: "a count in a link", old: `url = "https://example.org/"`, new: `url = "https://example.org/{stages}"`, at: "url", want: "only {ref} is filled in here"},
	{about: "a value that the pack does not give", old: "phone = \"021-0000-0001\"\nemail = \"fair@example.org\"\npurpose = { zh = \"预登记\",", new: "purpose = { zh = \"{handler_phone}\",", at: "{handler_phone}", want: "{handler_phone} has no value in this pack"},

	// Stories.
	{about: "a story that is not there", old: `stories = ["first"]`, new: "stories = [\n  \"first\",\n  \"second\" ]", at: `  "second" ]`, want: "the file stories/second.zh.md is missing, which stories lists", n: 2},
	{about: "a story twice", old: `stories = ["first"]`, new: "stories = [\n  \"first\",\n  \"first\" ]", at: `  "first" ]`, want: `the id "first" is given twice in stories`},
	{about: "a story in one language", file: "stories/first.en.md", new: "-", in: "event.toml", at: "stories =", want: "the file stories/first.en.md is missing, which stories lists"},
	{about: "no front matter", file: "stories/first.en.md", old: "+++\nname", new: "name", at: "", want: "the file does not begin with a line +++"},
	{about: "front matter without an end", file: "stories/first.en.md", old: "+++\n\n## The day", new: "\n## The day", at: "", want: "the front matter is not closed"},
	{about: "an unknown key in a story", file: "stories/first.en.md", old: `source = "A test"`, new: "source = \"A test\"\nsoruce_date = \"2026\"", at: "soruce_date", want: `unknown key "soruce_date"; did you mean "source_date"?`},
	{about: "no TOML in a story", file: "stories/first.en.md", old: `art = "dot.png"`, new: `art = dot.png`, at: "art =", want: "not valid TOML"},
	{about: "a key missing in a story", file: "stories/first.en.md", old: "who = \"A student\"\n", new: "", at: "", want: "who is missing"},
	{about: "a permission in quotes", file: "stories/first.en.md", old: "permission = true", new: `permission = "yes"`, at: "permission", want: "permission is a text; write true or false"},
	{about: "another permission in the other language", file: "stories/first.en.md", old: "permission = true", new: "permission = false", at: "permission", want: "permission differs from stories/first.zh.md"},
	{about: "another date in the other language", file: "stories/first.en.md", old: "2026-01-02", new: "2026-01-03", at: "source_date", want: "source_date differs"},
	{about: "a note in one language alone", file: "stories/first.en.md", old: `source = "A test"`, new: "source = \"A test\"\nsource_note = \"Counts as of that day.\"", in: "stories/first.zh.md", at: "source =", want: "source_note is missing, but stories/first.en.md has it"},
	{about: "a scene that nobody draws", file: "stories/first.en.md", old: "short = \"The call\"", new: "short = \"The call\"\nscene = \"phon\"", at: "scene =", want: "no scene is called \"phon\"; did you mean \"phone\"?"},
	{about: "a scene far from any", file: "stories/first.en.md", old: "short = \"The call\"", new: "short = \"The call\"\nscene = \"sunset\"", at: "scene =", want: "no scene is called \"sunset\"; write one of: form, form_family, booth"},
	{about: "a station without a section", file: "stories/first.en.md", old: "## A call\n", new: "", at: "[[stations]]\nwhen = \"A year on\"", want: "2 [[stations]] but 1 sections"},
	{about: "a section without a station", file: "stories/first.en.md", old: "## A call\n", new: "## A thought\n\nShe thought.\n\n## A call\n", at: "## A call", want: "2 [[stations]] but 3 sections"},
	{about: "text ahead of the first station", file: "stories/first.en.md", old: "\n## The day", new: "Once.\n\n## The day", at: "Once.", want: "text ahead of the first station"},
	{about: "a station without text", file: "stories/first.en.md", old: "She signed up.\n", new: "", at: "## The day", want: "there is no text here"},
	{about: "a picture that is not there", file: "art/dot.png", new: "-", in: "stories/first.en.md", at: "art", want: `the picture "dot.png" is missing`, n: 2},
	{about: "a picture in no folder of the pack", file: "stories/first.en.md", old: `art = "dot.png"`, new: `art = "../dot.png"`, at: "art =", want: "art differs from stories/first.zh.md"},
	{about: "a story that event.toml does not list", file: "stories/other.zh.md", new: "text", at: "", want: "the pack has no use for this file; add its id to stories"},

	// Pages and Markdown.
	{about: "a page without a title", file: "pages/decide.en.md", old: "# Title\n", new: "Title\n", at: "", want: "the first line is not a title"},
	{about: "a page that is not there", file: "pages/parents.zh.md", new: "-", in: "event.toml", at: "", want: "the file pages/parents.zh.md is missing"},
	{about: "HTML", file: "pages/decide.en.md", old: "A paragraph.", new: "A paragraph.\n\nWith <b>weight</b>.", at: "<b>", want: "HTML, which is not shown"},
	{about: "a block of HTML", file: "pages/decide.en.md", old: "A paragraph.", new: "A paragraph.\n\n<div>x</div>", at: "<div>", want: "HTML, which is not shown"},
	{about: "a link that is not https", file: "pages/decide.en.md", old: "Another one.", new: "Another [one](http://example.org).", at: "http://", want: "a link to"},
	{about: "a link to a script", file: "pages/decide.en.md", old: "Another one.", new: "Another [one](javascript:alert).", at: "javascript", want: "a link to"},
	{about: "a picture that the text wants and the pack has not", file: "pages/decide.en.md", old: "Another one.", new: "Another ![one](art/none.png).", at: "none.png", want: `the picture "art/none.png" is not in the pack`},
	{about: "a block of code that never ends", file: "pages/decide.en.md", old: "Another one.", new: "```\nAnother one.", at: "```", want: "a block of code that never ends"},
	{about: "HTML in event.toml", old: "请问志愿者。", new: "请问<i>志愿者</i>。", at: "<i>", want: "HTML, which is not shown"},
	{about: "a file that belongs nowhere", file: "storys/first.zh.md", new: "x", at: "", want: "the pack has no use for this file"},

	// Encodings.
	{about: "GBK", old: `en = "The playing field"`, new: "en = \"\xb2\xd9\xb3\xa1\"", at: "place", want: "not UTF-8 (perhaps GBK)"},
	{about: "GBK in a story", file: "stories/first.zh.md", old: "她登记了。", new: "\xcb\xfd", at: "\xcb\xfd", want: "not UTF-8 (perhaps GBK)"},
	{about: "UTF-16", file: "pages/decide.en.md", new: "\xff\xfe#\x00 \x00", at: "", want: "it looks like UTF-16"},
}

// lineWhere is the line on which a piece of text first stands, 1 for "".
func lineWhere(t *testing.T, data []byte, piece string) int {
	t.Helper()
	i := strings.Index(string(data), piece)
	if i < 0 {
		t.Fatalf("nothing reads %q", piece)
	}
	if piece == "" {
		return 1
	}
	return 1 + strings.Count(string(data[:i]), "\n")
}

// What follows from a list that is missing is not named beside it: it would only hide the fault.
func TestAListThatIsMissingIsOneFault(t *testing.T) {
	for list, others := range map[string]string{
		"ways": "no way", "fields": "no required field", "consents": "no notice", "takehome": "no main item",
	} {
		fsys := goodPack(t)
		var kept []string
		leaveOut := false
		for line := range strings.Lines(string(fsys[mainFile].Data)) {
			if strings.HasPrefix(line, "[") {
				leaveOut = strings.HasPrefix(line, "[["+list+"]]") || strings.HasPrefix(line, "[["+list+".")
			}
			if !leaveOut {
				kept = append(kept, line)
			}
		}
		fsys[mainFile] = &fstest.MapFile{Data: []byte(strings.Join(kept, ""))}
		p, faults, err := LoadFS(fsys)
		refused(t, p, faults, err, mainFile, list+" is missing")
		if said := fmt.Sprint(faults); strings.Contains(said, others) || strings.Contains(said, "no consent to the hand-over") {
			t.Errorf("without %s: %s", list, said)
		}
	}
}

func TestEveryFaultIsNamedWithItsLine(t *testing.T) {
	for _, c := range badPacks {
		t.Run(c.about, func(t *testing.T) {
			fsys := goodPack(t)
			if c.file == "" {
				c.file = "event.toml"
			}
			switch {
			case c.new == "-":
				delete(fsys, c.file)
			case c.old == "":
				fsys[c.file] = &fstest.MapFile{Data: []byte(c.new)}
			default:
				edit(t, fsys, c.file, c.old, c.new)
			}
			p, faults, err := LoadFS(fsys)
			if err != nil {
				t.Fatal(err)
			}
			if p != nil || len(faults) == 0 {
				t.Fatal("the pack loads")
			}
			if c.in == "" {
				c.in = c.file
			}
			if fsys[c.in] == nil {
				t.Fatal("the case names no file")
			}
			want := fmt.Sprintf("%s:%d: ", c.in, lineWhere(t, fsys[c.in].Data, c.at))
			if len(faults) != max(c.n, 1) || !strings.HasPrefix(faults[0].String(), want) || !strings.Contains(faults[0].String(), c.want) {
				t.Errorf("want %s…%s, got:", want, c.want)
				for _, f := range faults {
					t.Errorf("  %s", f)
				}
			}
		})
	}
}
