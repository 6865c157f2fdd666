#!/bin/bash
# Errors of ICMP and ICMPv6 are counted for the probe that they are about, by
# type and code; those about what was not sent are counted apart.
. "$(dirname "$0")/private.sh"
. tests/net/scan.sh

# say FILE WORD: into a file of the far end's /proc/sys/net.
say() {
	ip netns exec internet bash -c "echo $2 >/proc/sys/net/$1"
}

world_build
say ipv4/conf/all/forwarding 1
say ipv4/icmp_ratelimit 0
say ipv4/icmp_msgs_per_sec 100000
say ipv4/icmp_msgs_burst 10000
say ipv6/conf/all/forwarding 1
say ipv6/icmp/ratelimit 0
# Of these the kernel speaks once in a while only.
ip -n internet route add prohibit 5.6.2.0/25
ip -n internet route add blackhole 5.6.3.0/24
ip -n internet route add prohibit 2600::100/120
# Nobody listens there.
scan --io packet --targets 5.6.0.0/22 --targets 2600::/119 --rate 4000

# said TYPE: how many errors say port unreachable, and forbidden; and all.
said() {
	record ".probes.$1.icmp | [.\"$2\" // 0, .\"$3\" // 0, .total] | join(\" \")"
}
test "$(record .link)" = packet || die "went by $(record .link)"
for type in scan_ntp scan_ntpmonitor; do
	read -r port few total <<<"$(said $type 3.3 3.13)"
	test "$port $total" = "640 $((640 + few))" ||
		die "$type: $(record ".probes.$type.icmp | tostring")"
done
for type in scan6_ntp scan6_ntpmonitor; do
	test "$(said $type 1.4 1.1)" = "256 256 512" ||
		die "$type: $(record ".probes.$type.icmp | tostring")"
done
test "$(record '[.probes[].icmp.unasked] | add')" = 0 || die "errors were not recognised"
test "$(record '[.probes[].received.total] | add')" = 0 || die "errors counted as answers"
check_sums
