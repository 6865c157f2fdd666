#!/bin/bash
# A scan stops by itself where going on would be in vain: it says why, keeps what
# it has, and goes on with --resume. So when the interface goes down, when
# errors of ICMP come for most probes, when hosts cease to answer.
. "$(dirname "$0")/private.sh"
. tests/net/scan.sh

sed -i 's/quiet_ms = 600 timeout_ms = 2000/quiet_ms = 100 timeout_ms = 400 stop_window_s = 1/' "$SCRATCH/scan.conf"
echo 5.6.0.0/18 >"$SCRATCH/targets"

# stops WHY [COMMAND...]: a scan during which the command is run ends with 3.
stops() {
	local why=$1 status=0 scanner
	shift
	out=$SCRATCH/${why//[^a-z]/-}
	"${scan_command[@]}" --out "$out" --targets "$SCRATCH/targets" \
	    --rate 5000 --probes ntp 2>"$SCRATCH/said" &
	scanner=$!
	sleep 1.3
	"$@"
	wait $scanner || status=$?
	test $status = 3 || die "$why: status $status: $(cat "$SCRATCH/said")"
	grep -q "stopped by a rule: .*$why.*--resume" "$SCRATCH/said" ||
		die "$why: $(cat "$SCRATCH/said")"
	jq -e --arg why "$why" '.completeness == "partial" and
	    (.stopped_by | contains($why))' "$out/work/$date/run.json" \
	    >"$SCRATCH/verdict" || die "$why: $(cat "$out/work/$date/run.json")"
}

resumes() {
	scan --out "$out" --resume --rate 20000 || die "it does not go on"
	test "$(record .stopped_by)" = null || die "the record still says that it stopped"
	test "$(record '.probes.scan_ntp | .asked + .not_asked')" = 16384 ||
		die "the sums do not hold: $(record .probes)"
	check_sums
}

world_build
world_start "$SCRATCH" --seed 21 --date "$date" --delay-ms 10
stops 'interface' ip link set world down
ip link set world up
ip route replace default via 198.18.0.2
ip neigh replace 198.18.0.2 lladdr "$(mac_of uplink internet)" dev world
resumes

stops 'ceased to answer' kill -STOP "$world_pid"
kill -CONT "$world_pid"
world_stop

# Nobody serves port 123 now, and the namespace says so for each probe.
ip netns exec internet sysctl -qw net.ipv4.icmp_ratelimit=0 \
    net.ipv4.icmp_msgs_per_sec=100000 net.ipv4.icmp_msgs_burst=100000 2>/dev/null || true
stops 'ICMP' true
"$BUILD/ntpcensus-scan" --finish-partial --config "$SCRATCH/scan.conf" --out "$out" \
    --date "$date" --quiet
test "$(record .completeness)" = partial || die "$(record .)"
record .stopped_by | grep -q ICMP || die "the day does not say why it is partial"
