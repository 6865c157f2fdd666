#!/bin/bash
# The map's outlines may be exchanged or left out; a file of them that is wrong
# is named with its line, and the site before it stays.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
case=tests/golden/render-threshold
cp -r site-templates "$work/templates"

fail() {
	echo "$*"
	exit 1
}

render() {
	"${BUILD:-build}/ntpcensus-render" --quiet --archive $case/archive \
	    --history "$work/history" --config $case/ntpcensus.conf --min-count 2 \
	    --templates "$work/templates" --site "$work/site" \
	    --now 2026-11-22T06:00:00Z 2>"$work/said"
}

printf 'country,ring,longitude,latitude\nDE,1,0,0\nDE,1,40,0\nDE,1,40,40\n' \
    >"$work/templates/map.csv"
render
# Its three corners by Equal Earth's formula, on a picture 960 pixels wide.
wanted=$(awk 'function asin(x) { return atan2(x, sqrt(1 - x * x)) }
	function place(longitude, latitude) {
		t = asin(sqrt(3) / 2 * sin(latitude * pi / 180))
		t2 = t * t; t6 = t2 * t2 * t2
		slope = 9 * 0.003796 * t6 * t2 + 7 * 0.000893 * t6 + 3 * -0.081106 * t2 + 1.340264
		x = 2 * sqrt(3) * longitude * pi / 180 * cos(t) / (3 * slope)
		y = t * (0.003796 * t6 * t2 + 0.000893 * t6 + -0.081106 * t2 + 1.340264)
	}
	BEGIN {
		pi = atan2(0, -1)
		place(180, 0); scale = 480 / x
		place(0, 90); middle = scale * y; row = int(middle + .5)
		place(40, 0); right = int(480 + scale * x + .5)
		place(40, 40); corner = int(480 + scale * x + .5); top = int(middle - scale * y + .5)
		printf "M480 %dl%d 0%d%dz", row, right - 480, corner - right, top - row
	}')
grep -qF "<path d=\"$wanted\" class=\"rate-" "$work/site/index.html" ||
	fail "not $wanted: $(grep -o 'href="country/DE/index.html"><path d="[^"]*"' "$work/site/index.html")"

printf 'DE,2,181,0\n' >>"$work/templates/map.csv"
if render; then
	fail "a place outside the world was taken"
fi
grep -q 'templates/map.csv:5: that is no place in degrees' "$work/said" || fail "said $(cat "$work/said")"
grep -q 'class="world-map"' "$work/site/index.html" || fail "the site before is gone"

rm "$work/templates/map.csv"
render
if grep -rq 'class="world-map"' "$work/site"; then
	fail "a map without outlines"
fi
