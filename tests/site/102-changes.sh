#!/bin/bash
# A run writes what changed and nothing else, does nothing if nothing is new,
# makes the same site with any number of threads, and leaves a whole site if it
# is killed or meets another.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
case=tests/golden/render-threshold
cp -r "$case" "$work/case"
site=$work/site
spare=$work/.site.spare

fail() {
	echo "$*"
	exit 1
}

# become SITE [OPTION]...: this shell becomes a run; render: a run of its own
become() {
	exec "${BUILD:-build}/ntpcensus-render" --archive "$work/case/archive" \
	    --config "$work/case/ntpcensus.conf" --site "$1" \
	    --now 2026-11-22T06:00:00Z "${@:2}"
}
render() {
	(become "$@")
}

# What stands in a tree: the inode, time of change and path of each file, or
# its content; the marker has both in it.
stand() {
	(cd "$1" && find . -type f ! -name .ntpcensus-site -printf '%i %C@ %p\n' | sort)
}
contents() {
	(cd "$1" && find . -type f ! -name .ntpcensus-site -print0 | sort -z | xargs -0 sha256sum)
}

# Any number of threads.
for jobs in 1 2 5; do
	render "$work/by-$jobs" --quiet --jobs $jobs
	contents "$work/by-$jobs" >"$work/contents-$jobs"
done
cmp "$work/contents-1" "$work/contents-2"
cmp "$work/contents-1" "$work/contents-5"

# Nothing new: the site is not touched, also at another time.
render "$site" --quiet
stand "$site" >"$work/before"
find "$site/.ntpcensus-site" -printf '%i %C@\n' >>"$work/before"
render "$site" --now 2027-01-01T00:00:00Z 2>"$work/said"
grep -qx 'Nothing new' "$work/said" || fail "it does not say that nothing is new"
render "$site" --quiet 2>"$work/said"
test ! -s "$work/said" || fail "it is not quiet"
stand "$site" >"$work/after"
find "$site/.ntpcensus-site" -printf '%i %C@\n' >>"$work/after"
cmp "$work/before" "$work/after"
test ! -e "$spare" || fail "a spare site of nothing"

# Rendered again all the same: not one file is written.
render "$site" --quiet --force
stand "$spare" >"$work/before"
render "$site" --quiet --force
stand "$site" >"$work/after"
cmp "$work/before" "$work/after"
cmp "$work/contents-1" <(contents "$site")

# A host more in one network on one day: what does not depend on it stays.
day=$work/case/archive/results/2026/11/20/2026-11-20-scan_ntp.shard-1-of-2.csv
row=$(grep -m 1 ',64500,' "$day")
host=$(cut -d , -f 3 <<<"$row")
echo "${row/$host/192.0.2.250}" >>"$day"
stand "$spare" >"$work/before"
render "$site" --quiet
stand "$site" | comm -13 "$work/before" - | cut -d ' ' -f 3 >"$work/written"
for file in asn/AS64500/index.html data/v1/years/2026/asn/AS64500.csv data/v1/years/2026/world.csv \
	data/v1/daily/2026/2026-11-20/asn.csv.gz; do
	grep -qx "./$file" "$work/written" || fail "$file is as before"
done
for file in style.css data/v1/asns.csv data/v1/daily/2026/2026-11-21/asn.csv.gz \
	country/FR/trend.png data/v1/years/2026/country/FR.csv; do
	test -e "$site/$file" || fail "there is no $file"
	! grep -qx "./$file" "$work/written" || fail "$file was written"
done
render "$work/anew" --quiet
cmp <(contents "$work/anew") <(contents "$site")

# The same host in another network of the country, whose count stays.
sed -i '$s/,64500,/,64501,/' "$day"
rm -rf "$work/anew"
render "$work/anew" --quiet
for run in 1 2; do
	render "$site" --quiet --force
	cmp <(contents "$work/anew") <(contents "$site")
done

# A template: its pages, and no files of numbers and no pictures.
cp -r site-templates "$work/templates"
sed -i 's/Trend/Course/' "$work/templates/country.html"
render "$site" --quiet --templates "$work/templates"
stand "$site" >"$work/before"
sed -i 's/Course/Way/' "$work/templates/country.html"
render "$site" --quiet --templates "$work/templates"
render "$site" --quiet --templates "$work/templates" --force
stand "$site" | comm -13 "$work/before" - | cut -d ' ' -f 3 >"$work/written"
grep -q '^./country/.*html$' "$work/written" || fail "the template makes no difference"
! grep -vE '^./country/.*html$' "$work/written" || fail "more was written"
cp site-templates/country.html "$work/templates/"

# What goes from the archive stays in the history; made again without it, it goes
# from the site, and so do its folders.
rm "$work"/case/archive/results/2026/11/21/*
render "$site" --quiet --force
test -e "$site/data/v1/daily/2026/2026-11-21/asn.csv.gz" || fail "a day goes"
for run in 1 2; do
	render "$site" --quiet --rebuild-history || test $? -eq 3
	test ! -e "$site/data/v1/daily/2026/2026-11-21" || fail "a day stays ($run)"
	test -e "$site/data/v1/daily/2026/2026-11-20/asn.csv.gz" || fail "a day goes ($run)"
done
rm -rf "$work/anew" "$work/.anew.spare"
render "$work/anew" --quiet
cmp <(contents "$work/anew") <(contents "$site")

# Killed at any moment, the site is the one before or the next.
contents "$site" >"$work/plain"
for i in 1 2 3 4 5 6 7 8 9 10; do
	echo "p { margin: ${i}px }" >"$work/templates/style.css"
	before=$(sha256sum <"$site/style.css")
	become "$site" --quiet --force --templates "$work/templates" &
	sleep "0.$((RANDOM % 4))$((RANDOM % 10))"
	kill -9 $! 2>/dev/null || true
	wait $! 2>/dev/null || true
	after=$(sha256sum <"$site/style.css")
	test "$after" = "$before" || test "$after" = "$(sha256sum <"$work/templates/style.css")" ||
		fail "half a style"
	cmp <(grep -v style.css "$work/plain") <(contents "$site" | grep -v style.css)
done
render "$site" --quiet
cmp "$work/plain" <(contents "$site")

# Two at once: one after the other, and both come to their end.
render "$site" --quiet --force &
render "$site" --quiet --force
wait $!
cmp "$work/plain" <(contents "$site")
test ! -e "$work/.site.lock" || fail "the lock stays"

# Years that the archive no longer reaches back to stay, under the same
# threshold only.
mkdir -p "$site/data/v1/asn/AS64500"
past=$work/past
mkdir -p "$past/results/2025/12/31" "$past/results/2026/01/01"
sed 's/2026-11-2[01]/2025-12-31/' "$day" >"$past/results/2025/12/31/2025-12-31-scan_ntp.csv"
sed 's/2026-11-2[01]/2026-01-01/' "$day" >"$past/results/2026/01/01/2026-01-01-scan_ntp.csv"
years() {
	"${BUILD:-build}/ntpcensus-render" --quiet --archive "$past" --min-count "$1" \
	    --config "$work/case/ntpcensus.conf" --site "$work/years" --now 2026-01-02
}
years 5
rm -r "$past/results/2025"
for run in 1 2 3; do
	echo "# $run" >>"$past/results/2026/01/01/note"
	years 5
	test -s "$work/years/data/v1/years/2025/asn/AS64500.csv" || fail "2025 is gone ($run)"
	test -s "$work/years/data/v1/daily/2025/2025-12-31/asn.csv.gz" || fail "its days are gone"
	grep -q '2025/asn/AS64500.csv' "$work/years/asn/AS64500/index.html" || fail "no link to 2025"
	jq -e '.asns[] | select(.key == "64500").years == [[2025, 2026]]' "$work/years/api/v1/index.json" >"$work/said" || fail "not in the index"
	(cd "$work/years/data/v1" && sha256sum --quiet -c SHA256SUMS) || fail "wrong sums"
	grep -q 2025-12-31 "$work/years/data/v1/SHA256SUMS" || fail "a day that stays has no sum"
done
tests/site/check-links "$work/years"
years 6
test ! -e "$work/years/data/v1/years/2025/asn/AS64500.csv" || fail "2025 stays under another threshold"
