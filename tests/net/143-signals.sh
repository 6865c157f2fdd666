#!/bin/bash
# Signals steer a run: SIGTSTP lets nothing leave but takes what comes, and then
# stops; SIGCONT goes on; SIGUSR1 says how far it is; SIGHUP reads exclusions
# again, and whoever is in them then is not asked any more.
. "$(dirname "$0")/private.sh"
. tests/net/scan.sh

sed -i "s/quiet_ms = 600 timeout_ms = 2000/quiet_ms = 300 timeout_ms = 900/" "$SCRATCH/scan.conf"
echo 5.6.0.0/20 >"$SCRATCH/targets"
population=(--seed 21 --date "$date" --delay-ms 20)
: >"$SCRATCH/excluded"

# until_is STATE: waits at most 5 s for the scanner's state, as ps calls it.
until_is() {
	for ((i = 0; i < 100; i++)); do
		! grep -q "^State:.$1" "/proc/$scanner/status" || return 0
		sleep 0.05
	done
	die "the scanner is not in state $1: $(cat "$SCRATCH/said")"
}

world_build
"$BUILD/simnet" truth "${population[@]}" --targets "$SCRATCH/targets" \
    --out "$SCRATCH/truth.csv"
world_start "$SCRATCH" "${population[@]}" --targets "$SCRATCH/targets"
"$BUILD/ntpcensus-scan" --isolated=/run/netns/internet --config "$SCRATCH/scan.conf" \
    --out "$out" --date "$date" --targets "$SCRATCH/targets" --rate 2500 \
    --exclude "$SCRATCH/excluded" --status-file "$SCRATCH/lines" \
    --metrics-file "$SCRATCH/metrics" 2>"$SCRATCH/said" &
scanner=$!
# soon COMMAND...: waits at most 5 s until it succeeds.
soon() {
	for ((i = 0; i < 100; i++)); do
		! "$@" 2>/dev/null || return 0
		sleep 0.05
	done
	die "never: $* ($(cat "$SCRATCH/said"))"
}
soon grep -q '^ntpcensus_scan_running 1' "$SCRATCH/metrics"
kill -USR1 $scanner
soon grep -q 'of 8192 probes, .* answered .* left' "$SCRATCH/said"

kill -TSTP $scanner
until_is T
grep -q paused "$SCRATCH/said" || die "it does not say that it pauses"
kill -CONT $scanner
until_is '[SR]'
sleep 0.2
echo 5.6.8.0/21 >"$SCRATCH/excluded"
kill -HUP $scanner
sleep 0.2
echo 'no address' >"$SCRATCH/excluded"
kill -HUP $scanner
wait $scanner || die "$(cat "$SCRATCH/said")"
grep -q 'exclusions read again' "$SCRATCH/said" || die "$(cat "$SCRATCH/said")"
grep -q 'excluded:1: .*as they were' "$SCRATCH/said" || die "$(cat "$SCRATCH/said")"
world_stop

check_sums
excluded=$(record '[.probes[].excluded_since] | add')
test "$excluded" -gt 500 || die "nobody was excluded: $(record .probes)"
test "$(record '[.probes[] | select(.asked + .excluded_since != 4096)] | length')" = 0 ||
	die "the sums do not hold: $(record .probes)"
test "$(counter '.requests.mode6 + .requests.mode7')" = "$(record '[.probes[].sent] | add')" ||
	die "more, or less, came than was sent"
test "$(counter .repeated)" = 0 || die "hosts were asked twice"

# Whoever was not excluded was found, over the pause too.
"$BUILD/tests/net/csv_columns" "$SCRATCH/truth.csv" mode6 ip |
	awk '$1 == "yes" { print $2 }' | sort >"$SCRATCH/truth"
rows scan_ntp ip >"$SCRATCH/got"
low='^5\.6\.[0-7]\.'
test -z "$(comm -23 <(grep "$low" "$SCRATCH/truth") <(grep "$low" "$SCRATCH/got"))" ||
	die "hosts were lost over the pause"

# Every line is JSON, numbers only grow, and the last says that it is over.
jq -es 'all(.[]; .of == 8192 and .scans.scan_ntp.asked >= 0) and
    ([.[].done] | . == sort) and (.[-1] | .state == "ended" and .done == .of) and
    any(.[]; .state == "paused") and any(.[]; .state == "sending")' \
    "$SCRATCH/lines" >"$SCRATCH/verdict" || die "$(cat "$SCRATCH/lines")"
test "$(awk '$1 == "ntpcensus_scan_sent_total{scan=\"scan_ntp\"}" { print $2 }' \
    "$SCRATCH/metrics")" = "$(record .probes.scan_ntp.sent)" || die "$(cat "$SCRATCH/metrics")"
test "$(awk '!/^#/ && !/^ntpcensus_scan_[a-z_]+(\{scan="[a-z0-9_]+"\})? [0-9.e+-]+$/' \
    "$SCRATCH/metrics")" = "" || die "a line that is no metric"
