#!/bin/bash
# The demo: a month of days of the test Internet, the last seven of them really
# scanned, rendered into public/. Nothing leaves this machine: it all happens in
# network namespaces that have no way out.
#
#   scanner 198.18.0.1 -- veth -- 198.18.0.2 internet: simnet, at every address
#           198.18.0.5 -- veth -- 198.18.0.6 daemon: ntpsec's ntpd, at one
#
#   tests/demo.sh          all of it
#   tests/demo.sh scan     the scans alone, into demo/
set -eu
cd "$(dirname "$0")/.."
BUILD=$(realpath "${BUILD:-build}")

first=2026-10-23        # of the archive
written=2026-11-14      # the last day that simnet writes itself
scanned='2026-11-15 2026-11-16 2026-11-17 2026-11-18 2026-11-19 2026-11-20 2026-11-21'
last=2026-11-21
seed=2026
rate=50000
places=tests/data/openntp-place-monthly.csv
asns=tests/data/openntp-asn-annual.csv

say() {
	echo "demo: $*" >&2
}

draw() {
	say "drawing the addresses of a test Internet"
	"$BUILD/simnet" draw --seed $seed --config tests/demo.conf \
	    --asn-csv build/geoip/asn-ipv4.csv --asn-csv build/geoip/asn-ipv6.csv \
	    --places $places --asns $asns --from $first --to $last \
	    --out demo/targets.txt
}

write_days() {
	say "$first to $written, written by the test Internet itself"
	"$BUILD/simnet" write-archive --seed $seed --from $first --to $written \
	    --targets demo/targets.txt --config tests/demo.conf --out demo
}

# In namespaces of our own; a mount of ours hides /run, where they have names.
enter() {
	local as_root=()
	test "$(id -u)" -eq 0 || as_root=(--map-root-user)
	say "scanning $scanned"
	unshare "${as_root[@]}" --net --mount --pid --fork --kill-child \
	    --mount-proc "$0" scan
}

# wire NETNS INTERFACE OUR-IPV4 ITS-IPV4 OUR-IPV6 ITS-IPV6
wire() {
	ip netns add "$1"
	ip link add "$2" type veth peer name uplink netns "$1"
	ip addr add "$3/30" dev "$2"
	ip addr add "$5/64" dev "$2" nodad
	ip link set "$2" up
	ip -n "$1" link set lo up
	ip -n "$1" addr add "$4/30" dev uplink
	ip -n "$1" addr add "$6/64" dev uplink nodad
	ip -n "$1" link set uplink up
	ip -n "$1" route add default via "$3"
	ip -n "$1" route add default via "$5"
}

build_world() {
	mount -t tmpfs tmpfs /run
	ip link set lo up
	wire internet world 198.18.0.1 198.18.0.2 fd00::1 fd00::2
	wire daemon host 198.18.0.5 198.18.0.6 fd01::1 fd01::2
	ip route add default via 198.18.0.2
	ip route add default via fd00::2
	# Every address of the test Internet is its own.
	ip -n internet route replace local 0.0.0.0/0 dev lo table main
	ip -n internet route replace local ::/0 dev lo table main
	# One of them is a real server's.
	local real
	real=$(grep -m 1 '^[0-9.]*$' demo/targets.txt)
	ip -n daemon addr add "$real/32" dev uplink
	ip route add "$real/32" via 198.18.0.6
}

scan_day() {
	rm -f demo/ready
	ip netns exec internet "$BUILD/simnet" serve --seed $seed --date "$1" \
	    --peer /proc/$$/ns/net --delay-ms 200 --ready demo/ready --max-seconds 120 &
	local simnet=$!
	until test -e demo/ready; do
		kill -0 $simnet
		sleep 0.05
	done
	"$BUILD/ntpcensus-scan" --config tests/demo.conf --targets demo/targets.txt \
	    --rate $rate --seed $seed --date "$1" --out demo \
	    --isolated=/run/netns/internet --isolated=/run/netns/daemon
	kill $simnet
	wait $simnet
}

scan_days() {
	# shellcheck source=tests/net/daemons.sh
	. tests/net/daemons.sh
	build_world
	trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
	daemon_start ntpsec "$(mktemp -d)" daemon
	for day in $scanned; do
		say "$day"
		scan_day "$day"
	done
	daemon_stop
	rm -f demo/ready
}

render() {
	say "rendering the site"
	"$BUILD/ntpcensus-render" --archive demo --site public --config tests/demo.conf \
	    --now ${last}T23:59:59Z
}

if [ "${1:-}" = scan ]; then
	scan_days
	exit
fi
started=$SECONDS
rm -rf demo
mkdir demo
draw
write_days
enter
render
say "done in $((SECONDS - started)) s: the archive lies in demo/, the site in public/"
say "make serve shows it on http://127.0.0.1:8123/"
