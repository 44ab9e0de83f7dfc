package form

import "strings"

// privateFrom is the first of the eighty private-use characters with which programs wrote the
// characters of FE50–FEA0 while Unicode did not have them.
const privateFrom = 0xE815

// privateForms are the standard characters of U+E815–U+E864, in order. The source is the
// table of GB 18030: the 2000 edition assigned FE50–FEA0 to private use; appendix E of the 2005
// edition and the 2022 edition assign the same bytes to these characters. Many computers
// still write the old ones: 䶮 comes as U+E863.
var privateForms = [80]rune{
	0x2E81, 0x20087, 0x20089, 0x200CC, 0x2E84, 0x3473, 0x3447, 0x2E88, 0x2E8B, 0x9FB4,
	0x359E, 0x361A, 0x360E, 0x2E8C, 0x2E97, 0x396E, 0x3918, 0x9FB5, 0x39CF, 0x39DF,
	0x3A73, 0x39D0, 0x9FB6, 0x9FB7, 0x3B4E, 0x3C6E, 0x3CE0, 0x2EA7, 0x215D7, 0x9FB8,
	0x2EAA, 0x4056, 0x415F, 0x2EAE, 0x4337, 0x2EB3, 0x2EB6, 0x2EB7, 0x2298F, 0x43B1,
	0x43AC, 0x2EBB, 0x43DD, 0x44D6, 0x4661, 0x464C, 0x9FB9, 0x4723, 0x4729, 0x477C,
	0x478D, 0x2ECA, 0x4947, 0x497A, 0x497D, 0x4982, 0x4983, 0x4985, 0x4986, 0x499F,
	0x499B, 0x49B7, 0x49B6, 0x9FBA, 0x241FE, 0x4CA3, 0x4C9F, 0x4CA0, 0x4CA1, 0x4C77,
	0x4CA2, 0x4D13, 0x4D14, 0x4D15, 0x4D16, 0x4D17, 0x4D18, 0x4D19, 0x4DAE, 0x9FBB,
}

// privateLetters are the remaining private-use characters of GB 18030-2000 that a name can
// contain: the letters of A8BC and A8BF, and the signs of A989–A995, which describe a character.
var privateLetters = map[rune]rune{
	0xE7C7: 'ḿ', 0xE7C8: 'ǹ',
	0xE7E7: '〾', 0xE7E8: '⿰', 0xE7E9: '⿱', 0xE7EA: '⿲', 0xE7EB: '⿳', 0xE7EC: '⿴', 0xE7ED: '⿵',
	0xE7EE: '⿶', 0xE7EF: '⿷', 0xE7F0: '⿸', 0xE7F1: '⿹', 0xE7F2: '⿺', 0xE7F3: '⿻',
}

// radicals are those of the CJK Radicals Supplement that are drawn like a whole character, with
// that character. The source is EquivalentUnifiedIdeograph.txt of Unicode 14. The rest of that
// block are parts of characters, some of them letters of GB 18030, and stay what they are.
var radicals = map[rune]rune{
	0x2E9F: '母', 0x2EA0: '民', 0x2EC1: '虎', 0x2EC4: '西', 0x2EC5: '见', 0x2EC6: '角', 0x2EC9: '贝', 0x2ECB: '车',
	0x2ED1: '長', 0x2ED3: '长', 0x2ED4: '门', 0x2ED8: '青', 0x2ED9: '韦', 0x2EDA: '页', 0x2EDB: '风', 0x2EDC: '飞',
	0x2EDD: '食', 0x2EE2: '马', 0x2EE3: '骨', 0x2EE4: '鬼', 0x2EE5: '鱼', 0x2EE6: '鸟', 0x2EE7: '卤', 0x2EE8: '麦',
	0x2EE9: '黄', 0x2EEA: '黾', 0x2EEB: '斉', 0x2EEC: '齐', 0x2EED: '歯', 0x2EEE: '齿', 0x2EEF: '竜', 0x2EF0: '龙',
	0x2EF1: '龜', 0x2EF2: '亀', 0x2EF3: '龟',
}

// kangxi are the 214 characters of which the Kangxi radicals, U+2F00–U+2FD5, are the twins
// (UnicodeData.txt, their compatibility mappings), in order.
var kangxi = []rune("一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮" +
	"皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠")

// standard replaces characters that only look like another by that other one:
//
//   - private-use characters of older GBK and GB 18030 by the ones that those standards
//     have assigned since;
//   - Kangxi radicals (⼀ U+2F00) and those radicals of the supplement that are whole characters
//     (⻄ U+2EC4): a text copied out of a PDF has them in place of 一 and 西, and nobody would
//     find such a name by typing it.
//
// Compatibility ideographs (﨎 U+FA0E, 﨑 U+FA11, 侮 U+2F805) are kept exactly: they are other
// shapes of a character, and people mean the one that stands on their papers.
func standard(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < 0x2E80:
			return r
		case r >= privateFrom && int(r) < privateFrom+len(privateForms):
			return privateForms[r-privateFrom]
		case r >= 0x2F00 && int(r) < 0x2F00+len(kangxi):
			return kangxi[r-0x2F00]
		}
		if to, ok := radicals[r]; ok {
			return to
		}
		if to, ok := privateLetters[r]; ok {
			return to
		}
		return r
	}, s)
}
