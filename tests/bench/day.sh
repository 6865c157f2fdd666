#!/bin/bash
# From a day's report on disk to the swapped-in site: ntpcensus-render as a
# whole, in turn with DuckDB, which answers the one question of duckdb.c. Prints
# lines "name value unit", of medians; a ratio is our time over theirs.
#
#   tests/bench/day.sh [ROWS [RUNS [DAYS]]]
#
# The day has 30,000 networks: as many had open NTP servers in a year when
# CyberGreen counted them (27,546 in 2014). Ten years of days with the same
# networks, made up, lie before it in the history, and all of their tables and
# series on the site that stands; so do the addresses of the day before. Each
# run adds a day: the report is the same, under the next date, so that its
# addresses are those that were seen the day before.
. "$(dirname "$0")/start.sh"

rows=${1:-5000000}
runs=${2:-5}
days=${3:-3652}
networks=30000
archive=$kept/archive
last=$date

# The site is written into memory where there is room: how a file system looks
# for free inodes is not what is asked here. Ten years are 12 GB.
tree=$(realpath "$kept")/day-site
free_mb=$(df --output=avail -BM /dev/shm 2>/dev/null | tail -n 1 | tr -dc 0-9)
medium=disk
if [ "${free_mb:-0}" -gt $((2000 + 4 * days)) ]; then
	tree=$(mktemp -d /dev/shm/bench-day.XXXXXX)
	medium=memory
fi
trap 'rm -rf "$SCRATCH" "$tree"' EXIT
site=$tree/site

# put_day: the report, under the next date.
put_day() {
	last=$(date -d "$last + 1 day" +%F)
	mkdir -p "$archive/results/${last//-//}"
	ln "$day" "$archive/results/${last//-//}/$last-scan_ntp.csv"
}

# run_ours NAME [OPTION]...
run_ours() {
	measured "$1" "$BUILD/ntpcensus-render" --archive "$archive" --site "$site" \
	    --config tests/demo.conf --now "${last}T23:00:00Z" --quiet "${@:2}"
}

# What lies before: ten years in the history, then two days in turn, so that
# both trees of the site hold them.
make_years() {
	rm -rf "$archive"
	mkdir -p "$archive/history" "$tree"
	"$BUILD/tests/bench/tally" "$day" "$SCRATCH/cells.csv"
	"$BUILD/tests/bench/made_store" "$SCRATCH/cells.csv" \
	    "$archive/history/history.sqlite" "$(date -d "$date - $((days - 1)) days" +%F)" "$days"
	put_day
	run_ours first
	put_day
	run_ours second
}

print_figures() {
	table 'function line(name, value, unit) { printf "%s %.3f %s\n", name, value, unit }
	END {
		line("day_s", median["day.wall"], "s")
		line("day_vs_duckdb", median["day.wall"] / median["duckdb.wall"], "ratio")
		line("day_cpu_s", median["day.cpu"], "s")
		line("day_peak_mb", median["day.peak"], "MB")
		line("duckdb_s", median["duckdb.wall"], "s")
		line("duckdb_cpu_s", median["duckdb.cpu"], "s")
		line("first_s", median["first.wall"], "s")
	}' </dev/null
	echo "rows $rows rows"
	echo "runs $runs runs"
	echo "history $days days"
	echo "pages $(find "$site/" -name index.html | wc -l) pages"
	echo "pictures $(find "$site/" -name '*.png' | wc -l) pictures"
	echo "files $(find "$site/" -type f | wc -l) files"
	echo "written_to $medium medium"
	echo "ntpcensus_version $(renderer_version) version"
	echo "duckdb_version $("$BUILD/tests/bench/duckdb" --version) version"
}

day=$(made_day "$rows" "$networks")
make_years
load >&2
for ((i = 0; i < runs; i++)); do
	put_day
	run_ours day --profile 2>"$SCRATCH/profile"
	cat "$day" >/dev/null
	duckdb "$day" "$SCRATCH/theirs.csv"
done
load >&2
cat "$SCRATCH/profile" >&2
print_figures
rm -rf "$archive"
