# shellcheck shell=bash
# Sourced first by benchmarks of the renderer, which need no network: goes to the
# root of the project and makes a scratch folder, $SCRATCH. What is made for them
# is kept in build/bench.

set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export TZ=UTC LC_ALL=C
BUILD=$(realpath "${BUILD:-build}")
kept=build/bench
mkdir -p "$kept"
SCRATCH=$(mktemp -d)
trap 'rm -rf "$SCRATCH"' EXIT

# die WORD...: the benchmark has failed, and why.
die() {
	echo "$*" >&2
	exit 1
}

. tests/bench/figures.sh

seed=1
date=2026-11-21

# made_day ROWS [NETWORKS]: the path of a made day of scan_ntp, in the page
# cache. It is made anew only when what makes it has changed.
made_day() {
	local path=$kept/$date-$1-rows${2:+-$2-networks}-seed-$seed.csv
	local makers=(tests/bench/{make_day,rows,places,software}.[ch])
	if [ ! -e "$path" ] || [ -n "$(find "${makers[@]}" -newer "$path")" ]; then
		"$BUILD/tests/bench/make_day" --date "$date" ${2:+--networks "$2"} \
		    "$1" "$seed" "$path"
	fi
	cat "$path" >/dev/null
	echo "$path"
}

# duckdb IN OUT: DuckDB's answer to the question of duckdb.c, by two threads.
duckdb() {
	measured duckdb "$BUILD/tests/bench/duckdb" 2 "$1" "$2"
}

# renderer_version: as "0.1".
renderer_version() {
	"$BUILD/ntpcensus-render" --version | awk '{ print $2 }'
}
