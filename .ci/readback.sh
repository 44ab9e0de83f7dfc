#!/bin/sh
# Has our workbooks read by LibreOffice, openpyxl, SheetJS and exceljs, and says what each reads otherwise than it was
# written. The readers are installed where they are missing; what for JavaScript is fetched lies in out/readers.
#
# Exit 0 passed, 1 failed, 77 none of them could be had here: the last line says why.
set -eu
cd "$(dirname "$0")/.."
. .ci/settings.sh
export CGO_ENABLED=0

# The newest of both in the registry; exceljs is no longer worked on.
packages='exceljs@4.4.0 xlsx@0.18.5'

sh .ci/deps.sh readback || true
readers=
if command -v soffice >/dev/null 2>&1 && { python3 -c 'import uno' || /usr/bin/python3 -c 'import uno'; } 2>/dev/null; then
	readers="$readers libreoffice"
fi
if python3 -c 'import openpyxl' 2>/dev/null || /usr/bin/python3 -c 'import openpyxl' 2>/dev/null; then
	readers="$readers openpyxl"
fi
NODE_PATH=$PWD/out/readers/node_modules
export NODE_PATH
javascript() {
	command -v node >/dev/null 2>&1 && node -e 'require("exceljs"), require("xlsx")' 2>/dev/null
}
if ! javascript && command -v npm >/dev/null 2>&1; then
	mkdir -p out/readers
	# shellcheck disable=SC2086 # several packages
	npm install --prefix out/readers --ignore-scripts --no-audit --no-fund --no-save $packages || true
fi
if javascript; then
	readers="$readers sheetjs exceljs exceljs-stream"
fi
if [ -z "$readers" ]; then
	echo "none of the programs that should read a workbook can be had here"
	exit 77
fi
echo "read by:$readers"
MATCHBOOTH_READERS=$readers go test -tags ci -count=1 -v -run '^(TestOtherProgramsReadTheWorkbook|TestLibreOfficeOpensAWorkbookWithAPassword)$' ./data/export
