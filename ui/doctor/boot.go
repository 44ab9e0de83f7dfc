package doctor

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
)

// Whoever may edit the boot loader's line starts the system with another program in the place of its first one, as root and
// without a password; recovery mode is the same with fewer keys. Where the firmware starts from a stick nothing on the disk
// helps but its encryption, and the running system cannot be asked whether it does.
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

// boot: can somebody alone with the computer start it into something else?
func boot(_ context.Context, c *Computer) []Finding {
	if c.OS != "linux" {
		return nil
	}
	finding := warn("boot.unknown") // GRUB hides a file that holds a password from everybody but root
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
