#!/bin/bash
# The same archive gives the same site, byte for byte: in another place, time
# zone and locale, under another umask, its files listed in another order, with
# another number of threads, and whether its days came all at once or one by one.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
render=$(realpath "${BUILD:-build}/ntpcensus-render")
case=tests/golden/render-threshold

contents() {
	(cd "$1" && find . -type f ! -name .ntpcensus-site -print0 | LC_ALL=C sort -z |
		xargs -0 sha256sum)
}

# place NAME: what is rendered, in a folder of that name
place() {
	mkdir -p "$work/$1"
	cp -r site-templates "$work/$1/templates"
	cp "$case"/*.* "$work/$1/"
	cp -r "$case/archive" "$work/$1/archive"
}

place a
(cd "$work/a" && umask 022 && TZ=Asia/Kathmandu LC_ALL=C "$render" --quiet --jobs 1 \
    --archive archive --config ntpcensus.conf --site site --templates templates \
    --now 2026-11-22T06:00:00Z)

# Files that are made in another order are listed in another one, by most file
# systems.
name="another place, with a name of its own"
place "$name"
mkdir "$work/$name/again"
find "$work/$name/archive" -type f -printf '%P\n' | sort -r | while read -r file; do
	mkdir -p "$work/$name/again/${file%/*}"
	cp "$work/$name/archive/$file" "$work/$name/again/$file"
done
locale=$(locale -a 2>/dev/null | grep -iv '^\(C\|POSIX\)' | head -n 1) || true
(umask 077 && export TZ=America/St_Johns LC_ALL="${locale:-C}" LANG=tr_TR.UTF-8 && "$render" \
    --quiet --jobs 3 --archive "$work/$name/again" --config "$work/$name/ntpcensus.conf" \
    --site "$work/$name/site" --templates "$work/$name/templates" --now 2026-11-22T06:00:00Z)
diff <(contents "$work/a/site") <(contents "$work/$name/site")

# One day after the other.
place late
mkdir "$work/late/days"
for day in 20 21; do
	mkdir -p "$work/late/days/results/2026/11"
	cp -r "$work/late/archive/results/2026/11/$day" "$work/late/days/results/2026/11/"
	"$render" --quiet --archive "$work/late/days" --config "$work/late/ntpcensus.conf" \
	    --site "$work/late/site" --now 2026-11-22T06:00:00Z
done
diff <(contents "$work/a/site") <(contents "$work/late/site")
test "$(contents "$work/a/site" | wc -l)" -gt 100
