#!/bin/bash
# A way that is not possible falls back to the one before, and says so; the scan
# then asks as exactly as ever.
. "$(dirname "$0")/private.sh"
. tests/net/scan.sh

# falls WANTED WORDS COMMAND...: the scan goes by that way, and says why.
falls() {
	local wanted=$1 words=$2
	shift 2
	rm -rf "$out"
	world_start "$SCRATCH" --seed 3 --date "$date"
	"$@" --rate 4000 2>"$SCRATCH/said" || die "$*: $(cat "$SCRATCH/said")"
	world_stop
	test "$(record .link)" = "$wanted" ||
		die "went by $(record .link), not $wanted: $(cat "$SCRATCH/said")"
	grep -q "$words" "$SCRATCH/said" || die "it does not say why: $(cat "$SCRATCH/said")"
	test "$(counter '.requests.mode6, .requests.mode7' | sort -u)" = \
	    "$(record .scope.asked)" || die "$wanted: not each was asked: $(counter .requests)"
	test "$(counter .repeated)" = 0 || die "$wanted: some were asked twice"
	check_sums
}

world_build
# In a namespace of users of its own nobody may put programs into the kernel.
is_root=$(awk '{ print $3 == 4294967295 }' /proc/self/uid_map)
# The other end of the veth pair does not look at frames itself.
test "$is_root" = 0 || falls xdp 'not by live, but by xdp: world does not send frames' \
    scan --io live --targets 5.6.0.0/24
falls xdp 'not by live, but by xdp: IPv6' \
    scan --io live --targets 5.6.0.0/24 --targets 2600::/120
# Without the right to packet sockets.
falls udp 'not by packet, but by udp: .*not permitted' \
    setpriv --bounding-set=-net_raw,-net_admin "${scan_command[@]}" \
    --io xdp --targets 5.6.0.0/24
# Neighbours have MACs of their own.
ip route add 5.6.1.0/24 dev world
ip neigh replace 5.6.1.1 lladdr "$(mac_of uplink internet)" dev world
falls udp 'not by packet, but by udp: 5.6.1.1 is reached without a router' \
    scan --io packet --targets 5.6.1.1
