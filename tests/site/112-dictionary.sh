#!/bin/bash
# What describes the data says the same as the data: the manual page is the one
# that the schema gives, and sound; the dictionary has each table's columns in
# their order; what a page says of its data to search engines is JSON, and leads
# to files that there are.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
page=packaging/man/ntpcensus-data.5

"${BUILD:-build}/tests/site/manual" >"$work/manual"
diff "$page" "$work/manual"
# Pages of other parts may not be installed.
mandoc -T lint -W warning "$page" >"$work/lint" || true
if grep -v 'referenced manual not found' "$work/lint"; then
	exit 1
fi

case=tests/golden/render-threshold
cat $case/ntpcensus.conf - >"$work/ntpcensus.conf" <<END
operator { name = "</script><b>Ärger & \"Söhne\" {50 %}" }
END
sed -i "s#= \"\([a-z]*\.[a-z]*\)\"#= \"$PWD/$case/\1\"#" "$work/ntpcensus.conf"
"${BUILD:-build}/ntpcensus-render" --quiet --archive $case/archive --min-count 2 \
    --history "$work/history" --config "$work/ntpcensus.conf" \
    --site "$work/site" --now 2026-11-22T06:00:00Z 2>/dev/null || test $? -eq 3
data=$work/site/data/v1

# said NAME: the columns of a table, as the dictionary has them
said() {
	awk -v name="$1" '
		/<caption / { inside = index($0, "id=\"table-" name "\"") }
		inside && sub(/^<tr><th scope="row"><code>/, "") {
			sub(/<.*/, "")
			printf "%s%s", n++ ? "," : "", $0
		}
		END { print "" }' "$work/site/data/dictionary/index.html"
}

# check NAME FILE
check() {
	test -s "$2" || { echo "there is no $2" && exit 1; }
	diff <(said "$1") <(zcat -f "$2" | head -n 1 | tr -d '"') ||
		{ echo "the dictionary has $1 otherwise" && exit 1; }
	n=$((n + 1))
}
n=0
for file in "$data"/*.csv "$data"/daily/2026/2026-11-20/*.csv*; do
	name=${file##*/}
	check "${name%%.*}" "$file"
done
check series "$data/years/2026/country/DE.csv"
check quality "$data/years/2026/quality.csv"
test "$n" -ge 23
test "$n" = "$(grep -c '<caption id="table-' "$work/site/data/dictionary/index.html")"

# The data of pages as search engines read it.
for file in data country/DE country/FR; do
	sed -n 's,.*<script type="application/ld+json">\(.*\)</script>.*,\1,p' \
	    "$work/site/$file/index.html" >"$work/dataset"
	jq -e '.["@type"] == "Dataset" and .creator.name == "</script><b>Ärger & \"Söhne\" {50 %}"
	    and (.description | length >= 50 and length <= 5000)
	    and .temporalCoverage == "2026-11-20/2026-11-21"' "$work/dataset" >/dev/null
	jq -r '.license, .measurementTechnique, .distribution[].contentUrl' "$work/dataset" |
		while read -r to; do
			case $to in
			https://*) to=$work/site/${to#https://*/} ;;
			*) to=$work/site/$file/$to ;;
			esac
			test -s "${to%#*}" || { echo "$file: no $to" && exit 1; }
		done
done
if grep -l 'ld+json' "$work/site"/asn/*/index.html; then
	exit 1
fi

# Citations are what their formats want, whoever runs the site.
grep -qxF '  author = "{</script><b>Ärger \& "Söhne" (50 \%)}",' "$work/site/cite/citation.bib"
grep -qxF '  - name: "</script><b>Ärger & \"Söhne\" {50 %}"' "$work/site/cite/CITATION.cff"
tests/site/check-html "$work/site"
