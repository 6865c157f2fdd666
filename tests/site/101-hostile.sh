#!/bin/bash
# Names, program names and settings full of markup show as text, on sound pages;
# an archive of a test network says so on every page.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
day=$work/archive/results/2026/11/21
evil='\"><script>alert(1)</script><b onclick=\"a()\">{{root}}</title>'
mkdir -p "$day"

cat >"$work/ntpcensus.conf" <<END
operator {
	name = "$evil"
	contact = "javascript:alert(1)$evil"
	website = "javascript:alert(1)"
}
databases {
	attribution = "<script>alert(1)</script> [A](javascript:alert(1)) {{operator}}"
}
site {
	title = "$evil"
	base_url = "https://example.org/$evil/"
}
END

# 8 hosts in Germany, whose network and program have hostile names.
{
	echo '"timestamp","ip","port","asn","geo","version","system"'
	for i in 1 2 3 4 5 6 7 8; do
		echo "2026-11-21 00:00:0$i,192.0.2.$i,123,64500,DE,\"<script>\",\"'<script>\""
	done
} >"$day/2026-11-21-scan_ntp.csv"
cat >"$day/2026-11-21-run.json" <<END
{"format": 1, "program": "$evil", "simulated": true, "date": "2026-11-21",
 "completeness": "complete", "probes": {"scan_ntp": {"asked": 8}},
 "asn_names": {"64500": "$evil"}}
END

"${BUILD:-build}/ntpcensus-render" --quiet --archive "$work/archive" \
    --config "$work/ntpcensus.conf" --site "$work/site" \
    --now 2026-11-22T06:00:00Z

tests/site/check-links "$work/site"
# What looks like a placeholder is text here.
mapfile -t pages < <(find "$work/site" -name '*.html')
sed -i 's/{{root}}/ROOT/g' "${pages[@]}"
tests/site/check-html "$work/site"

escaped='&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;b onclick=&quot;a()&quot;&gt;ROOT&lt;/title&gt;'
grep -qF "$escaped" "$work/site/asn/AS64500/index.html"
grep -qF "$escaped" "$work/site/country/DE/index.html"
grep -qF "$escaped" "$work/site/ntpversion/index.html"
if grep -lF '"javascript:' "${pages[@]}"; then
	exit 1
fi

for page in "${pages[@]}"; do
	grep -q '<title>Simulated data: ' "$page"
	grep -q '<strong>Simulated data.</strong>' "$page"
done
echo "${#pages[@]} pages say that they are simulated"

# Names, titles and addresses do not leave their elements in feeds, either.
# The world, Germany, its network and the six regions that Germany is in.
test "$(find "$work/site" -name '*.atom' | wc -l)" = 9
find "$work/site" -name '*.atom' | while read -r feed; do
	tidy -xml -e -q "$feed" || { echo "$feed is no XML" && exit 1; }
	if grep -q '<script' "$feed"; then
		echo "$feed has markup" && exit 1
	fi
done
