# Everything a person needs is a line of `make help`. The work is done by the
# scripts in .ci/; docs/development.md explains them.

.DEFAULT_GOAL := help
.PHONY: help run test build shots bench fonts

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-6s %s\n", $$1, $$2 }' Makefile

run: ## open the booth on the practice event (without a display: one visitor in a virtual one)
	@sh .ci/run.sh

test: ## run every check there is; the last line counts them
	@sh .ci/test.sh

build: ## build ./matchbooth
	@sh .ci/deps.sh build
	@sh .ci/build.sh

shots: ## draw every screen, zh and en, in four sizes, under out/shots/
	@sh .ci/deps.sh go
	@. .ci/settings.sh && MATCHBOOTH_SHOTS="$(CURDIR)/out/shots" CGO_ENABLED=0 go test -tags ci -count=1 -timeout 30m -run '^TestShots$$' ./ui/screen
	@echo "The pictures lie in out/shots/."

bench: ## measure sealing, saving and opening beside their floors
	@sh .ci/deps.sh go
	@. .ci/settings.sh && CGO_ENABLED=0 go test -tags ci -run '^$$' -bench . -benchmem ./data/...

fonts: ## cut the embedded typeface anew from Debian's fonts-noto-cjk
	@sh .ci/deps.sh fonts
	@sh assets/fonts/subset.sh
