package form

import (
	"regexp"

	"matchbooth/kiosk/event"
)

// sameAgain are the words by which people say that a cell has what another one has: 同上, 同手机,
// "same as phone", and the ditto mark.
var sameAgain = regexp.MustCompile(`^(?:同[上左前]|[〃″"]|ditto|(?:the)?same(?:as(?:above|before|left))?|〃)$`)

// sameAsPhone are the words for a field that repeats a telephone number.
var sameAsPhone = regexp.MustCompile(`^(?:[同与和跟]?(?:上面|本人|我的)?(?:手机|电话|手機|電話|号码|號碼)(?:号码|号|號碼|號)?(?:一样|相同|同号|同步|一致)?|同号|同號|(?:微信)?[同与和跟](?:手机|电话)(?:号码|号)?(?:一样|相同|一致)?|微信同号|微信同步|(?:the)?sameas(?:my|the)?(?:phone|mobile|cell|tel|telephone|number)(?:phone|number|no\.?)?|same(?:phone|mobile|number)(?:number)?)$`)

// sameWord reports whether a cell says that its value is that of the field with the given id.
func sameWord(id, cell string) bool {
	s := event.Fold(cell)
	return sameAgain.MatchString(s) || sameAsPhone.MatchString(s) || s == "同"+event.Fold(id) || s == "sameas"+event.Fold(id)
}
