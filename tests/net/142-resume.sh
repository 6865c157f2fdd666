#!/bin/bash
# A scan that is killed at random moments goes on each time with --resume: nobody
# is asked twice, the sums hold, every row is whole, and what is missing is less
# than what was under way. $SEED chooses the moments.
. "$(dirname "$0")/private.sh"
. tests/net/scan.sh

RANDOM=${SEED:=$RANDOM}
echo "SEED=$SEED"
targets=$SCRATCH/targets
echo 5.6.0.0/19 >"$targets"
sed -i "s/quiet_ms = 600 timeout_ms = 2000/quiet_ms = 100 timeout_ms = 700/" "$SCRATCH/scan.conf"
population=(--seed 21 --date "$date" --delay-ms 20)

# killed ARGUMENT...: starts the scanner and kills it within two seconds. False: it
# had come to its end by itself.
killed() {
	local status=0
	"${scan_command[@]}" "$@" 2>"$SCRATCH/said" &
	for ((i = 0; i < 100; i++)); do
		test ! -e "$out/work/$date/checkpoint.json" || break
		sleep 0.05
	done
	sleep "$((RANDOM % 2)).$((RANDOM % 8 + 2))"
	kill -KILL $! 2>/dev/null || true
	wait $! 2>/dev/null || status=$?
	# Killed between its last file and its end, it has come to it, too.
	if [ $status = 137 ] && [ ! -e "$(report run.json)" ]; then return; fi
	if [ $status != 0 ] && [ $status != 137 ]; then
		die "status $status: $(cat "$SCRATCH/said")"
	fi
	return 1
}

# check_run: the run record against the far end and the truth.
check_run() {
	local asked not_asked requests missing under_way late
	check_sums
	test "$(record '[.probes[] | select(.asked + .not_asked != 8192)] | length')" = 0 ||
		die "hosts are neither asked nor not asked: $(record .probes)"
	asked=$(record '[.probes[].sent] | add')
	not_asked=$(record '[.probes[].not_asked] | add')
	under_way=$(record .resumed.under_way)
	requests=$(counter '.requests.mode6 + .requests.mode7')
	test "$(counter .repeated)" = 0 || die "hosts were asked twice"
	if [ "$requests" -lt "$asked" ] || [ "$requests" -gt $((asked + not_asked)) ]; then
		die "$asked sent, $not_asked perhaps, but $requests came"
	fi
	rows scan_ntp ip >"$SCRATCH/got"
	test "$(uniq <"$SCRATCH/got" | wc -l)" = "$(record .probes.scan_ntp.rows)" ||
		die "a host has two rows, or a row is broken"
	test -z "$(comm -13 "$SCRATCH/all" "$SCRATCH/got")" ||
		die "rows of hosts that are none"
	missing=$(comm -23 "$SCRATCH/truth" "$SCRATCH/got" | wc -l)
	late=$(record '[.probes[].received.late] | add')
	test "$missing" -le $((not_asked + under_way + late)) ||
		die "$missing hosts are missing: $(comm -23 "$SCRATCH/truth" "$SCRATCH/got" |
		    head -n 3) $(record ".probes[].received")"
}

world_build
"$BUILD/simnet" truth "${population[@]}" --targets "$targets" --out "$SCRATCH/truth.csv"
"$BUILD/tests/net/csv_columns" "$SCRATCH/truth.csv" mode6 ip |
	awk '$1 == "yes" { print $2 }' | sort >"$SCRATCH/truth"
"$BUILD/tests/net/csv_columns" "$SCRATCH/truth.csv" mode6 ip |
	awk '$1 == "yes" || $1 == "elsewhere" { print $2 }' | sort >"$SCRATCH/all"

# Killed again and again, up to its end.
world_start "$SCRATCH" "${population[@]}" --targets "$targets"
n_kills=0
common=(--targets "$targets" --rate 2500)
while killed "${common[@]}"; do
	n_kills=$((n_kills + 1))
	common=(--resume)
	test $n_kills -lt 50 || die "it never ends"
done
world_stop
test $n_kills -gt 2 || die "it was killed $n_kills times only"
test "$(record .resumed.times)" -ge $((n_kills - 1)) || die "$(record .resumed)"
check_run
test "$(record '[.probes[].not_asked] | add')" -lt $((n_kills * 2600)) ||
	die "more than a second was passed over: $(record .probes)"

# Killed once, and made a partial day.
out=$SCRATCH/partial
scan_command+=(--out "$out")
world_start "$SCRATCH" "${population[@]}" --targets "$targets"
killed --targets "$targets" --rate 2000 || die "it was not killed"
"$BUILD/ntpcensus-scan" --finish-partial --config "$SCRATCH/scan.conf" \
    --out "$out" --date "$date" --quiet
world_stop
check_sums
test "$(record .completeness)" = partial || die "a killed run is not partial"
test "$(rows scan_ntp ip | wc -l)" = "$(record .probes.scan_ntp.answered)" ||
	test "$(record '.probes.scan_ntp | .refused + .empty')" -gt 0 ||
	die "rows were lost: $(record .probes.scan_ntp)"

# Stopped by Ctrl-C nothing is left out: the day is complete.
out=$SCRATCH/stopped
sed -i "s/quiet_ms = 100/quiet_ms = 600/" "$SCRATCH/scan.conf"
scan_command+=(--out "$out")
world_start "$SCRATCH" "${population[@]}" --targets "$targets"
"${scan_command[@]}" --targets "$targets" --rate 6000 2>"$SCRATCH/said" &
sleep 0.7
kill -INT $!
wait $! && die "it did not stop"
status=0
"$BUILD/ntpcensus-scan" --resume --config "$SCRATCH/scan.conf" --out "$out" \
    --date "$date" --quiet 2>"$SCRATCH/said" || status=$?
test $status = 1 || die "a simulated run went on in the open: status $status"
grep -q -- --isolated "$SCRATCH/said" ||
	die "a simulated run went on in the open: $(cat "$SCRATCH/said")"
scan --resume --rate 20000
world_stop
check_run
test "$(record '[.probes[].not_asked] | add')" = 0 || die "some were not asked"
test "$(record .completeness)" = complete || die "the day is not complete"
test ! -e "$out/work/$date" || die "work is left behind"
test "$(record .rate_pps)" = 20000 || die "the new rate was not taken"
