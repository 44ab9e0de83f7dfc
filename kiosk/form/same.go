package form

import (
	"regexp"

	"matchbooth/kiosk/event"
)

// sameAgain are the words by which people say that a cell has what the other one has: 同上,
// "same as above", and the ditto mark. Like sameAsPhone it is for a text from event.Fold.
var sameAgain = regexp.MustCompile(`^(?:同[上左前]|〃|″|"|ditto|(?:the)?same(?:as(?:above|before|left))?)$`)

// sameAsPhone are the words for a field that repeats a telephone number: 同手机, 与手机号相同,
// 微信同号, "same as phone".
var sameAsPhone = regexp.MustCompile(`^(?:(?:微信)?[同与和跟](?:上面|本人|我的)?(?:手机|电话|手機|電話|号码|號碼)(?:号码|号|號碼|號)?(?:一样|相同|一致)?|(?:微信|手机)?(?:同号|同號|同步)|(?:the)?same(?:as)?(?:my|the)?(?:phone|mobile|cell|tel|telephone|number)(?:phone|number|no\.?)?)$`)

// sameWord reports whether a cell says that its value is that of the field with the given id.
func sameWord(id, cell string) bool {
	s := event.Fold(cell)
	return sameAgain.MatchString(s) || sameAsPhone.MatchString(s) || s == "同"+event.Fold(id) || s == "sameas"+event.Fold(id)
}
