#!/bin/bash
# Machines that share seed and key make one scan: no host is asked twice, and
# together their rows are those of a scan by one machine. The renderer and the
# reporter take all shards as one day, and not without the last of them.
. "$(dirname "$0")/private.sh"
. tests/net/scan.sh

openssl rand -hex 32 >"$SCRATCH/key"
chmod 600 "$SCRATCH/key"
printf '5.6.0.0/21\n2600::/119\n' >"$SCRATCH/targets"
common=(--targets "$SCRATCH/targets" --rate 20000 --seed 77)

world_build
world_start "$SCRATCH" --seed 5 --date "$date"
for i in 1 2 3; do
	scan "${common[@]}" --check-key "$SCRATCH/key" --shard $i/3 &
done
wait %2 %3 %4
world_stop
test "$(counter .repeated)" = 0 || die "hosts were asked twice"
day=$(dirname "$(report x)")
test "$(find "$day" -type f | wc -l)" = 15 || die "not five files of each shard"
asked=$(jq -s '[.[].probes.scan_ntp.asked] | add' "$day"/*.json)
test "$asked" = 2048 || die "$asked of 2048 hosts were asked"
test "$(jq -s '[.[].probes.scan6_ntpmonitor.asked] | add' "$day"/*.json)" = 512 ||
	die "not all hosts of IPv6 were asked"

# One machine finds the same, of the same world.
world_start "$SCRATCH" --seed 5 --date "$date"
shards=$out
out=$SCRATCH/whole
"$BUILD/ntpcensus-scan" --isolated=/run/netns/internet --quiet \
    --config "$SCRATCH/scan.conf" --out "$out" --date "$date" "${common[@]}"
world_stop
for type in scan_ntp scan_ntpmonitor scan6_ntp scan6_ntpmonitor; do
	rows $type ip response_size >"$SCRATCH/want"
	for i in 1 2 3; do
		"$BUILD/tests/net/csv_columns" "$day/$date-$type.shard-$i-of-3.csv" \
		    ip response_size
	done | sort >"$SCRATCH/got"
	same "$SCRATCH/want" "$SCRATCH/got" "rows of $type"
done
n_hosts=$(rows scan_ntp ip | wc -l)
test "$n_hosts" -gt 300 || die "too few rows to mean anything"

# The shards are read as one day; without one of them there is none.
render() {
	"$BUILD/ntpcensus-render" --archive "$shards" --site "$SCRATCH/site" \
	    --config "$SCRATCH/scan.conf" --quiet 2>"$SCRATCH/said"
}
mv "$day/$date-run.shard-2-of-3.json" "$SCRATCH/"
render || true
grep -q "$date is left out: of 3 shards these are missing: 2" "$SCRATCH/said" ||
	die "a missing shard: $(cat "$SCRATCH/said")"
mv "$SCRATCH/$date-run.shard-2-of-3.json" "$day/"
render || die "$(cat "$SCRATCH/said")"
if grep -q "left out" "$SCRATCH/said"; then die "$(cat "$SCRATCH/said")"; fi
grep -qx "$date,scan_ntp,$n_hosts,0,complete" "$SCRATCH/site/data/v1/years/${date%%-*}/world.csv" ||
	die "the shards are not one day: $(head "$SCRATCH/site/data/v1/years/${date%%-*}/world.csv")"

# So does the reporter.
cat >"$SCRATCH/subscribers.conf" <<-END
	subscriber { list = "all" title = "All" contacts = {"noc@example.net"}
		cidr = {"5.6.0.0/16"} types = {"scan_ntp"} delivery = {"mail"}
		proven = "2026-11-02" proof = "a test" }
END
chmod 600 "$SCRATCH/subscribers.conf"
cut() {
	rm -rf "$SCRATCH/reports"
	"$BUILD/ntpcensus-report" cut --archive "$shards" --quiet --day "$date" \
	    --now "${date}T12:00:00Z" --subscribers "$SCRATCH/subscribers.conf" \
	    --out "$SCRATCH/reports" 2>"$SCRATCH/said" || true
	find "$SCRATCH/reports" -name '*-all-*.csv' -exec tail -n +2 {} +
}
cut >"$SCRATCH/got"
test "$(wc -l <"$SCRATCH/got")" = "$n_hosts" ||
	die "the report has $(wc -l <"$SCRATCH/got") of $n_hosts hosts: $(cat "$SCRATCH/said")"
rm "$day/$date-run.shard-2-of-3.json"
test "$(cut | wc -l)" = 0 || die "a day without its second shard was given out"
grep -q "$date is left out" "$SCRATCH/said" || die "$(cat "$SCRATCH/said")"
