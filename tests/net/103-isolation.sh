#!/bin/bash
# --isolated lets no namespace with a way out begin, and nothing is sent from it.
. "$(dirname "$0")/private.sh"
. tests/net/scan.sh

# refused WHAT WAY...: the scanner, started there, must refuse.
refused() {
	local what=$1 status=0
	shift
	"$@" --config "$SCRATCH/scan.conf" --targets 5.6.0.0/30 --rate 100 \
	    --out "$out" >"$SCRATCH/said" 2>&1 || status=$?
	test $status = 1 || die "$what: exit status $status"
	grep -q 'not isolated\|cannot open the network namespace' "$SCRATCH/said" ||
		die "$what: $(cat "$SCRATCH/said")"
	test ! -e "$out" || die "$what: something was written"
}
in_container() {
	ip netns exec container "$BUILD/ntpcensus-scan" "$@"
}

# A container: lo, a veth end, a default route; the other end is with its host.
wire container docker 198.18.0.9 198.18.0.10 fd02::1 fd02::2
refused "a container" in_container --isolated
refused "a container that names a wrong peer" \
    in_container --isolated=/proc/self/ns/net
ip netns add elsewhere
refused "a container that names an empty peer" \
    in_container --isolated=/run/netns/elsewhere
refused "a peer that is no namespace" in_container --isolated=/nowhere

# The host has another interface, which leads elsewhere: a way out.
ip link add out type veth peer name out netns elsewhere
refused "a peer that has a way out" in_container --isolated=/proc/$$/ns/net
ip link add name br0 type dummy 2>/dev/null && {
	ip link del out
	refused "a peer with a dummy" in_container --isolated=/proc/$$/ns/net
	ip link del br0
}
ip link del out 2>/dev/null || true

# Without it, the two namespaces are a closed world.
in_container --isolated=/proc/$$/ns/net --config "$SCRATCH/scan.conf" \
    --targets 5.6.0.0/30 --rate 100 --out "$out" --date "$date" --quiet ||
	die "a closed pair of namespaces was refused"
test -e "$(report scan_ntp.csv)" || die "it wrote nothing"

# The wrapper for other tools makes the same check, and bounds their time.
status=0
ip netns exec container "$BUILD/tests/net/isolated" 5 echo ran >"$SCRATCH/said" 2>&1 ||
	status=$?
test $status != 0 || die "the wrapper started a tool in a container"
if grep -q ran "$SCRATCH/said"; then die "the tool ran"; fi
test "$("$BUILD/tests/net/isolated" --peer /run/netns/container 5 echo ran)" = ran ||
	die "the wrapper refuses a closed pair"
status=0
bash -c '"$0" --peer /run/netns/container 1 sleep 60; exit $?' \
    "$BUILD/tests/net/isolated" 2>/dev/null || status=$?
test $status != 0 || die "the wrapper let a tool run on"
