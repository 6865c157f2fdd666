#!/bin/bash
# Tallies a made day as the renderer does, by DuckDB, and as wc -l counts lines;
# whole programs, warm page cache, in turn. Prints lines "name value unit", of
# medians; a ratio is our time over theirs, so below 1 we are faster.
#
#   tests/bench/tally.sh [ROWS [RUNS]]
#
# Fails if our hosts of each country and network are not DuckDB's.
. "$(dirname "$0")/start.sh"

rows=${1:-5000000}
runs=${2:-5}
ours=$SCRATCH/ours.csv
theirs=$SCRATCH/theirs.csv

# same_counts: DuckDB counts rows too, in the third column.
same_counts() {
	cut -d, -f1,2,4 "$theirs" >"$SCRATCH/hosts.csv"
	cmp "$ours" "$SCRATCH/hosts.csv" ||
		die "our counts are not DuckDB's"
	test "$(awk -F, '{ n += $3 } END { print n }' "$theirs")" = "$rows" ||
		die "DuckDB did not count $rows rows"
}

print_figures() {
	table 'function line(name, value, unit) { printf "%s %.3f %s\n", name, value, unit }
	END {
		line("tally_vs_duckdb", median["tally.wall"] / median["duckdb.wall"], "ratio")
		line("tally_vs_wc", median["tally.wall"] / median["wc.wall"], "ratio")
		line("tally_s", median["tally.wall"], "s")
		line("duckdb_s", median["duckdb.wall"], "s")
		line("wc_s", median["wc.wall"], "s")
		line("tally_cpu_s", median["tally.cpu"], "s")
		line("duckdb_cpu_s", median["duckdb.cpu"], "s")
		line("tally_peak_mb", median["tally.peak"], "MB")
		line("duckdb_peak_mb", median["duckdb.peak"], "MB")
	}' </dev/null
	echo "rows $rows rows"
	echo "runs $runs runs"
	echo "ntpcensus_version $(renderer_version) version"
	echo "duckdb_version $("$BUILD/tests/bench/duckdb" --version) version"
	echo "wc_version $(wc --version | awk 'NR == 1 { print $NF }') version"
}

day=$(made_day "$rows")
load >&2
for ((i = 0; i < runs; i++)); do
	measured tally "$BUILD/tests/bench/tally" "$day" "$ours"
	duckdb "$day" "$theirs"
	measured wc wc -l "$day" >"$SCRATCH/lines"
	same_counts
done
load >&2
print_figures
