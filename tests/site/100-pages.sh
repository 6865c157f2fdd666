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

# says FILE TEXT
says() {
	grep -qF -- "$2" "$site/$1" || { echo "$1 does not say: $2" && exit 1; }
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

# Foreign reports of 17, 18, 19 and 21 November, without run records.
says 0/index.html "No scan on 20 Nov."
says 0/index.html "1 country has a published count."
says 0/index.html ">2 networks</a>"
says 0/ntpmonitor/index.html "report without a record of its run"
says 0/ntpmonitor/index.html "<dd>withheld</dd>"
says 0/country/DE/index.html "<td class=\"num\">no scan</td><td>no scan</td>"
# A test network of two days, one of them partial.
says 1/index.html "Simulated data"
says 1/index.html "<td>partial</td>"
says 1/404.html "Simulated data"
