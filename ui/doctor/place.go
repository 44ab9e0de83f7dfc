package doctor

import (
	"context"
	"path/filepath"
	"strings"
)

// synced are folders that a program silently copies elsewhere: what the programs call them, in
// lower case.
var synced = []struct{ name, folder string }{
	{"OneDrive", "onedrive"},
	{"Dropbox", "dropbox"},
	{"Google Drive", "google drive"},
	{"Google Drive", "googledrive"},
	{"iCloud", "icloud"},
	{"iCloud", "mobile documents"},
	{"Nextcloud", "nextcloud"},
	{"ownCloud", "owncloud"},
	{"坚果云 Nutstore", "nutstore"},
	{"坚果云 Nutstore", "坚果云"},
	{"百度网盘 Baidu", "baidusync"},
	{"百度网盘 Baidu", "百度网盘"},
	{"WPS", "wpsdrive"},
	{"WPS", "wps云盘"},
	{"MEGA", "megasync"},
	{"pCloud", "pclouddrive"},
	{"Seafile", "seafile"},
	{"Syncthing", "syncthing"},
}

// marks are files that such programs leave in the folders they watch.
var marks = map[string]string{
	".stfolder":           "Syncthing",
	".dropbox":            "Dropbox",
	".dropbox.cache":      "Dropbox",
	".sync_nextcloud.db":  "Nextcloud",
	".nextcloudsync.log":  "Nextcloud",
	".owncloudsync.log":   "ownCloud",
	".seafile-data":       "Seafile",
	".tmp.drivedownload":  "Google Drive",
	".nutstore":           "坚果云 Nutstore",
	".resilio-sync":       "Resilio",
	".megaignore":         "MEGA",
	"desktop.onedrive.id": "OneDrive",
}

// folderPlace checks whether the data folder stays where it is, and is not copied elsewhere.
func folderPlace(_ context.Context, c *Computer) []Finding {
	if name := c.synced(); name != "" {
		return []Finding{fault("place.synced", "Name", name)}
	}
	v, err := c.Volume(c.dir())
	if err != nil {
		return []Finding{warn("place.unknown")}
	}
	if v.Removable || c.removable(v.Device) {
		return []Finding{warn("place.stick")}
	}
	return []Finding{good("place.good")}
}

// synced returns the name of the program that copies the folder elsewhere, or "" if none is found.
func (c *Computer) synced() string {
	dir, err := filepath.Abs(c.Data)
	if err != nil {
		dir = c.Data
	}
	for _, name := range []string{"OneDrive", "OneDriveConsumer", "OneDriveCommercial"} {
		if at := c.Env(name); at != "" && within(dir, at) {
			return "OneDrive"
		}
	}
	for {
		base := strings.ToLower(filepath.Base(dir))
		for _, s := range synced {
			// Matches "OneDrive - Some University" and "Dropbox (Personal)", but not "my dropbox
			// notes".
			if rest, ok := strings.CutPrefix(base, s.folder); ok && (rest == "" || strings.HasPrefix(rest, " ") || strings.HasPrefix(rest, "-") || strings.HasPrefix(rest, "(") || strings.HasPrefix(rest, "disk")) {
				return s.name
			}
		}
		for mark, name := range marks {
			if exists(filepath.Join(dir, mark)) {
				return name
			}
		}
		up := filepath.Dir(dir)
		if up == dir {
			return ""
		}
		dir = up
	}
}

// within reports whether dir is the folder at, or below it.
func within(dir, at string) bool {
	rel, err := filepath.Rel(at, dir)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// removable reports whether the disk can be pulled out. device is "major:minor".
func (c *Computer) removable(device string) bool {
	for _, d := range c.bottoms(device) {
		if strings.Contains(d, "/usb") || strings.Contains(d, "/mmc_host/") && c.removableCard(d) {
			return true
		}
		if base := c.wholeDisk(d); base != "" && c.readAt(filepath.Join(base, "removable")) == "1" {
			return true
		}
	}
	return false
}

// removableCard distinguishes a card in a slot from a tablet's soldered memory, which has the type
// MMC.
func (c *Computer) removableCard(d string) bool {
	base := c.wholeDisk(d)
	return base != "" && c.readAt(filepath.Join(base, "device", "type")) == "SD"
}
