# Counts the tests of `go test -json`: prints "PASSED FAILED SKIPPED" to stdout, and
# to stderr what the failed ones said. A package that fails without a failed test
# (it does not compile, it panics) counts as one failure.

function field(name,   rest) {
	if (!match($0, "\"" name "\":\"[^\"]*\"")) return ""
	rest = substr($0, RSTART, RLENGTH)
	sub("^\"" name "\":\"", "", rest)
	sub("\"$", "", rest)
	return rest
}

# The fields before Output hold no quotes, so the first match is always the field.
/"Action":"(output|build-output)"/ {
	at = index($0, "\"Output\":\"")
	text = substr($0, at + 10, length($0) - at - 11)
	gsub(/\\n$/, "", text)
	gsub(/\\t/, "    ", text)
	gsub(/\\"/, "\"", text)
	gsub(/\\u003c/, "<", text)
	gsub(/\\u003e/, ">", text)
	gsub(/\\u0026/, "\\&", text)
	key = /"Action":"build-output"/ ? "build" : field("Package") " " field("Test")
	said[key] = said[key] text "\n"
	next
}
/"Action":"pass"/ && /"Test":"/ { passed++ }
/"Action":"skip"/ && /"Test":"/ { skipped++ }
/"Action":"fail"/ && /"Test":"/ { failed++; bad[field("Package")]++; key = field("Package") " " field("Test"); order[++n] = key }
/"Action":"fail"/ && !/"Test":"/ {
	if (!bad[field("Package")]) { failed++; order[++n] = field("Package") " " }
}
END {
	if ("build" in said) printf "%s", said["build"] > "/dev/stderr"
	for (i = 1; i <= n; i++) printf "--- %s\n%s", order[i], said[order[i]] > "/dev/stderr"
	print passed + 0, failed + 0, (skipped ? skipped : "")
}
