#!/bin/bash
# Years that have passed are closed: no run looks into them, both trees share
# their files, pages go on linking them; a day that changes opens its year, and
# what the archive no longer reaches back to stays.
set -eu
cd "$(dirname "$0")/../.."
# Some 50,000 small files in all: in memory, where there is some.
work=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d)
trap 'rm -rf "$work"' EXIT
case=tests/golden/render-threshold
report=$case/archive/results/2026/11/20/2026-11-20-scan_ntp.shard-1-of-2.csv
archive=$work/archive
site=$work/site
old=data/v1/years/2023/asn/AS64500.csv

fail() {
	echo "$*"
	exit 1
}

# put_day DATE [ENDING]: a report of that day.
put_day() {
	mkdir -p "$archive/results/${1//-//}"
	sed "s/2026-11-2[01]/$1/" "$report" >"$archive/results/${1//-//}/$1-scan_ntp${2:-}.csv"
}

# render [OPTION]...: something is new, and it is rendered.
render() {
	touch "$archive/results/new-$SECONDS-$RANDOM"
	"${BUILD:-build}/ntpcensus-render" --quiet --archive "$archive" \
	    --config "$case/ntpcensus.conf" --site "$site" --now 2025-01-03 \
	    --min-count 5 "$@" 2>"$work/said" || fail "$(cat "$work/said")"
	! grep -vE ': row skipped: |for another threshold$' "$work/said" || fail "it is not quiet"
}

# linked: the pages and the index know the old year.
linked() {
	grep -q "years/2023/asn/AS64500.csv" "$site/asn/AS64500/index.html" || fail "no link to 2023 $1"
	jq -e '.asns[] | select(.key == "64500").years[0][0] == 2023' "$site/api/v1/index.json" >"$work/index" || fail "2023 is not in the index $1"
	test -s "$site/$old" || fail "2023 is gone $1"
	tests/site/check-links "$site" >"$work/links" || fail "$(cat "$work/links")"
}

inode() {
	stat -c %i "$1"
}

for day in 2023-12-31 2024-06-01 2025-01-01; do
	put_day "$day"
done
render
linked "at first"
test -s "$site/data/v1/daily/2023/2023-12-31/country.csv" || fail "no days of 2023"
for folder in years daily; do
	grep -qaE "^closed [0-9a-f]{32} data/v1/$folder/2023\$" "$site/.ntpcensus-site" ||
		fail "$folder/2023 is not closed"
	! grep -aq " data/v1/$folder/2023/" "$site/.ntpcensus-site" || fail "its files are listed"
	grep -aq " data/v1/$folder/2024/" "$site/.ntpcensus-site" || fail "those of 2024 are not"
done

# Once both trees have it, it is one and the same file, in each run to come.
first=$(inode "$site/$old")
for run in 1 2 3; do
	put_day "2025-01-02" ".r$((run + 1))"
	render
	linked "in run $run"
	test "$(inode "$site/$old")" = "$first" || fail "2023 was written again in run $run"
	test "$(inode "$work/.site.spare/$old")" = "$first" || fail "2023 is there twice in run $run"
done

# A file that somebody takes away from the spare tree's closed folder is not
# missed, the folder is.
rm -r "$work/.site.spare/data/v1/years/2023"
render
linked "although it was gone"

# A day that changes opens its year; the tree that was shown stays as it was.
sha256sum <"$site/$old" >"$work/before"
mv "$archive/results/2023/12/31/2023-12-31-scan_ntp.csv" "$work/was"
{
	cat "$work/was"
	grep -m 1 ',64500,' "$work/was" | sed 's/,192\.[0-9.]*,/,192.0.2.250,/; s/,198\.[0-9.]*,/,198.51.100.250,/'
} >"$archive/results/2023/12/31/2023-12-31-scan_ntp.csv"
render
linked "after a change"
! sha256sum --status -c <(sed "s|-|$site/$old|" "$work/before") || fail "the change is not there"
sha256sum --status -c <(sed "s|-|$work/.site.spare/$old|" "$work/before") || fail "the site that was shown has changed"
sha256sum <"$site/$old" >"$work/changed"
render
sha256sum --status -c <(sed "s|-|$site/$old|" "$work/changed") || fail "the change is lost"

# The archive no longer reaches back, and the history is made again of it.
rm -r "$archive/results/2023"
render --rebuild-history
linked "of what is left"

# Under another threshold nothing of it may stay.
render --min-count 6
test ! -e "$site/data/v1/years/2023" || fail "2023 stays under another threshold"
tests/site/check-links "$site"

# Made in one go or day by day, the same site.
rm -rf "$archive"
for day in 2023-12-31 2025-01-01; do
	put_day "$day"
done
render
put_day 2025-01-02
render
render
"${BUILD:-build}/ntpcensus-render" --quiet --archive "$archive" --history "$work/anew" \
    --config "$case/ntpcensus.conf" --site "$work/one" --now 2025-01-03 --min-count 5
diff -r -x .ntpcensus-site "$site" "$work/one"
