#!/bin/bash
# The map of the address space shows a /16 of as many hosts as the threshold and
# no other: not a byte of it changes with those that have fewer.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# hosts N PREFIX: rows of N hosts.
hosts() {
	seq -f "2026-11-21 00:00:00,$2%g,64500,DE,4" "$1"
}

# site NAME: publishes what comes from stdin as a day of Mode 6.
site() {
	local data=$work/$1.data
	mkdir -p "$data/results/2026/11/21"
	{
		echo timestamp,ip,asn,geo,version
		cat
	} >"$data/results/2026/11/21/2026-11-21-scan_ntp.csv"
	"${BUILD:-build}/ntpcensus-render" --quiet --archive "$data" \
	    --site "$work/$1" --now 2026-11-22T06:00:00Z
}

says() {
	grep -qF -- "$2" "$work/$1/ntpversion/index.html" ||
		{ echo "$1 does not say: $2" && exit 1; }
}

fail() {
	echo "$1"
	exit 1
}

large() {
	hosts 5 203.0.113.
	hosts 12 24.1.0.
	hosts 9 24.9.1.
}

{
	large
	hosts 4 198.51.100.
} | site four
large | site none
{
	large
	hosts 5 198.51.100.
} | site five

for map in space.png space-dark.png; do
	test -s "$work/four/ntpversion/$map" || fail "no $map"
	cmp "$work/four/ntpversion/$map" "$work/none/ntpversion/$map" ||
		fail "4 hosts are in $map"
	if cmp -s "$work/none/ntpversion/$map" "$work/five/ntpversion/$map"; then
		fail "5 hosts are not in $map"
	fi
	test ! -e "$work/four/ntpmonitor/$map" || fail "a map of no scan"
done
cmp -s "$work/four/ntpversion/space.png" "$work/four/ntpversion/space-dark.png" &&
	fail "one map for light and dark"

# What is said of it: the finding, as the picture's words, too; the legend; and
# the same in a table.
finding='3 of the 65,536 /16 blocks of IPv4 have 5 hosts or more, all in 24/8 (2) and 203/8 (1).'
says four "<p>$finding</p>"
says four "alt=\"Map of the address space: $finding\""
says four '<li class="rate-2">5 to 9 hosts <span class="quiet">(2)</span></li>'
says four '<li class="rate-3">10 to 99 hosts <span class="quiet">(1)</span></li>'
says four '<tr><th scope="row">24/8</th><td class="num">1</td><td class="num">1</td>'
says five '<tr><th scope="row">198/8</th><td class="num">1</td>'
grep -F '>198/8' "$work/four/ntpversion/index.html" && fail "4 hosts are told"
tests/site/check-links "$work/four"
tests/site/check-html "$work/four"

# Of few large blocks nothing is said by themselves.
for block in 24.1 24.2 25.1 26.1 27.1; do
	hosts 100 $block.0.
done >"$work/many.csv"
hosts 5 28.1.0. >>"$work/many.csv"
for net in 0 1 2 3; do
	hosts 250 29.1.$net.
done >>"$work/many.csv"
site many <"$work/many.csv"
says many '7 of the 65,536 /16 blocks of IPv4 have 5 hosts or more; 6 have 100 or more, above all in 24/8 (2), 25/8 (1) and 26/8 (1).'

# Nothing to show, and nothing said of it.
{
	hosts 4 203.0.113.
	hosts 4 198.51.100.
} | site small
grep -F 'id="space"' "$work/small/ntpversion/index.html" && fail "a map of nothing"
test ! -e "$work/small/ntpversion/space.png" || fail "a picture of nothing"
