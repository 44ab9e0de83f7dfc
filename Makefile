# Everything a person needs is a line of `make help`. The work is done by the
# scripts in .ci/; docs/development.md explains them.

.DEFAULT_GOAL := help
.PHONY: help run test e2e hub-torture torture soak fuzz-short mutants build release release-test install uninstall shots bench fonts pinyin

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

run: ## open the booth on the practice event (without a display: one visitor in a virtual one); KIOSK=1 in kiosk mode
	@sh .ci/run.sh $(if $(KIOSK),--kiosk)

test: ## run the tests, half an hour to an hour; the last line counts them
	@sh .ci/test.sh

e2e: ## let visitors with nothing but a finger through the booth, zh and en, four sizes; pictures under out/touch/; then a day at the desk with 10,000 people
	@sh .ci/deps.sh test
	@sh .ci/build.sh
	@. .ci/settings.sh && MATCHBOOTH_LONG=1 MATCHBOOTH_PEOPLE=10000 CGO_ENABLED=0 go test -tags ci,e2e -count=1 -timeout 30m -v -run '^(TestAFingerIsEnough|TestAWholeDayAtTheDesk)$$' ./ui/e2e
	@echo "The pictures of each step lie in out/touch/."

soak: ## a compressed day, 50 kills and 10 hangs in the real window; takes 35 to 40 minutes
	@sh .ci/deps.sh test
	@sh .ci/build.sh
	@. .ci/settings.sh && MATCHBOOTH_LONG=1 CGO_ENABLED=0 go test -tags ci,e2e -count=1 -timeout 60m -v -run '^TestKiosk' ./ui/e2e

fuzz-short: ## give every parser half a minute of anything (TIME=30s, ONLY=a pattern of targets)
	@sh .ci/fuzz.sh $(or $(TIME),30s) $(ONLY)

mutants: ## change the program one sign at a time and see whether the tests notice; hours (ONLY=kiosk/form, one or more folders)
	@sh .ci/mutants.sh $(ONLY)

.PHONY: page page-test
page: ## build what seals on people's phones anew from its lockfile: hub/page/seal.js and its licences; needs Node
	@sh .ci/page.sh

page-test: ## the same, then let a browser (Chromium) through the page on the phone, zh and en; pictures under out/phone/
	@sh .ci/page.sh test

hub-torture: ## kill the hub and its databases, 200 times each, a standby taking over each time
	@sh .ci/deps.sh test
	@. .ci/settings.sh && MATCHBOOTH_LONG=1 CGO_ENABLED=0 go test -tags ci -count=1 -timeout 180m -v -run '^(TestAKilledHubKeepsWhatItAcknowledged|TestAPromotedStandbyHasWhatWasAcknowledged|TestTwoHubsOnOneDatabase)$$' ./hub/store ./hub/cli

torture: ## kill, starve and fail the store ten thousand times and more; about 25 minutes
	@sh .ci/torture.sh

build: ## build ./matchbooth and ./matchbooth-hub
	@sh .ci/deps.sh build
	@sh .ci/build.sh

release: ## everything for download, under out/release/: for Windows an installer and a zip, for Debian and Ubuntu a package and a tarball
	@sh .ci/release.sh

release-test: ## try what `make release` made: under Wine, and in a bare Debian: installed, used, updated, removed
	@sh .ci/release-test.sh

install: ## put program, session, service and guides under PREFIX (/usr/local); DESTDIR for packages
	@[ -x matchbooth ] || sh .ci/build.sh
	@PREFIX="$(PREFIX)" DESTDIR="$(DESTDIR)" sh packaging/install.sh install

uninstall: ## take away what install put there; data folders stay
	@PREFIX="$(PREFIX)" DESTDIR="$(DESTDIR)" sh packaging/install.sh uninstall

shots: ## draw every screen, zh and en, in four sizes, under out/shots/
	@sh .ci/deps.sh go
	@. .ci/settings.sh && MATCHBOOTH_SHOTS="$(CURDIR)/out/shots" CGO_ENABLED=0 go test -tags ci -count=1 -timeout 30m -run "^TestShots" ./ui/app
	@echo "The pictures lie in out/shots/."

bench: ## measure every figure that has a bar beside its peer: one table, out/bench.json, docs/benchmarks.md (QUICK=1: each once)
	@sh .ci/bench.sh

fonts: ## cut the embedded typeface anew from Debian's fonts-noto-cjk
	@sh .ci/deps.sh fonts
	@sh assets/fonts/subset.sh

pinyin: ## pack the keyboard's dictionary anew from Debian's rime-data-pinyin-simp
	@sh .ci/deps.sh pinyin
	@. .ci/settings.sh && go run ./assets/pinyin/pack && MATCHBOOTH_WORDS=update CGO_ENABLED=0 go test -tags ci -count=1 -run '^TestTheWordsAreThoseOfTheDictionary$$' ./kiosk/pinyin

.PHONY: licences release-twice
licences: ## collect the licences of what is linked and embedded into docs/licenses, and into the program
	@sh .ci/licences.sh

release-twice: ## make the release twice, in two clones, and compare the bytes
	@sh .ci/release-twice.sh
