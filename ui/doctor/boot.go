package doctor

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
)

// Anyone who can edit the boot loader's command line can start another program instead of the system's first one, as root
// and without a password; recovery mode is the same with fewer keystrokes. If the firmware boots from a stick, nothing on
// the disk helps except its encryption, and the running system cannot be asked whether it does.
var (
	grubPassword = regexp.MustCompile(`(?m)^\s*password(_pbkdf2)?\s+\S+\s+\S`)
	noEditor     = regexp.MustCompile(`(?m)^\s*editor\s+(no|n|false|f|off|0)\s*$`)
)

// bootLoaders are the settings of GRUB and systemd-boot, and what in them keeps strangers from editing.
var bootLoaders = []struct {
	path string
	shut *regexp.Regexp
}{
	{"boot/grub/grub.cfg", grubPassword}, {"boot/grub2/grub.cfg", grubPassword},
	{"boot/efi/loader/loader.conf", noEditor}, {"boot/loader/loader.conf", noEditor}, {"efi/loader/loader.conf", noEditor},
}

// boot checks whether somebody alone with the computer can boot it into something else.
func boot(_ context.Context, c *Computer) []Finding {
	if c.OS != "linux" {
		return nil
	}
	finding := warn("boot.unknown") // GRUB hides a file that contains a password from everybody but root
	for _, l := range bootLoaders {
		text, err := os.ReadFile(filepath.Join(c.Root, l.path))
		if err != nil {
			continue
		}
		if finding = warn("boot.open"); l.shut.Match(text) {
			finding = good("boot.good")
		}
		break
	}
	all := []Finding{finding}
	if v := c.read("proc/sys/kernel/sysrq"); v != "0" && v != "" {
		all = append(all, warn("boot.sysrq", "Value", v))
	}
	return all
}
