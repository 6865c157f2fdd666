#!/bin/bash
# Manual pages are sound, and that of the scanner, its --help and its table of
# options name the same options.
set -u
cd "$(dirname "$0")/../.." || exit
command -v mandoc >/dev/null || {
	echo "mandoc is not installed: make setup does it"
	exit 77
}

mandoc -T lint -W warning packaging/man/*.[1-8] || bad=1

options=$(sed -nE 's/^ *\{"([a-z-]+)", (no|required|optional)_argument.*/\1/p' \
    scanner/options.c | sort)
test -n "$options" || exit 1
said=$(grep -oE '(^|[ ,"])--[a-z]+(-[a-z]+)*' scanner/help.c | grep -oE '[a-z].*' | sort -u)
told=$(sed -nE 's/^\.It (Fl . , )?Fl -([a-z]+(-[a-z]+)*).*/\2/p' \
    packaging/man/ntpcensus-scan.1 | sort)
diff <(echo "$options") <(echo "$said") || {
	echo "< options, > --help"
	bad=1
}
diff <(echo "$options") <(echo "$told") || {
	echo "< options, > manual page"
	bad=1
}
exit "${bad:-0}"
