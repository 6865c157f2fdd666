#!/bin/bash
# A scan that tcpdump records, read again from the capture, makes the same rows
# as the scan made itself: all values but the time, which a scan in isolation
# moves to its date. Second questions are in it. Hosts that answer from another
# address or port are not, as a capture cannot know whom they answer, nor those
# whose answer IP broke into fragments: these are counted.
. "$(dirname "$0")/private.sh"
. tests/net/scan.sh

targets=$SCRATCH/targets
population=(--seed 11 --date "$date" --hostile 12 --monlist 12)
printf '5.6.0.0/21\n2600::/118\n' >"$targets"
"$BUILD/simnet" truth "${population[@]}" --targets "$targets" \
    --out "$SCRATCH/truth.csv"
world_build
world_start "$SCRATCH" "${population[@]}" --targets "$targets"
# At the far end, as frames that go past the queues are not shown at this one. As
# root: who it would become does not exist in a namespace of users.
ip netns exec internet tcpdump --interface uplink --snapshot-length 0 --buffer-size 65536 \
    --relinquish-privileges=root -U -w "$SCRATCH/scan.pcap" udp \
    2>"$SCRATCH/tcpdump" &
tcpdump_pid=$!
until grep -q 'listening on' "$SCRATCH/tcpdump"; do
	kill -0 $tcpdump_pid || die "$(cat "$SCRATCH/tcpdump")"
	sleep 0.05
done
scan --targets "$targets" --rate 5000 --seed 1
sleep 0.5
kill $tcpdump_pid
wait $tcpdump_pid || true
world_stop
grep -q '^0 packets dropped by kernel' "$SCRATCH/tcpdump" ||
	die "tcpdump lost packets: $(cat "$SCRATCH/tcpdump")"

again=$SCRATCH/again
"$BUILD/ntpcensus-scan" --from-pcap "$SCRATCH/scan.pcap" --out "$again" \
    --date "$date" --config "$SCRATCH/scan.conf" --quiet

# values FILE: its lines by address, without the timestamp; only those of hosts
# that answer from where, and from the port that, they were asked.
"$BUILD/tests/net/csv_columns" "$SCRATCH/truth.csv" ip mode6 |
	awk '$2 == "elsewhere" { print $1 }' | sort >"$SCRATCH/elsewhere"
fragments='ip[6:2] & 0x3fff != 0 or ip6 proto 44'
tcpdump -nr "$SCRATCH/scan.pcap" "$fragments" 2>"$SCRATCH/tcpdump" |
	awk '{ print $3 }' >"$SCRATCH/fragments"
test "$(wc -l <"$SCRATCH/fragments")" -eq \
    "$(jq .capture.fragments "$again/results/2026/11/21/$date-run.json")" ||
	die "fragments are not counted"
sed 's/\.123$//' "$SCRATCH/fragments" | sort -u >>"$SCRATCH/elsewhere"
values() {
	awk -F , 'NR == FNR { elsewhere[$1]; next }
	    !($3 in elsewhere) && $5 == 123' \
	    "$SCRATCH/elsewhere" "$1" | cut -d , -f 2- | sort
}
test -s "$SCRATCH/elsewhere" || die "nobody answers from elsewhere"
for type in scan_ntp scan_ntpmonitor scan6_ntp scan6_ntpmonitor; do
	values "$(report $type.csv)" >"$SCRATCH/want"
	values "$again/results/2026/11/21/$date-$type.csv" >"$SCRATCH/got"
	same "$SCRATCH/want" "$SCRATCH/got" "rows of $type"
	test "$(wc -l <"$SCRATCH/got")" -gt 10 || die "too few rows of $type"
done
test "$(record '[.probes[].rows_again] | add')" -gt 0 ||
	die "no second question was answered"
jq -e '.capture | .packets == .truncated + .fragments + .not_udp_123 + .other +
    .requests + .answers' "$again/results/2026/11/21/$date-run.json" \
    >"$SCRATCH/sum" || die "packets are not the sum of their kinds"
