package pinyin

import (
	"fmt"
	"io"
)

// Format implements fmt.Formatter. It redacts, since what is being composed is part of
// somebody's name.
func (*Composer) Format(f fmt.State, _ rune) { io.WriteString(f, "pinyin.Composer{[redacted]}") }
