#!/bin/bash
# The page of a day says what was published of it, stays as it is while other
# days come, is the same whenever it is made, and follows its day's numbers.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
	echo "$*"
	exit 1
}

# write DAY HOSTS: as many hosts in Germany, and six in France.
write() {
	local folder=$work/archive/results/${1//-//}
	mkdir -p "$folder"
	awk -v day="$1" -v hosts="$2" 'BEGIN {
		print "timestamp,ip,port,asn,geo"
		for (i = 1; i <= hosts + 6; i++)
			printf "%s 01:00:00,192.0.2.%d,123,64500,%s\n",
			    day, i, i <= hosts ? "DE" : "FR"
	}' >"$folder/$1-scan_ntp.csv"
}

# render SITE CLOCK
render() {
	"${BUILD:-build}/ntpcensus-render" --quiet --archive "$work/archive" \
	    --history "$work/history-$1" --config "$work/ntpcensus.conf" \
	    --site "$work/$1" --now "$2"
}

# says DAY TEXT
says() {
	grep -qF -- "$2" "$work/site/day/${1%%-*}/$1/index.html" || fail "the page of $1 does not say: $2"
}

# lists YEAR TEXT
lists() {
	grep -qF -- "$2" "$work/site/day/$1/index.html" || fail "the list of $1 does not say: $2"
}

printf 'site {\n\ttitle = "Days"\n}\n' >"$work/ntpcensus.conf"
write 2026-11-16 5
write 2026-11-17 6
write 2026-11-18 7
write 2026-11-20 8
render site 2026-11-21T06:00:00Z
for day in 2026-11-16 2026-11-17 2026-11-18 2026-11-20; do
	says $day '<h1>'
done
says 2026-11-16 '<tr id="FR"><td class="num quiet">1</td><th scope="row">France</th><td class="num">6</td></tr>'
says 2026-11-16 '<tr id="DE"><td class="num quiet">2</td><th scope="row">Germany</th><td class="num">5</td></tr>'
says 2026-11-17 '<tr id="DE"><td class="num quiet">1</td>'
says 2026-11-17 '<tr id="FR"><td class="num quiet">1</td>'
test ! -e "$work/site/day/2026/2026-11-19" || fail "a page of a day without a scan"
lists 2026 '<li class="missing"><span>19<'
lists 2026 'href="../../day/2026/2026-11-20/index.html">20<'
grep -qF 'href="../../day/2026/2026-11-20/index.html#DE">' "$work/site/country/DE/index.html" ||
	fail "the country's page does not lead to the day's"

# A day later, by another clock.
(cd "$work/site/day/2026" && sha256sum 20*-*/index.html) >"$work/before"
write 2026-11-21 9
render site 2026-11-22T07:08:09Z
(cd "$work/site/day/2026" && sha256sum -c --quiet "$work/before") || fail "a day's page changed"
says 2026-11-21 '<td class="num">9</td>'
tests/site/check-links "$work/site"
tests/site/check-html "$work/site"

# What was wrong of two days.
write 2026-11-16 50
write 2026-11-18 70
render site 2026-11-23T06:00:00Z
says 2026-11-16 '<td class="num">50</td>'
says 2026-11-18 '<td class="num">70</td>'

# Made anew by another clock, only the list of years says when.
render anew 2027-01-01T00:00:00Z
for page in "$work"/site/day/2026/*/index.html; do
	cmp "$page" "${page/site\/day/anew\/day}" || fail "made anew, a page is another"
done

# Bug: the first site of an archive of years led to no file of a past one.
rm -rf "$work"/{archive,site,.site.spare,history-site}
write 2024-12-31 5
write 2026-01-01 6
render site 2026-01-02T06:00:00Z
says 2024-12-31 '<tr id="FR"><td class="num quiet">1</td>'
lists 2024 'href="../../day/2024/2024-12-31/index.html">31<'
grep -qF 'href="../day/2024/index.html"' "$work/site/day/index.html" || fail "2024 is not listed"
grep -qF 'href="../../data/v1/years/2024/country/DE.csv"' "$work/site/country/DE/index.html" ||
	fail "a country's page does not lead to its file of 2024"
tests/site/check-links "$work/site"
