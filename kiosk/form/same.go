package form

import (
	"regexp"
	"strings"

	"matchbooth/kiosk/event"
)

// sameAgain are the words by which people say that a cell has what the other one has: 同上,
// 一样, "same as above". Like sameAsPhone it is for a text from plainWord.
var sameAgain = regexp.MustCompile(`^(?:同|[同如见][上左前](?:面|述|列|栏|格)?|以上|同样|都?一样的?|相同|一致|ditto|idem|(?:as|see)above|(?:its|the)?same(?:as(?:above|before|left)|again|one|number|no)?)$`)

// sameAsPhone are the words for a field that repeats a telephone number: 同手机, 即手机号,
// 微信与手机同号, 号码同上, "same as phone".
var sameAsPhone = regexp.MustCompile(`^(?:` +
	`(?:我的?)?(?:微信号?)?(?:[即是为用同与和跟如]|就是|也是|就用|等于|等同|同于|等同于)?(?:上面|以上|上述|上|前面|本人|我|自己)?的?(?:联系|移动)?(?:手机|电话|号码)(?:号码|号)?(?:(?:是|都|也)?(?:一样的?|相同|一致|通用|同步|同号?)|(?:就是|即|也是|同)微信号?)?` +
	`|(?:微信|手机|电话|号码)(?:号码|号)?(?:[与和跟同、]?(?:微信|手机|电话)(?:号码|号)?)?(?:是|都)?(?:同号|同步|通用|一样的?|相同|一致|[同如见][上左前]面?|同)` +
	`|同号|同步|同一个?(?:手机|电话)?号码?|(?:微信)?(?:手机|电话)(?:号码?)?(?:注册|绑定)?(?:的)?` +
	`|(?:wechat)?(?:is|its)?(?:the)?same(?:as|with)?(?:my|the)?(?:phone|mobile|cell|tel|telephone|number)(?:phone|number|no)?|(?:my)?(?:phone|mobile)(?:number|no)|myphone|myphonenumber` +
	`)$`)

// dittoMarks are the signs by which people point at another cell.
const dittoMarks = "〃″′\"“”„'´↑⬆⇧←⬅^"

// sameWord reports whether a cell says that its value is that of the field with the given id.
func sameWord(id, cell string) bool {
	s := plainWord(cell)
	if s == "微信号码" { // the name of the column
		return false
	}
	if signs := event.Fold(cell); signs != "" && strings.Trim(signs, dittoMarks+"()") == "" && strings.ContainsAny(signs, dittoMarks) {
		return true
	}
	return sameAgain.MatchString(s) || sameAsPhone.MatchString(s) || s == "同"+plainWord(id) || s == "sameas"+plainWord(id)
}
