# Everything a person needs is a line of `make help`. The work is done by the
# scripts in .ci/; docs/development.md explains them.

.DEFAULT_GOAL := help
.PHONY: help run test e2e torture soak fuzz-short mutants build install uninstall shots bench fonts pinyin

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

run: ## open the booth on the practice event (without a display: one visitor in a virtual one); KIOSK=1 in kiosk mode
	@sh .ci/run.sh $(if $(KIOSK),--kiosk)

test: ## run every check there is; the last line counts them
	@sh .ci/test.sh

e2e: ## let visitors with nothing but a finger through the booth, zh and en, four sizes; pictures under out/touch/
	@sh .ci/deps.sh test
	@sh .ci/build.sh
	@. .ci/settings.sh && MATCHBOOTH_LONG=1 CGO_ENABLED=0 go test -tags ci,e2e -count=1 -timeout 20m -v -run '^TestAFingerIsEnough$$' ./ui/e2e
	@echo "The pictures of each step lie in out/touch/."

soak: ## a compressed day, 50 kills and 10 hangs in the real window; takes 35 to 40 minutes
	@sh .ci/deps.sh test
	@sh .ci/build.sh
	@. .ci/settings.sh && MATCHBOOTH_LONG=1 CGO_ENABLED=0 go test -tags ci,e2e -count=1 -timeout 60m -v -run '^TestKiosk' ./ui/e2e

fuzz-short: ## give every parser half a minute of anything (TIME=30s, ONLY=a pattern of targets)
	@sh .ci/fuzz.sh $(or $(TIME),30s) $(ONLY)

mutants: ## change the program one sign at a time and see whether the tests notice; hours (ONLY=kiosk/form, one or more folders)
	@sh .ci/mutants.sh $(ONLY)

torture: ## kill, starve and fail the store ten thousand times and more; about 25 minutes
	@sh .ci/torture.sh

build: ## build ./matchbooth
	@sh .ci/deps.sh build
	@sh .ci/build.sh

install: ## put program, session, service and guides under PREFIX (/usr/local); DESTDIR for packages
	@[ -x matchbooth ] || sh .ci/build.sh
	@PREFIX="$(PREFIX)" DESTDIR="$(DESTDIR)" sh packaging/install.sh install

uninstall: ## take away what install put there; data folders stay
	@PREFIX="$(PREFIX)" DESTDIR="$(DESTDIR)" sh packaging/install.sh uninstall

shots: ## draw every screen, zh and en, in four sizes, under out/shots/
	@sh .ci/deps.sh go
	@. .ci/settings.sh && MATCHBOOTH_SHOTS="$(CURDIR)/out/shots" CGO_ENABLED=0 go test -tags ci -count=1 -timeout 30m -run "^TestShots" ./ui/app
	@echo "The pictures lie in out/shots/."

bench: ## measure sealing, saving and opening beside their floors, typing names beside librime, finding people
	@sh .ci/deps.sh bench || true
	@. .ci/settings.sh && CGO_ENABLED=0 go test -tags ci -run '^$$' -bench . -benchmem ./data/... ./kiosk/pinyin ./ui/touch/... ./ui/work/people
	@sh .ci/compare-rime.sh

fonts: ## cut the embedded typeface anew from Debian's fonts-noto-cjk
	@sh .ci/deps.sh fonts
	@sh assets/fonts/subset.sh

pinyin: ## pack the keyboard's dictionary anew from Debian's rime-data-pinyin-simp
	@sh .ci/deps.sh pinyin
	@. .ci/settings.sh && go run ./assets/pinyin/pack
