#!/bin/bash
# The demo: a month of days of the test Internet, the last seven of them really
# scanned, rendered into public/. Nothing leaves this machine: it all happens in
# network namespaces that have no way out.
#
#   scanner 198.18.0.1 -- veth -- 198.18.0.2 internet: simnet, at every address
#           198.18.0.5 -- veth -- 198.18.0.6 daemon: ntpsec's ntpd, at one
#
#   tests/demo.sh          all of it, into demo/ and public/, or $DEMO and $SITE
#   tests/demo.sh scan     the scans alone
set -eu
cd "$(dirname "$0")/.."
BUILD=$(realpath "${BUILD:-build}")
demo=${DEMO:-demo}     # where the archive goes
site=${SITE:-public}   # and where the site

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

# What rates divide by; kept beside the databases that it is counted from.
count_addresses() {
	local file=build/geoip/addresses.csv
	if [ "$file" -nt build/geoip/sources ] &&
	    [ "$file" -nt "$BUILD/ntpcensus-scan" ]; then
		return
	fi
	say "counting how many addresses each country and network announces"
	"$BUILD/ntpcensus-scan" --config tests/demo.conf --count-addresses "$file"
}

draw() {
	say "drawing the addresses of a test Internet"
	"$BUILD/simnet" draw --seed $seed --config tests/demo.conf \
	    --asn-csv build/geoip/asn-ipv4.csv --asn-csv build/geoip/asn-ipv6.csv \
	    --places $places --asns $asns --from $first --to $last \
	    --out "$demo/targets.txt"
}

write_days() {
	say "$first to $written, written by the test Internet itself"
	"$BUILD/simnet" write-archive --seed $seed --from $first --to $written \
	    --targets "$demo/targets.txt" --config tests/demo.conf --out "$demo"
}

# In namespaces of our own; a mount of ours hides /run, where they have names.
enter() {
	local as_root=()
	test "$(id -u)" -eq 0 || as_root=(--map-root-user)
	say "scanning $scanned"
	unshare "${as_root[@]}" --net --mount --pid --fork --kill-child \
	    --mount-proc "$0" scan
}

build_world() {
	local real
	mount -t tmpfs tmpfs /run
	world_build
	wire daemon host 198.18.0.5 198.18.0.6 fd01::1 fd01::2
	# One address of the test Internet is a real server's.
	real=$(grep -m 1 "^[0-9.]*$" "$demo/targets.txt")
	ip -n daemon addr add "$real/32" dev uplink
	ip route add "$real/32" via 198.18.0.6
}

scan_day() {
	world_start "$demo" --peer /run/netns/daemon \
	    --seed $seed --date "$1" --delay-ms 200
	"$BUILD/ntpcensus-scan" --config tests/demo.conf --targets "$demo/targets.txt" \
	    --rate $rate --seed $seed --date "$1" --out "$demo" \
	    --isolated=/run/netns/internet --isolated=/run/netns/daemon
	world_stop
}

scan_days() {
	# shellcheck source=tests/net/world.sh
	. tests/net/world.sh
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
	rm -f "$demo/ready" "$demo/counters.json"
}

render() {
	say "rendering the site"
	"$BUILD/ntpcensus-render" --archive "$demo" --site "$site" --config tests/demo.conf \
	    --now ${last}T23:59:59Z
}

if [ "${1:-}" = scan ]; then
	scan_days
	exit
fi
started=$SECONDS
rm -rf "$demo"
mkdir -p "$demo"
count_addresses
draw
write_days
enter
render
say "done in $((SECONDS - started)) s: the archive lies in $demo/, the site in $site/"
say "make serve shows it on http://127.0.0.1:8123/"
