package booth

import (
	"regexp"
	"strconv"
	"strings"

	"matchbooth/ui/cli/call"
	"matchbooth/ui/launch"
)

// Look holds the flags of the commands that open a window.
type Look struct {
	Size  string `placeholder:"WxH" help:"${help_size}"`
	Scale string `placeholder:"N" help:"${help_scale}"`
	Still bool   `help:"${help_still}"`
	Lang  string `enum:"${langs}," default:"" placeholder:"${langs_or}" help:"${help_lang}"`
}

var sizeForm = regexp.MustCompile(`^([1-9][0-9]{2,4})[xX×]([1-9][0-9]{2,4})$`)

// What may be asked for with --scale.
const (
	leastScale = 0.5
	mostScale  = 4
)

// Apply sets the window's options; it fails on a size or a scale that cannot be.
func (l Look) Apply(c *call.Call, opt *launch.Options) error {
	opt.Still, opt.Lang, opt.Says = l.Still, l.Lang, c.Lang
	if l.Size != "" {
		m := sizeForm.FindStringSubmatch(l.Size)
		if m == nil {
			return c.Wrong("run.size")
		}
		opt.Width, _ = strconv.Atoi(m[1])
		opt.Height, _ = strconv.Atoi(m[2])
	}
	if l.Scale != "" {
		var err error
		if opt.Scale, err = strconv.ParseFloat(strings.TrimSuffix(l.Scale, "%"), 64); strings.HasSuffix(l.Scale, "%") {
			opt.Scale /= 100
		}
		if err != nil || !(opt.Scale >= leastScale && opt.Scale <= mostScale) {
			return c.Wrong("run.scale")
		}
	}
	return nil
}
