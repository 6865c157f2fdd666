#!/bin/bash
# The renderer's times, and Hugo's for as many bytes a page in the same run:
# "name value unit", one on each line.
#
#   tests/bench/render.sh [NETWORKS]
#
# The input is a made-up history of 250 countries, 30,000 networks and a year of
# days, in the store that the renderer keeps. Hugo gets 5,000 of our own pages: their main part is its content, ready
# HTML that it need not convert, and what is around is its layout. Files of
# numbers (CSV and JSON of each network) are part of our time, PNGs and the
# tables of days are apart, and neither of the two waits for the disk.
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
test "$free_mb" -gt 25000 || { echo "25 GB of disk are needed" >&2; exit 1; }
rm -rf "$work"
mkdir -p "$work/said"
trap 'rm -rf "$work"' EXIT

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
	    --site "$work/$4" 2>"$work/said/$1.$n"
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

# Our pages become Hugo's content.
make_hugo_site() {
	local site=$work/hugo
	mkdir -p "$site/content/asn" "$site/layouts/_default"
	cp -r tests/bench/hugo/. "$site/"
	find "$work/a/asn" -mindepth 2 -name index.html | sort | head -n $hugo_pages |
		xargs awk -v out="$site/content/asn" -f tests/bench/hugo.awk
	find "$work/a/asn" -mindepth 2 -name index.html | sort | head -n $hugo_pages |
		xargs cat | wc -c >"$work/our_bytes"
}

run_hugo() {
	local started
	started=$(date +%s.%N)
	(cd "$work/hugo" && command time -f %M -o "$work/said/hugo_kb" \
	    timeout 600 "$peers/hugo/usr/bin/hugo" --quiet --destination "$work/hugo-out.$1")
	date +%s.%N | awk -v started="$started" '{ print $1 - started }' >>"$work/said/hugo_s"
}

make_archive
make_cells
for run in 1 2 3; do
	test $run -lt 3 || rm -rf "$work/hugo-out".*
	ours full "$(test $run = 2 && echo b || echo a)" $((days + run))
	test $run -gt 1 || make_hugo_site
	run_hugo $run
done
for run in 4 5 6; do
	ours day a $((days + run))
done
run_ours first years years.history c
for run in 1 2 3 4 5; do
	run_ours idle years years.history c
done

n_pages=$(find "$work/a" -name index.html | wc -l)
n_pictures=$(find "$work/a" -name '*.png' | wc -l)
hugo_out=$work/hugo-out.3
hugo_bytes=$(find "$hugo_out/asn" -mindepth 2 -name index.html -print0 | xargs -0 cat | wc -c)
hugo_n=$(find "$hugo_out/asn" -mindepth 2 -name index.html | wc -l)
pages_s=$(phase full 1 pages 'data files of things' 'look at the spare site' 'open the site')
hugo_s=$(median <"$work/said/hugo_s")

awk -v pages_s="$pages_s" -v n_pages="$n_pages" -v hugo_s="$hugo_s" -v hugo_n="$hugo_n" \
    -v our_bytes="$(cat "$work/our_bytes")" -v hugo_bytes="$hugo_bytes" -v hugo_pages=$hugo_pages \
    -v alone_s="$(phase full 1 pages)" -v things_s="$(phase full 1 'data files of things')" \
    -v days_s="$(phase full 1 'data files of days')" -v sync_s="$(phase full 1 'sync and swap')" \
    -v png_s="$(phase full 1 'charts as PNG')" -v n_pictures="$n_pictures" \
    -v day_s="$(phase day 1 all)" \
    -v day_cpu="$(phase day 2 all)" \
    -v idle_s="$(phase idle 1 all)" -v peak_mb="$(phase full 3 all)" \
    -v hugo_kb="$(cat "$work/said/hugo_kb")" -v cores="$(nproc)" \
    -v hugo="$("$peers/hugo/usr/bin/hugo" version | grep -o 'v[0-9.]*' | head -n 1)" 'BEGIN {
	print "cores", cores, "cores"
	print "hugo_version", hugo, "version"
	print "pages", n_pages, "pages"
	print "hugo_pages", hugo_n, "pages"
	printf "page_bytes %.0f bytes\n", our_bytes / hugo_pages
	printf "hugo_page_bytes %.0f bytes\n", hugo_bytes / hugo_n
	printf "page_us %.1f us\n", 1e6 * pages_s / n_pages
	printf "page_html_us %.1f us\n", 1e6 * alone_s / n_pages
	printf "page_files_us %.1f us\n", 1e6 * things_s / n_pages
	printf "hugo_page_us %.1f us\n", 1e6 * hugo_s / hugo_n
	printf "render_vs_hugo %.4f ratio\n", pages_s / n_pages / (hugo_s / hugo_n)
	printf "png_ms %.2f ms\n", 1e3 * png_s * cores / n_pictures
	printf "first_days_s %.2f s\n", days_s
	printf "first_sync_s %.2f s\n", sync_s
	printf "render_day_s %.2f s\n", day_s
	printf "render_day_cpu_s %.2f s\n", day_cpu
	printf "render_idle_s %.3f s\n", idle_s
	printf "peak_mb %.0f MB\n", peak_mb
	printf "hugo_peak_mb %.0f MB\n", hugo_kb / 1024
}'
