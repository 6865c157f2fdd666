#!/bin/bash
# --retry-after asks hosts that were silent once more, and only those, and only
# with Mode 6; whoever was not there at first is found then.
. "$(dirname "$0")/private.sh"
. tests/net/scan.sh

sed -i "s/quiet_ms = 600 timeout_ms = 2000/quiet_ms = 300 timeout_ms = 900/" "$SCRATCH/scan.conf"
targets=$SCRATCH/targets
population=(--seed 21 --date "$date" --delay-ms 10)
echo 5.6.0.0/21 >"$targets"

world_build
"$BUILD/simnet" truth "${population[@]}" --targets "$targets" --out "$SCRATCH/truth.csv"
"$BUILD/tests/net/csv_columns" "$SCRATCH/truth.csv" mode6 ip |
	awk '$1 == "yes" { print $2 }' | sort >"$SCRATCH/truth"

world_start "$SCRATCH" "${population[@]}" --targets "$targets"
scan --targets "$targets" --rate 10000 --retry-after 1
world_stop
check_sums
sent=$(record .probes.scan_ntp.sent)
again=$(record .probes.scan_ntp.sent_retry)
silent=$(record .probes.scan_ntp.silent)
test "$(counter .requests.mode6)" = $((sent + again)) ||
	die "$sent and $again sent, $(counter .requests.mode6) came"
test "$(counter .requests.mode7)" = "$(record .probes.scan_ntpmonitor.sent)" ||
	die "Mode 7 was asked again"
test "$(record .probes.scan_ntpmonitor.sent_retry)" = 0 || die "Mode 7 was asked again"
test "$(counter .repeated)" = "$again" || die "a host was asked three times"
# Whoever sent something that is no answer was not silent.
malformed=$(record .probes.scan_ntp.received.malformed)
test "$silent" -le $((again + malformed)) ||
	die "$silent are silent, $again were asked again"
test "$again" -lt $((silent + 50)) || die "hosts that answered were asked again"
rows scan_ntp ip >"$SCRATCH/got"
test -z "$(comm -23 "$SCRATCH/truth" "$SCRATCH/got")" || die "hosts are missing"

# Nobody is there at first.
out=$SCRATCH/late
scan_command+=(--out "$out")
"${scan_command[@]}" --targets "$targets" --rate 20000 --probes ntp --retry-after 3 &
scanner=$!
for ((i = 0; i < 100; i++)); do
	test ! -e "$out/work/$date/checkpoint.json" || break
	sleep 0.05
done
sleep 1.2
world_start "$SCRATCH" "${population[@]}" --targets "$targets"
wait $scanner
world_stop
check_sums
rows scan_ntp ip >"$SCRATCH/got"
test -z "$(comm -23 "$SCRATCH/truth" "$SCRATCH/got")" || die "hosts are missing"
test "$(record .probes.scan_ntp.answered_retry)" = "$(record .probes.scan_ntp.answered)" ||
	die "who answered to the second probe is not counted: $(record .probes.scan_ntp)"
test "$(record .probes.scan_ntp.sent_retry)" = 2048 || die "not all were asked twice"
test "$(counter .repeated)" = 0 || die "hosts were asked three times"
