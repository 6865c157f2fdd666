#!/bin/bash
# The demo comes to its end with what it promises: 200 countries and 1,000
# networks with a page, a month of trend, sound links, and no host of the archive
# in any public file. It runs the plain build, since it is the demo.
set -eu
cd "$(dirname "$0")/../.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
as_root=$(test "$(id -u)" -eq 0 || echo --map-root-user)
# shellcheck disable=SC2086 # one word or none
if ! why=$(unshare $as_root --net true 2>&1); then
	echo "no namespaces: $why"
	exit 77
fi

# fail WORD...
fail() {
	echo "$*"
	exit 1
}

BUILD=build DEMO=$scratch/demo SITE=$scratch/site tests/demo.sh >"$scratch/said" 2>&1 ||
	fail "$(tail -n 20 "$scratch/said")"
cd "$scratch/site"
for page in index.html ntpversion/index.html ntpmonitor/index.html \
	country/DE/index.html asn/AS3320/index.html methodology/index.html \
	data/v1/daily/2026/2026-11-21/country.csv data/v1/years/2026/country/DE.csv \
	data/v1/denominators.csv world.png; do
	test -s "$page" || fail "there is no $page"
done
n_countries=$(find country -mindepth 2 -name index.html | wc -l)
test "$n_countries" -ge 200 || fail "pages of $n_countries countries only"
n_networks=$(find asn -mindepth 2 -name index.html | wc -l)
test "$n_networks" -ge 1000 || fail "pages of $n_networks networks only"
grep -q 'Per million<br>addresses</th>' country/DE/index.html ||
	fail "no rates"
n_days=$(grep -c '^2026-..-..,scan_ntp,[0-9][0-9]*,0,complete$' data/v1/years/2026/country/DE.csv)
test "$n_days" = 30 || fail "Germany has $n_days days"
find . -name '*.html' -print0 | xargs -0 grep -L 'Simulated data' >"$scratch/silent"
test ! -s "$scratch/silent" || fail "not marked as simulated: $(head -n 3 "$scratch/silent")"

# Disclosure: no count under 5, and no address of a host, anywhere.
awk -F, 'FNR > 1 && $3 != "" && $3 < 5 { print FILENAME ": " $0; exit }' \
    data/v1/years/*/country/*.csv data/v1/years/*/asn/*.csv >"$scratch/small"
test ! -s "$scratch/small" || fail "under the threshold: $(cat "$scratch/small")"
cut -d, -f3 "$scratch"/demo/results/2026/11/*/*-scan*.csv | grep -v '"' |
	sort -u >"$scratch/addresses"
test "$(wc -l <"$scratch/addresses")" -gt 40000 || fail "too few hosts to mean anything"
{
	find . -type f ! -name '*.png' ! -name '*.gz' -print0 | xargs -0 cat
	find . -name '*.gz' -print0 | xargs -0 zcat
} | grep -aoE '([0-9]{1,3}\.){3}[0-9]{1,3}|[0-9a-f]{1,4}(:[0-9a-f]{0,4}){2,7}' |
	sort -u | comm -12 - "$scratch/addresses" >"$scratch/found"
test ! -s "$scratch/found" || fail "hosts in public files: $(head -n 3 "$scratch/found")"

cd - >/dev/null
tests/site/check-links "$scratch/site" >"$scratch/said" 2>&1 || fail "$(tail "$scratch/said")"
