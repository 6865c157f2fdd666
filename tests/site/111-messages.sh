#!/bin/bash
# Sentences, numbers and dates are those of messages.txt, on pages and in feeds;
# a file that is wrong stops the run, says where, and leaves the site alone.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
	echo "$*"
	exit 1
}

mkdir -p "$work/archive/results/2026/11/21"
awk 'BEGIN {
	print "timestamp,ip,port,asn,geo"
	for (i = 0; i < 1234; i++)
		printf "2026-11-21 01:00:00,198.18.%d.%d,123,64500,DE\n", i / 256, i % 256
}' >"$work/archive/results/2026/11/21/2026-11-21-scan_ntp.csv"
printf 'site {\n\tbase_url = "https://census.example/"\n}\n' >"$work/ntpcensus.conf"
cp -r site-templates "$work/templates"
render() {
	"${BUILD:-build}/ntpcensus-render" --quiet --archive "$work/archive" \
	    --config "$work/ntpcensus.conf" --site "$work/site" \
	    --templates "$work/templates" --now 2026-11-25T06:00:00Z
}

sed -i 's/^digit-group = .*/digit-group = ~/
	s/^day = .*/day = {day}. {month} {year}/
	s/^month-11 = .*/month-11 = Novembre/
	s/^lede = .*/lede = Le {day}: {hosts}, {question}{change}{rank}/
	s/^hosts-where.other = .*/hosts-where.other = {n} serveurs {where}/
	s/^in = .*/in = en {name} <b>/
	s/^status-old.other = .*/status-old.other = {status}, il y a {n} jours/' "$work/templates/messages.txt"
render
lede='Le 21. Novembre 2026: 1 234 serveurs en Germany &lt;b&gt;, Mode 6 queries; the change since the week before is not known; rank 1 of 1 country'
for file in country/DE/index.html country/DE/feed.atom embed/country/DE/index.html; do
	grep -qF "$lede" "$work/site/$file" || fail "$file says something else"
done
grep -qF 'Complete scan of 21. Novembre 2026, il y a 4 jours' "$work/site/country/DE/index.html" ||
	fail "the status is another"
# Files of numbers are of no language.
grep -rqE ',"?1234"?(,|$)' "$work/site/data/v1/latest/country.csv" || fail "a number in a file is said"

before=$(cd "$work/site" && find . -type f -print0 | sort -z | xargs -0 sha256sum)
sed -i 's/^usual = .*/usuel = x/' "$work/templates/messages.txt"
line=$(grep -n '^usuel' "$work/templates/messages.txt" | cut -d : -f 1)
status=0
render 2>"$work/said" || status=$?
test $status = 1 || fail "it ends with $status"
grep -qF "templates/messages.txt:$line: usuel is no message" "$work/said" || fail "it says: $(cat "$work/said")"
test "$before" = "$(cd "$work/site" && find . -type f -print0 | sort -z | xargs -0 sha256sum)" ||
	fail "the site was changed"
