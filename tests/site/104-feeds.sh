#!/bin/bash
# Feeds have an entry for each of the last days that were scanned, say what the
# pages say, stay the same when the site is made again, and exist only if the
# site's address is known.
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
	local folder=$work/archive/results/2026/11/$1
	mkdir -p "$folder"
	awk -v day="$1" -v hosts="$2" 'BEGIN {
		print "timestamp,ip,port,asn,geo"
		for (i = 1; i <= hosts + 6; i++)
			printf "2026-11-%s 01:00:00,192.0.2.%d,123,64500,%s\n",
			    day, i, i <= hosts ? "DE" : "FR"
	}' >"$folder/2026-11-$1-scan_ntp.csv"
}

render() {
	"${BUILD:-build}/ntpcensus-render" --quiet --archive "$work/archive" \
	    --config "$work/ntpcensus.conf" --site "$work/$1" --now "$2" "${@:3}"
}

write 17 8
write 18 3
write 20 9
printf 'operator {\n\tname = "50%% {of} \\\\ A & B"\n}\nsite {\n\tbase_url = "https://census.example/ntp/"\n}\n' >"$work/ntpcensus.conf"
render site 2026-11-21T06:00:00Z
feed=$work/site/country/DE/feed.atom
tidy -xml -e -q "$feed" || fail "no XML"

# Every feed is one by the schema, which an entry without a time is not.
find "$work/site" -name '*.atom' -exec xmllint --noout --relaxng tests/site/atom.rng {} + \
    2>"$work/said" || fail "no feed: $(cat "$work/said")"
test "$(grep -c ' validates$' "$work/said")" -ge 4 || fail "few feeds were looked at"
if sed '$!N; s/<updated>.*<.updated>\n//; P; D' "$feed" |
	xmllint --noout --relaxng tests/site/atom.rng - 2>/dev/null; then
	fail "a feed without times passes"
fi

# The 18th has too few hosts to be told, the 19th was not scanned.
grep -o '<title>.*</title>' "$feed" | tail -n +2 >"$work/titles"
diff - "$work/titles" <<END
<title>20 November 2026: 9 hosts</title>
<title>18 November 2026: withheld</title>
<title>17 November 2026: 8 hosts</title>
END
for id in country/DE/ country/DE/#2026-11-{20,18,17}; do
	test "$(grep -c "<id>https://census.example/ntp/$id</id>" "$feed")" = 1 || fail "no id $id"
done
grep -q '<link rel="self" href="https://census.example/ntp/country/DE/feed.atom"/>' "$feed" ||
	fail "no link to itself"
lede=$(sed -n 's,^<p class="lede">\(.*\)</p>$,\1,p' "$work/site/country/DE/index.html")
grep -qF "<summary>${lede:?the page has no sentence}</summary>" "$feed" ||
	fail "the page says: $lede"
# What to write elsewhere has whole addresses, and BibTeX no sign of its own.
page=$work/site/country/DE/index.html
for text in '&lt;iframe src=&quot;https://census.example/ntp/embed/country/DE/&quot;' \
    '&lt;img src=&quot;https://census.example/ntp/country/DE/trend.png&quot;' \
    '  url    = {https://census.example/ntp/country/DE/},' \
    '  author = &quot;{50\%  of    A \&amp; B}&quot;,'; do
	grep -qF -- "$text" "$page" || fail "the page lacks: $text"
done
if grep -r 192.0.2 "$work/site" --include='*.atom'; then
	fail "an address in a feed"
fi
for page in index country/DE/index asn/AS64500/index; do
	href=$(sed -n 's,.*type="application/atom+xml" title="[^"]*" href="\([^"]*\)".*,\1,p' "$work/site/$page.html")
	test -e "$work/site/$(dirname $page)/$href" || fail "$page leads to no feed: $href"
done

cp "$feed" "$work/before"
render site 2026-11-22T09:00:00Z --force
cmp "$feed" "$work/before" || fail "made again, the feed is another"

: >"$work/ntpcensus.conf"
render nowhere 2026-11-21T06:00:00Z
if find "$work/nowhere" -name '*.atom' | grep . || grep -rl 'atom' "$work/nowhere" --include='index.html' |
	grep -v cookbook; then
	fail "a feed without an address"
fi
