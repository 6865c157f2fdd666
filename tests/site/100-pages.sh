#!/bin/bash
# The pages of the golden archives: every link leads somewhere, all HTML is
# sound, no line ends between a number and its sign, and every column is
# explained: those of the data files in the dictionary, those of the reports on
# the page about them.
set -eu
cd "$(dirname "$0")/../.."
site=$(mktemp -d)
trap 'rm -rf "$site"' EXIT

# Every name in the first line of a data file stands in the dictionary.
check_columns() {
	local page=$1/data/dictionary/index.html column
	find "$1/data" -name '*.csv' -exec head -qn 1 {} + | tr -d '"' |
		tr , '\n' | sort -u | while read -r column; do
		grep -q "<code>$column</code>" "$page" ||
			{ echo "no word on the column $column" && exit 1; }
	done
}

# Every column of the reports that the scanner writes, and no other.
check_reports() {
	local page=$1/reports/index.html capture
	for capture in ndpi-tests-NTPv2 cross-nmap-vs-ntpd-4.1.0; do
		"${BUILD:-build}/ntpcensus-scan" --from-pcap "tests/data/pcaps/$capture.pcap" \
		    --out "$site/captured-$capture" --unsolicited --quiet
	done
	find "$site"/captured-* -name '*.csv' -exec head -qn 1 {} + | tr -d '"' |
		tr , '\n' | sort -u >"$site/columns"
	sed -n 's/^<tr><th scope="row"><code>\([^<]*\)<\/code>.*/\1/p' "$page" |
		sort -u | diff "$site/columns" -
	test "$(wc -l <"$site/columns")" -gt 40
}

# datapackage.json names each table of the latest day, and each file that there
# is one of, with the columns that it has, in their order.
check_package() {
	local folder=$1/data/v1 table
	find "$folder"/latest/*.csv "$folder"/*.csv | sort | while read -r table; do
		jq -r --arg path "${table#"$folder/"}" \
		    '.resources[] | select(.path == $path) | [.schema.fields[].name] | join(",")' \
		    "$folder/datapackage.json" | cmp - <(head -n 1 "$table" | tr -d '"') ||
			{ echo "$table is described otherwise" && exit 1; }
	done
	jq -e '[.resources[].schema.fields[] | select(.description == "" or .type == null)] == []' \
	    "$folder/datapackage.json" >/dev/null
	test "$(jq '.resources | length' "$folder/datapackage.json")" = \
	    "$(find "$folder"/latest/*.csv "$folder"/*.csv | wc -l)"
}

# Everything that the index names is there, and every table of a day, packed or
# not as it says.
check_index() {
	local index=$1/api/v1/index.json path table last
	jq -r '.. | strings | select(test("^(data|api)/"))' "$index" |
		sed 's/YYYY-MM-DD/2026-11-21/; s/YYYY/2026/; s,KIND/KEY,country/DE,' | sort -u |
		while read -r path; do
			test -e "$1/$path" || { echo "the index names $path" && exit 1; }
		done
	jq -r '.. | objects | select(.series and .years) | .series as $s | .years[] |
	    range(.[0]; .[1] + 1) | "data/v1/years/\(.)/\($s)"' "$index" >"$site/series"
	test "$(sort "$site/series")" = "$(cd "$1" && find data/v1/years -mindepth 2 -name '*.csv' \
	    ! -name quality.csv | sort)" || { echo "the index names other series" && exit 1; }
	last=$1/data/v1/daily/2026/2026-11-21
	for table in $(jq -r '.daily_tables[] as $t | if .daily_packed | index($t)
	    then "\($t).csv.gz" else "\($t).csv" end' "$index"); do
		test -e "$last/$table" || { echo "there is no $last/$table" && exit 1; }
	done
}

# The sums are those of the files, and no table of a day is without one.
check_sums() {
	local sums
	find "$1/data/v1" -name SHA256SUMS -o -name '*.sha256' | while read -r sums; do
		(cd "${sums%/*}" && sha256sum --quiet --strict -c "${sums##*/}")
	done
	test "$(cat "$1"/data/v1/daily/*/*/SHA256SUMS | wc -l)" = \
	    "$(find "$1/data/v1/daily" -name '*.csv*' | wc -l)"
	test "$(grep -c daily "$1/data/v1/SHA256SUMS")" = \
	    "$(find "$1/data/v1/daily" -name SHA256SUMS | wc -l)"
	test "$(find "$1/data/v1" -name '*.sqlite' | wc -l)" = \
	    "$(find "$1/data/v1" -name '*.sqlite.sha256' | wc -l)"
	find "$1"/data/v1/*.* "$1/data/v1/latest" -name '*.csv' -printf '%f\n' |
		while read -r table; do
			grep -q "[ /]$table\$" "$1/data/v1/SHA256SUMS" ||
				{ echo "no sum of $table" && exit 1; }
		done
}

# says FILE TEXT
says() {
	grep -qF -- "$2" "$site/$1" || { echo "$1 does not say: $2" && exit 1; }
}

n=0
for case in tests/golden/render-{formats,threshold}; do
	"${BUILD:-build}/ntpcensus-render" --quiet --archive "$case/archive" \
	    --history "$site/history-$n" \
	    --config "$case/ntpcensus.conf" --site "$site/$n" --min-count 2 \
	    --now 2026-11-22T06:00:00Z || test $? -eq 3
	tests/site/check-links "$site/$n"
	tests/site/check-html "$site/$n"
	check_columns "$site/$n"
	check_package "$site/$n"
	check_sums "$site/$n"
	check_index "$site/$n"
	if grep -rnE --include='*.html' '[0-9] %' "$site/$n"; then
		echo "a line may end before the sign"
		exit 1
	fi
	n=$((n + 1))
done

check_reports "$site/0"

# A past day is CSV and its sums alone; the last one is JSON, too, of the same rows.
test -z "$(find "$site"/[01]/data/v1/daily -type f ! -name '*.csv' ! -name '*asn.csv.gz' ! -name SHA256SUMS)"
for table in "$site"/[01]/data/v1/latest/*.csv; do
	json=${table/data/api}
	test "$(jq length "${json%.csv}.json")" = $(($(wc -l <"$table") - 1)) ||
		{ echo "$table is other rows as JSON" && exit 1; }
done
says 0/index.html 'href="api/v1/latest/country.json"'

# Each prose page has a way to it from the others.
for page in methodology/changes caveats glossary cookbook; do
	says 0/about/index.html "href=\"../$page/index.html\""
done

# Each word of the glossary is in its list by letter.
glossary=$site/0/glossary/index.html
n_words=$(grep -c '^<h3 id=' "$glossary")
test "$n_words" -gt 30
sed -n 's/^<h3 id="\([^"]*\)".*/\1/p' "$glossary" | while read -r word; do
	grep -F ' · ' "$glossary" | grep -qF "href=\"#$word\"" ||
		{ echo "the list of words lacks $word" && exit 1; }
done

# Foreign reports of 17, 18, 19 and 21 November, without run records.
says 0/index.html "No scan on 20 Nov."
says 0/index.html "1 country has a published count."
says 0/index.html ">2 networks</a>"
says 0/ntpmonitor/index.html "report without a record of its run"
says 0/ntpmonitor/index.html "<dd>withheld</dd>"
says 0/country/DE/index.html "<td class=\"num\">no scan</td>"
# What is in the day's table of figures is on the page.
says 1/data/v1/latest/figure.csv "2026-11-21,scan_ntp,world,,,38,38,38,,,"
says 1/index.html '<td class="num">38</td><td class="num">38</td><td class="num">38</td>'
says 1/country/DE/index.html '<td class="num">17</td><td class="num">17</td><td class="num">17</td>'
# A country stands among its neighbours by rank, and stands out there.
says 1/country/DE/index.html '<h2 id="peers">'
test "$(grep -c '<tr class="here">' "$site/1/country/DE/index.html")" = 1
grep -q '<tr class="here">.*>Germany</a>' "$site/1/country/DE/index.html" ||
	grep -A1 '<tr class="here">' "$site/1/country/DE/index.html" | grep -q Germany
# A region has what its countries publish, no rank, and each of them.
says 1/region/EU/index.html '<td class="num strong">22</td>'
says 1/region/EU/index.html "2 of its 27 countries"
test "$(grep -c '<li><h3>' "$site/1/region/EU/index.html")" = 2
if grep -q '>Rank<' "$site/1/region/EU/index.html" || [ -e "$site/1/region/africa" ]; then
	echo "a region that has no rank, or no hosts" && exit 1
fi
grep -q "scan_ntp,22," "$site/1/data/v1/years/2026/region/EU.csv"
says 1/country/DE/index.html 'href="../../region/EU/index.html">European Union</a>'
# Each page says how it is cited; without an address of the site, none is made up.
for page in index.html country/DE/index.html region/EU/index.html asn/AS64500/index.html ntpversion/index.html; do
	says "1/$page" "@misc{ntpcensus-"
	says "1/$page" "  note   = {NTP census, data of 2026-11-21},"
	if grep -q '^  url ' "$site/1/$page"; then
		echo "$page has an address" && exit 1
	fi
done
says 1/embed/country/DE/index.html "17 hosts in Germany answered"
says 1/embed/country/DE/index.html 'href="../../../country/DE/index.html" target="_top"'
says 1/embed/world/index.html "22 hosts worldwide answered"
# Pages say how well the last days were measured.
says 1/country/DE/index.html ">1 complete, 1 partial, 0 missing<"
says 1/index.html ">1 complete, 1 partial, 0 missing<"
# A country's networks are boxes if there are three or more.
if grep -q 'class="treemap"' "$site/1/country/FR/index.html"; then
	echo "France has two networks at most" && exit 1
fi
# A country's colour on the map is its rate, which its words say, too.
says 1/index.html 'class="world-map"'
says 1/index.html '<a tabindex="-1" href="country/DE/index.html"><path'
says 1/ntpversion/index.html '<a tabindex="-1" href="../country/DE/index.html"><path'
# Nobody said how many addresses there are.
if grep -rlE '<(th|dt)[^>]*>Per million|denominators\.csv|class="world-map' "$site/0" >"$site/said" ||
	[ -e "$site/0/data/v1/denominators.csv" ]; then
	echo "a rate of nothing: $(cat "$site/said")"
	exit 1
fi
# A test network of two days, one of them partial.
says 1/index.html "Simulated data"
says 1/index.html "<td>partial</td>"
says 1/404.html "Simulated data"
# 22 of 2,000,000 addresses, 17 of 1,000,000, 10 of 600,255; 5 of 255 are too few.
says 1/index.html "<dt>Per million addresses</dt><dd>11.0</dd>"
says 1/country/DE/index.html '<td class="num strong">17</td><td class="num">17.0</td>'
says 1/country/FR/index.html '<td class="num strong">5</td><td class="num">–</td>'
says 1/asn/AS64500/index.html '<td class="num strong">10</td><td class="num">16.7</td>'
says 1/asn/AS64503/index.html '<td class="num strong">3</td><td class="num">–</td>'
says 1/country/index.html '<td class="num strong">17</td><td class="num">17.0</td>'
says 1/data/index.html 'href="../data/v1/denominators.csv"'
