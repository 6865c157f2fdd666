#!/bin/bash
# Real daemons among the targets: ntpsec's ntpd is reported as it describes
# itself; chrony and openntpd, which serve time alone, are not reported.
. "$(dirname "$0")/private.sh"
. tests/net/scan.sh
. tests/net/daemons.sh

world_build
wire server host 198.18.0.5 198.18.0.6 fd01::1 fd01::2
ip -n server addr add 5.6.7.8/32 dev uplink
ip -n server addr add 2600::7:8/128 dev uplink nodad
ip route add 5.6.7.8/32 via 198.18.0.6
ip route add 2600::7:8/128 via fd01::2

for daemon in $(daemon_kinds); do
	daemon_start "$daemon" "$SCRATCH/$daemon" server || die "$daemon does not start"
	rm -rf "$out"
	scan --isolated=/run/netns/server --targets 5.6.7.8 --targets 2600::7:8 \
	    --rate 100
	daemon_stop
	rows scan_ntpmonitor ip >"$SCRATCH/got"
	rows scan6_ntpmonitor ip >>"$SCRATCH/got"
	test ! -s "$SCRATCH/got" || die "$daemon is reported for Mode 7"
	cat <(rows scan_ntp ip version) <(rows scan6_ntp ip version) \
	    >"$SCRATCH/got"
	case $daemon in
	ntpsec) printf '%s\tntpd ntpsec-1.2.2\n' 5.6.7.8 2600::7:8 ;;
	*) ;;
	esac >"$SCRATCH/want"
	same "$SCRATCH/want" "$SCRATCH/got" "rows of $daemon"
done
