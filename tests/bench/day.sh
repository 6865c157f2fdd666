#!/bin/bash
# From a day's report on disk to the swapped-in site: ntpcensus-render as a
# whole, in turn with DuckDB, which answers the one question of duckdb.c. The
# archive holds that day alone, without years before it. Prints lines "name value
# unit", of medians; a ratio is our time over theirs.
#
#   tests/bench/day.sh [ROWS [RUNS]]
. "$(dirname "$0")/start.sh"

rows=${1:-5000000}
runs=${2:-5}
archive=$kept/archive
# The site is written into memory where there is room: how a file system looks
# for free inodes, right after the site of the run before was deleted, takes ten
# times as long as all else and is not what is asked here.
tree=$SCRATCH
free_mb=$(df --output=avail -BM /dev/shm 2>/dev/null | tail -n 1 | tr -dc 0-9)
test "${free_mb:-0}" -lt 6000 || tree=$(mktemp -d /dev/shm/bench-day.XXXXXX)
trap 'rm -rf "$SCRATCH" "$tree"' EXIT
site=$tree/site

# Each run begins with an archive that has not been rendered, and writes all of
# the site, in which pages of an earlier run would be found unchanged.
start_afresh() {
	rm -rf "$archive" "$tree"/{,.}site*
	mkdir -p "$archive/results/${date//-//}"
	ln "$day" "$archive/results/${date//-//}/$date-scan_ntp.csv"
}

print_figures() {
	table 'function line(name, value, unit) { printf "%s %.3f %s\n", name, value, unit }
	END {
		line("day_s", median["day.wall"], "s")
		line("day_vs_duckdb", median["day.wall"] / median["duckdb.wall"], "ratio")
		line("day_cpu_s", median["day.cpu"], "s")
		line("day_peak_mb", median["day.peak"], "MB")
		line("duckdb_s", median["duckdb.wall"], "s")
	}' </dev/null
	echo "rows $rows rows"
	echo "runs $runs runs"
	echo "files $(find "$site/" -type f | wc -l) files"
	echo "ntpcensus_version $(renderer_version) version"
	echo "duckdb_version $("$BUILD/tests/bench/duckdb" --version) version"
}

day=$(made_day "$rows")
load >&2
for ((i = 0; i < runs; i++)); do
	start_afresh
	measured day "$BUILD/ntpcensus-render" --archive "$archive" --site "$site" \
	    --config tests/demo.conf --now 2026-11-22T06:00:00Z --quiet
	duckdb "$day" "$SCRATCH/theirs.csv"
done
load >&2
print_figures
rm -rf "$archive"
