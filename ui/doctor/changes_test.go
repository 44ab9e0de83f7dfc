package doctor

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"matchbooth/kiosk/host"
)

// Changes to a computer.

func remove(t *testing.T, c *Computer, name string) {
	t.Helper()
	if err := os.RemoveAll(filepath.Join(c.Root, name)); err != nil {
		t.Fatal(err)
	}
}

func mkdir(t *testing.T, c *Computer, mode os.FileMode) {
	t.Helper()
	if err := os.Mkdir(c.Data, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(c.Data, mode); err != nil {
		t.Fatal(err)
	}
}

func booth(t *testing.T, c *Computer) {
	t.Helper()
	mkdir(t, c, 0o700)
	tree(t, c.Data, map[string]string{"booth.db": "", "journal": "", "lock": ""})
	for _, name := range []string{"booth.db", "journal", "lock"} {
		if err := os.Chtimes(filepath.Join(c.Data, name), c.Probe.Now(), c.Probe.Now()); err != nil {
			t.Fatal(err)
		}
	}
}

func mounted(t *testing.T, c *Computer, device, kind, options string) {
	t.Helper()
	remove(t, c, "proc/self/mountinfo")
	tree(t, c.Root, map[string]string{"proc/self/mountinfo": "22 1 " + device + " / / " + options + " shared:1 - " + kind + " /dev/mapper/root rw\n"})
}

func plate(t *testing.T, c *Computer, disk string) {
	t.Helper()
	tree(t, c.Root, map[string]string{
		"sys/devices/x/" + disk + "/queue/rotational":        "1",
		"sys/devices/x/" + disk + "/" + disk + "1/partition": "1",
		"sys/dev/block/8:1": "-> sys/devices/x/" + disk + "/" + disk + "1",
	})
	mounted(t, c, "8:1", "ext4", "rw")
}

func card(t *testing.T, c *Computer, kind string) {
	t.Helper()
	tree(t, c.Root, map[string]string{
		"sys/devices/sdhci/mmc_host/mmc0/mmc0:1/block/mmcblk0/device/type":         kind,
		"sys/devices/sdhci/mmc_host/mmc0/mmc0:1/block/mmcblk0/removable":           "0",
		"sys/devices/sdhci/mmc_host/mmc0/mmc0:1/block/mmcblk0/mmcblk0p1/partition": "1",
		"sys/dev/block/179:1": "-> sys/devices/sdhci/mmc_host/mmc0/mmc0:1/block/mmcblk0/mmcblk0p1",
	})
	mounted(t, c, "179:1", "ext4", "rw")
}

func swaps(t *testing.T, c *Computer, areas ...string) {
	t.Helper()
	remove(t, c, "proc/swaps")
	list := "Filename\tType\tSize\tUsed\tPriority\n"
	for _, a := range areas {
		if a != "" {
			list += a + "\tpartition\t100\t0\t-2\n"
		}
	}
	tree(t, c.Root, map[string]string{"proc/swaps": list})
}

func free(c *Computer, bytes uint64) {
	c.Probe.Space = func(string) (uint64, uint64, error) { return bytes, 100 << 30, nil }
}

func battery(c *Computer, charging bool, percent int) {
	c.Probe.Power = func() host.Battery { return host.Battery{There: true, Charging: charging, Percent: percent} }
}

func at(c *Computer, now time.Time) { c.Probe.Now = func() time.Time { return now } }
