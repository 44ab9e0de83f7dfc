package handover

import (
	"os"
	"path/filepath"
	"strings"
)

// plugged are the folders below which desktops and people put what is plugged in.
var plugged = []string{"/media/", "/run/media/", "/mnt/"}

// mounted reads the list of what is mounted (proc_pid_mountinfo(5)), which needs no disk to answer.
func mounted() []Place {
	text, _ := os.ReadFile("/proc/self/mountinfo")
	return mountedIn(string(text))
}

func mountedIn(mountinfo string) (out []Place) {
	for line := range strings.Lines(mountinfo) {
		fields := strings.Fields(line)
		if len(fields) < 6 {
			continue
		}
		dir := unescaped.Replace(fields[4])
		options := "," + fields[5] + ","
		for _, above := range plugged {
			if strings.HasPrefix(dir, above) && !strings.Contains(options, ",ro,") {
				out = append(out, Place{Dir: dir, Name: filepath.Base(dir)})
			}
		}
	}
	return out
}

// unescaped reverses mountinfo's escaping.
var unescaped = strings.NewReplacer(`\040`, " ", `\011`, "\t", `\012`, "\n", `\134`, `\`)
