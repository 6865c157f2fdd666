#!/bin/bash
# Frames go to the router's MAC, asked for or given, with the VLAN's tag, and
# leave from all source addresses; xdp makes them as packet does.
. "$(dirname "$0")/private.sh"
. tests/net/scan.sh

ways=packet
awk '$3 != 4294967295 { exit 1 }' /proc/self/uid_map && ways+=' live'
n=512

# with SETTING...: the configuration of the scans that follow.
with() {
	cat >"$SCRATCH/scan.conf" <<-END
		operator { contact = "noc@ntpcensus.example" }
		scan { quiet_ms = 200 timeout_ms = 500 ports = 1024 $* }
	END
}

# count FILTER: the frames of the last scan that pass.
count() {
	tcpdump -n -r "$SCRATCH/pcap" "$@" 2>/dev/null | wc -l
}

# ask WAY: a scan of two /24, recorded at the far end.
ask() {
	ip netns exec internet tcpdump -i uplink --immediate-mode -s 200 -B 8192 -U -w "$SCRATCH/pcap" \
	    'udp dst port 123 or vlan' 2>"$SCRATCH/tcpdump" &
	local dump=$!
	until grep -q listening "$SCRATCH/tcpdump"; do sleep 0.05; done
	rm -rf "$out"
	scan --io "$1" --targets 5.6.0.0/23 --rate 4000 --seed 1 --probes ntp \
	    2>"$SCRATCH/said" || die "$1: $(cat "$SCRATCH/said")"
	test "$(record .link)" = "$1" || die "$1: $(cat "$SCRATCH/said")"
	for ((i = 0; i < 50; i++)); do
		test "$(count)" -lt $n || break
		sleep 0.1
	done
	kill -INT $dump
	wait $dump || true
}

world_build
ip netns exec internet "$BUILD/tests/net/gro" uplink on
world_start "$SCRATCH" --seed 3 --date "$date"
router=$(mac_of uplink internet)

# The router is asked for its MAC.
with
ip neigh del 198.18.0.2 dev world
ask packet
rows scan_ntp ip >"$SCRATCH/rows"
test "$(wc -l <"$SCRATCH/rows")" -gt 100 || die "too few rows to mean anything"
test "$(count "ether dst $router")" = $n || die "asked: $(count) frames, not $n"

# It is given, and the one that the kernel knows is wrong.
ip neigh replace 198.18.0.2 lladdr 02:00:00:00:00:99 dev world
with "gateway_mac = \"$router\""
ask packet
test "$(count "ether dst $router")" = $n || die "given: $(count) frames, not $n"
with 'gateway_mac = "02:00:00:00:00"'
rm -rf "$out"
scan --io packet --targets 5.6.0.0/30 --rate 4000 2>"$SCRATCH/said"
grep -q 'is no MAC such as' "$SCRATCH/said" || die "a bad MAC: $(cat "$SCRATCH/said")"
ip neigh replace 198.18.0.2 lladdr "$router" dev world

# One VLAN, and none.
for way in $ways; do
	with 'vlan = 100'
	ask "$way"
	test "$(count 'vlan 100 and udp dst port 123')" = $n ||
		die "$way: $(count 'vlan 100') frames with the tag, not $n"
done

# Half of them from each address, and all answers are taken.
ip addr add 198.18.0.9/32 dev world
ip -n internet route add 198.18.0.8/30 via 198.18.0.1
for way in udp $ways; do
	with 'source_ipv4 = "198.18.0.1, 198.18.0.9"'
	ask "$way"
	first=$(count src 198.18.0.1)
	test $((first + $(count src 198.18.0.9))) = $n || die "$way: from elsewhere"
	test "$first" -gt $((n / 3)) || die "$way: $first of $n from the first"
	test "$first" -lt $((n * 2 / 3)) || die "$way: $first of $n from the first"
	rows scan_ntp ip >"$SCRATCH/got"
	same "$SCRATCH/rows" "$SCRATCH/got" "rows by $way from two addresses"
done
world_stop
