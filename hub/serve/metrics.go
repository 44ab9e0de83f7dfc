package serve

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"

	"matchbooth/data/wire"
)

// metrics counts what happened since the start, in the text format that Prometheus reads. Nothing in it names a booth.
type metrics struct {
	mu     sync.Mutex
	counts map[string]int64
}

// counted are the counters and what they count. A test holds that every one that is used is here.
var counted = map[string]string{
	"requests_total":              "Requests, by path, status and code.",
	"lines_total":                 "Lines that came, by what became of them.",
	"lines_handed_out_total":      "Lines handed out.",
	"statements_total":            "Statements of the desk that came, by what became of them.",
	"statements_handed_out_total": "Statements of the desk handed out.",
	"erasures_carried_out_total":  "Erasures that waited and were carried out.",
	"connection_errors_total":     "Connections that ended in an error before or while a request was read.",
	"wishes_total":                "Wishes that came from phones.",
	"wishes_done_total":           "Wishes that the desk has.",
	"panics_total":                "Faults of the program.",
}

// add adds to a counter; its name may have labels.
func (m *metrics) add(name string, n int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.counts == nil {
		m.counts = map[string]int64{}
	}
	m.counts[name] += n
}

// request counts a request. path is a pattern of ours.
func (m *metrics) request(path string, status int, code wire.Code) {
	m.add(fmt.Sprintf(`requests_total{path=%q,status="%d",code=%q}`, path, status, code), 1)
}

// serve writes all counters.
func (m *metrics) serve(w http.ResponseWriter, _ *http.Request) {
	m.mu.Lock()
	counts := maps.Clone(m.counts)
	m.mu.Unlock()
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	for _, name := range slices.Sorted(maps.Keys(counted)) {
		fmt.Fprintf(w, "# HELP matchbooth_hub_%s %s\n# TYPE matchbooth_hub_%s counter\n", name, counted[name], name)
		lines := []string{}
		for with, n := range counts {
			if family, _, _ := strings.Cut(with, "{"); family == name {
				lines = append(lines, fmt.Sprintf("matchbooth_hub_%s %d\n", with, n))
			}
		}
		slices.Sort(lines)
		io.WriteString(w, strings.Join(lines, ""))
	}
}
