package form

import (
	"regexp"
	"slices"

	"matchbooth/kiosk/event"
)

var (
	// besides is an answer with a remark: 父亲（爸爸）, 其他：邻居.
	besides = regexp.MustCompile(`^([^(\[【〔:]+?)\s*(?:[(\[【〔](.*?)[)\]】〕]\s*[.。]?|[:—–-]+(.+))$`)
	// several are the signs and words between two answers: 爸爸/妈妈, 爸爸和妈妈.
	several = regexp.MustCompile(`[/、,，;；&+|\\]|[和与或及]|\s(?:or|and)\s`)
	mine    = regexp.MustCompile(`^(?:我的?|本人的?|my)`)
)

// checkChoice returns the id of the option that was picked. On paper and in tables people
// write the label or a usual word for it, so those are accepted as well (event.Option.Names), in
// either language, in traditional characters and however they are spaced and punctuated; with a
// remark in brackets, which is left out with a doubt unless it only says the same again; and two
// words for one option (爸爸/妈妈). An id goes first: it is what the screen sends.
func checkChoice(options []event.Option, s string) verdict {
	for _, o := range options {
		if o.ID == s {
			return taken(o.ID)
		}
	}
	if id := optionOf(options, s); id != "" {
		return taken(id)
	}
	if m := besides.FindStringSubmatch(narrow(s)); m != nil {
		id, again := optionOf(options, m[1]), optionOf(options, m[2]+m[3])
		switch {
		case id != "" && id == again:
			return taken(id)
		case id != "" && again == "" && plainWord(m[2]+m[3]) == "":
			return taken(id)
		case id != "" && again == "":
			return verdict{text: Text(id), doubt: "doubt.choice.remark"}
		}
		return refused("problem.choice")
	}
	id := ""
	for _, part := range several.Split(s, -1) {
		if plainWord(part) == "" {
			continue
		}
		one := optionOf(options, part)
		if one == "" || id != "" && one != id {
			return refused("problem.choice")
		}
		id = one
	}
	if id == "" {
		return refused("problem.choice")
	}
	return taken(id)
}

// optionOf returns the id of the one option that a text names, "" if there is none or more than one.
func optionOf(options []event.Option, s string) string {
	for _, form := range []func(string) string{event.Fold, plainWord, func(s string) string { return mine.ReplaceAllString(plainWord(s), "") }} {
		key := form(s)
		if key == "" {
			continue
		}
		id := ""
		for _, o := range options {
			if !slices.ContainsFunc(o.Names(), func(name string) bool { return form(name) == key }) {
				continue
			}
			if id != "" {
				return ""
			}
			id = o.ID
		}
		if id != "" {
			return id
		}
	}
	return ""
}
