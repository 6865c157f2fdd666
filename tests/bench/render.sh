#!/bin/bash
# The renderer's times, and Hugo's for as many bytes a page in the same run:
# "name value unit", one on each line.
#
#   tests/bench/render.sh [NETWORKS]
#
# The input is a made-up history of 250 countries, 30,000 networks and a year of
# days, in the store that the renderer keeps. Hugo makes 5,000 such pages in two
# ways. From the numbers, as we do: each page's counts are its front matter, and
# its layout makes the tables and draws the charts, with fewer words in them.
# And from finished HTML, which is kinder to it than any real use: the main part
# of our page is its content, and it only puts the frame around it.
#
# Files of numbers (CSV and JSON of each network) are part of our time, PNGs and
# the tables of days are apart. Both write into memory where there is room: how
# a file system looks for free inodes, after so many deletions, is not what is
# asked here.
set -eu
cd "$(dirname "$0")/../.."
BUILD=$(realpath "${BUILD:-build}")
networks=${1:-30000}
hugo_pages=5000
days=362
peers=$BUILD/peers-render
work=$BUILD/bench-render
LD_LIBRARY_PATH=$(find "$peers/libraries" -name '*.so*' -printf '%h\n' 2>/dev/null |
	sort -u | paste -sd :)
export LD_LIBRARY_PATH

free_mb=$(df --output=avail -BM "$BUILD" | tail -n 1 | tr -dc 0-9)
test "$free_mb" -gt 15000 || { echo "15 GB of disk are needed" >&2; exit 1; }
rm -rf "$work"
mkdir -p "$work/said"
# Sites are written into memory if it has room for two of them.
tree=$work/trees
free_mb=$(df --output=avail -BM /dev/shm 2>/dev/null | tail -n 1 | tr -dc 0-9)
test "${free_mb:-0}" -lt 12000 || tree=$(mktemp -d /dev/shm/bench-render.XXXXXX)
mkdir -p "$tree"
trap 'rm -rf "$work" "$tree"' EXIT

# An archive of ten years of days, for what it takes to see that none is new.
make_archive() {
	local day folder
	for ((i = 0; i < 3650; i++)); do
		printf '%s\n' "$i"
	done | awk '{ print strftime("%Y/%m/%d/%Y-%m-%d", 1480000000 + 86400 * $1, 1) }' |
		while read -r day; do
			folder=$work/years/results/${day%/*}
			mkdir -p "$folder"
			for kind in scan_ntp scan_ntpmonitor; do
				echo timestamp,ip >"$folder/${day##*/}-$kind.csv"
			done
		done
}

# What one day looks like: 250 countries, and networks of one or more of them.
make_cells() {
	awk -v networks="$networks" 'BEGIN {
		for (i = 0; i < networks; i++) {
			hosts = 12 + 300000 / (i + 1) ^ 0.95
			country = i % 7 ? int(250 * ((i * 7919) % networks / networks) ^ 2.5) : i % 250
			copies = i < 500 ? 12 : i < 5000 ? 3 : 1
			for (j = 0; j < copies; j++) {
				c = (country + 17 * j) % 250
				printf "%c%c,%d,%d\n", 65 + int(c / 26), 65 + c % 26,
				    1000 + 13 * i, hosts * (j ? 0.05 : 1) + 5
			}
		}
	}' | LC_ALL=C sort -t , -k 1,1 -k 2,2n | { echo country,asn,hosts && cat; } >"$work/cells.csv"
}

# make_history DAYS: the history of so many days, with a mark in the archive, so
# that something is new.
make_history() {
	rm -rf "$work/archive"
	mkdir -p "$work/archive/results"
	: >"$work/archive/results/$1-days"
	test -e "$work/history.$1/history.sqlite" || {
		mkdir -p "$work/history.$1"
		"$BUILD/tests/bench/made_store" "$work/cells.csv" \
		    "$work/history.$1/history.sqlite" 2026-01-01 "$1"
	}
}

# run_ours NAME ARCHIVE HISTORY SITE: one run; what it says goes into said/NAME.N
run_ours() {
	local n
	n=$(find "$work/said" -name "$1.*" | wc -l)
	"$BUILD/ntpcensus-render" --quiet --profile --archive "$work/$2" \
	    --history "$work/$3" --config tests/bench/render.conf \
	    --site "$tree/$4" 2>"$work/said/$1.$n"
}

# ours NAME SITE DAYS
ours() {
	make_history "$3"
	run_ours "$1" archive "history.$3" "$2"
}

# The median of the numbers on standard input.
median() {
	sort -g | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'
}

# phase NAME COLUMN PHASE...: the median over the runs of that name of the sum
# of some phases; columns: 1 wall, 2 processors, 3 memory
phase() {
	local run
	for run in "$work/said/$1".*; do
		awk -v column="$2" -v wanted="|$(IFS='|' && echo "${*:3}")|" '{
			value = $(NF - 3 + column)
			sub(/^ +/, "")
			sub(/ +[0-9.]+ +[0-9.]+ +[0-9]+$/, "")
			if (index(wanted, "|" $0 "|")) sum += value
		}
		END { print sum }' "$run"
	done | median
}

# hugo_site NAME: a site of Hugo's that lacks its content.
hugo_site() {
	mkdir -p "$work/$1/content/asn" "$work/$1/data"
	cp -r tests/bench/hugo/. "$work/$1/"
}

# Our pages become Hugo's content, and our files of numbers its front matter.
make_hugo_sites() {
	hugo_site ready
	find "$tree/a/asn" -mindepth 2 -name index.html | sort | head -n $hugo_pages \
	    >"$work/pages"
	xargs awk -v out="$work/ready/content/asn" -f tests/bench/hugo.awk <"$work/pages"
	xargs cat <"$work/pages" | wc -c >"$work/our_bytes"
	hugo_site numbers
	sed -E "s,/asn/([^/]*)/index.html,/api/v1/asn/\1.json," "$work/pages" |
		xargs jq -c -f tests/bench/hugo.jq |
		awk -v out="$work/numbers/content/asn" '{
			match($0, /"key":"AS[0-9]+/)
			file = out "/" substr($0, RSTART + 7, RLENGTH - 7) ".html"
			print >file
			close(file)
		}'
	sed -E "s,/asn/([^/]*)/index.html,/api/v1/asn/\1.json," "$work/pages" | head -n 1 |
		xargs jq -c '(.first + "T00:00:00Z" | fromdate) as $first | {dates: [
			range(.scans | first(.[]).hosts | length) | $first + 86400 * . | todate[:10]]}' >"$work/numbers/data/days.json"
}

# run_hugo NAME
run_hugo() {
	local started
	rm -rf "$tree/hugo-$1"
	started=$(date +%s.%N)
	(cd "$work/$1" && command time -f %M -o "$work/said/$1_kb" \
	    timeout 600 "$peers/hugo/usr/bin/hugo" --quiet --destination "$tree/hugo-$1")
	date +%s.%N | awk -v started="$started" '{ print $1 - started }' >>"$work/said/$1_s"
}

# count_hugo NAME: its pages and their bytes.
count_hugo() {
	find "$tree/hugo-$1/asn" -mindepth 2 -name index.html -print0 |
		xargs -0 cat | awk '/^<!DOCTYPE/ { n++ } { bytes += length($0) + 1 } END { print n, bytes }'
}

make_archive
make_cells
for run in 1 2 3 4 5; do
	rm -rf "$tree/a" "$tree/.a.spare"
	ours full a $((days + run))
	test $run -gt 1 || make_hugo_sites
	run_hugo ready
	run_hugo numbers
done
for run in 6 7 8 9 10; do
	ours day a $((days + run))
done
run_ours first years years.history c
for run in 1 2 3 4 5; do
	run_ours idle years years.history c
done

read -r ready_n ready_bytes < <(count_hugo ready)
read -r numbers_n numbers_bytes < <(count_hugo numbers)
n_pages=$(find "$tree/a" -name index.html | wc -l)
n_pictures=$(find "$tree/a" -name '*.png' | wc -l)

awk -v pages_s="$(phase full 1 pages 'data files of things' 'new days' history 'open the site')" \
    -v n_pages="$n_pages" -v our_bytes="$(cat "$work/our_bytes")" -v hugo_pages=$hugo_pages \
    -v ready_s="$(median <"$work/said/ready_s")" -v ready_n="$ready_n" \
    -v ready_bytes="$ready_bytes" -v numbers_s="$(median <"$work/said/numbers_s")" \
    -v numbers_n="$numbers_n" -v numbers_bytes="$numbers_bytes" \
    -v alone_s="$(phase full 1 pages)" -v things_s="$(phase full 1 'data files of things')" \
    -v days_s="$(phase full 1 'data files of days')" -v sync_s="$(phase full 1 'sync and swap')" \
    -v png_s="$(phase full 1 'charts as PNG')" -v n_pictures="$n_pictures" \
    -v day_s="$(phase day 1 all)" -v day_cpu="$(phase day 2 all)" \
    -v idle_s="$(phase idle 1 all)" -v peak_mb="$(phase full 3 all)" \
    -v hugo_kb="$(cat "$work/said/numbers_kb")" -v cores="$(nproc)" -v where="$tree" \
    -v hugo="$("$peers/hugo/usr/bin/hugo" version | grep -o 'v[0-9.]*' | head -n 1)" 'BEGIN {
	page_s = pages_s / n_pages
	print "cores", cores, "cores"
	print "hugo_version", hugo, "version"
	print "written_to", where ~ /^\/dev\/shm/ ? "memory" : "disk", "medium"
	print "pages", n_pages, "pages"
	print "hugo_pages", numbers_n, "pages"
	print "hugo_ready_pages", ready_n, "pages"
	printf "page_bytes %.0f bytes\n", our_bytes / hugo_pages
	printf "hugo_page_bytes %.0f bytes\n", numbers_bytes / numbers_n
	printf "hugo_ready_page_bytes %.0f bytes\n", ready_bytes / ready_n
	printf "page_us %.1f us\n", 1e6 * page_s
	printf "page_html_us %.1f us\n", 1e6 * alone_s / n_pages
	printf "page_files_us %.1f us\n", 1e6 * things_s / n_pages
	printf "hugo_page_us %.1f us\n", 1e6 * numbers_s / numbers_n
	printf "hugo_ready_page_us %.1f us\n", 1e6 * ready_s / ready_n
	printf "render_vs_hugo %.4f ratio\n", page_s / (numbers_s / numbers_n)
	printf "render_vs_hugo_ready %.4f ratio\n", page_s / (ready_s / ready_n)
	printf "png_ms %.2f ms\n", 1e3 * png_s * cores / n_pictures
	printf "first_days_s %.2f s\n", days_s
	printf "first_sync_s %.2f s\n", sync_s
	printf "render_day_s %.2f s\n", day_s
	printf "render_day_cpu_s %.2f s\n", day_cpu
	printf "render_idle_s %.3f s\n", idle_s
	printf "peak_mb %.0f MB\n", peak_mb
	printf "hugo_peak_mb %.0f MB\n", hugo_kb / 1024
}'
