#!/bin/bash
# The pages of the golden archives: every link leads somewhere, all HTML is
# sound, and every column of the data files is explained on the data page.
set -eu
cd "$(dirname "$0")/../.."
site=$(mktemp -d)
trap 'rm -rf "$site"' EXIT

# Every name in the first line of a data file stands on the data page.
check_columns() {
	local page=$1/data/index.html column
	find "$1/data" -name '*.csv' -exec head -qn 1 {} + | tr -d '"' |
		tr , '\n' | sort -u | while read -r column; do
		grep -q "<code>$column</code>" "$page" ||
			{ echo "no word on the column $column" && exit 1; }
	done
}

n=0
for case in tests/golden/render-{formats,threshold}; do
	"${BUILD:-build}/ntpcensus-render" --quiet --archive "$case/archive" \
	    --config "$case/ntpcensus.conf" --site "$site/$n" --min-count 2 \
	    --now 2026-11-22T06:00:00Z || test $? -eq 3
	tests/site/check-links "$site/$n"
	tests/site/check-html "$site/$n"
	check_columns "$site/$n"
	n=$((n + 1))
done
