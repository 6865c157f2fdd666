#!/bin/bash
# Shards of two machines feed one cluster of two nodes, each its own node: from
# either node, the days are those of all shards in one archive.
. "$(dirname "$0")/private.sh"
. tests/net/clickhouse.sh
clickhouse_is_here

export CLICKHOUSE_NODES='8123 8223'
export NTPCENSUS_PASSWORD='a secret'

# report SEED: 2000 hosts of 3000, so that shards have some in common.
report() {
	echo timestamp,ip,asn,geo,version,stratum,response_size,amplification
	awk -v seed="$1" 'BEGIN {
		srand(seed)
		split("DE US FR ZZ", country, " ")
		for (i = 0; i < 2000; i++) {
			a = int(rand() * 3000)
			printf "2026-11-22 00:00:00,10.%d.0.%d,%d,%s,4,%d,%d,%d.%d\n",
			    a / 250, a % 250, a % 30 + rand() * 3,
			    country[int(rand() * 4) + 1], rand() * 17,
			    rand() * 900, rand() * 90, rand() * 90
		}
	}'
}

# load NODE DATA
load() {
	printf 'archive { rows = "clickhouse://census@127.0.0.1:%s/census?cluster=census" }\n' \
	    "$1" >"$SCRATCH/conf.$1"
	"$BUILD/ntpcensus-render" load --quiet --archive "$2" \
	    --config "$SCRATCH/conf.$1" 2>"$SCRATCH/err" || die "load: $(cat "$SCRATCH/err")"
}

rows_of() {
	clickhouse_ask "$1" 'SELECT count() FROM census.hosts'
}

for node in $CLICKHOUSE_NODES; do
	clickhouse_configure "$SCRATCH/node.$node" "$node"
	clickhouse_start "$SCRATCH/node.$node" "$node" || die "no ClickHouse"
done
for shard in 1 2 3 4; do
	for day in 20 21 22; do
		folder=results/2026/11/$day
		name=2026-11-$day-scan_ntp.shard-$shard-of-4.csv
		own=$SCRATCH/machine.$((shard % 2))/$folder
		mkdir -p "$own" "$SCRATCH/all/$folder" "$SCRATCH/state"
		report $day$shard >"$own/$name"
		cp "$own/$name" "$SCRATCH/all/$folder"
	done
done

# The first load at each node makes its tables; until all nodes have them, the
# others are named.
mkdir "$SCRATCH/empty"
(load 8123 "$SCRATCH/empty") >"$SCRATCH/said" && die "a node without tables"
grep -q 'no table census.files on server: 127.0.0.1:8225' "$SCRATCH/said" ||
	die "not: $(cat "$SCRATCH/said")"
load 8223 "$SCRATCH/empty"

load 8123 "$SCRATCH/machine.0" &
first=$!
load 8223 "$SCRATCH/machine.1"
wait $first || die "$(cat "$SCRATCH/err")"
# What one node has, the other does not take.
load 8123 "$SCRATCH/all"
load 8223 "$SCRATCH/all"
test "$(rows_of 8123)" -eq 12000 || die "first node: $(rows_of 8123)"
test "$(rows_of 8223)" -eq 12000 || die "second node: $(rows_of 8223)"

"$BUILD/tests/net/days" files "$SCRATCH/all" "$SCRATCH/state" >"$SCRATCH/files.txt" ||
	die "no files"
grep -q 'scan_ntp state 2 rows 8000' "$SCRATCH/files.txt" || die "no whole day"
for node in $CLICKHOUSE_NODES; do
	"$BUILD/tests/net/days" cluster "$SCRATCH/conf.$node" >"$SCRATCH/$node.txt" ||
		die "no cluster"
	cmp "$SCRATCH/files.txt" "$SCRATCH/$node.txt" || die "days differ at $node"
done

# Without one of its nodes a cluster answers nothing, rather than too little.
clickhouse_stop
"$BUILD/tests/net/days" cluster "$SCRATCH/conf.8123" >/dev/null 2>"$SCRATCH/err" &&
	die "half a cluster counts"
grep -q "127.0.0.1:8123" "$SCRATCH/err" || die "not: $(cat "$SCRATCH/err")"
exit 0
