#!/bin/bash
# What the scanner is to find of real daemons: all serve time, but only ntpsec's
# ntpd, told to, answers Mode 6; none answers Mode 7. Over IPv4 and IPv6, from
# another namespace:
#
#   here 192.0.2.1, 2001:db8::1 -- veth -- server 192.0.2.2, 2001:db8::2
. "$(dirname "$0")/private.sh"
. tests/net/daemons.sh

time=23$(printf '0%.0s' {1..94})
readvar=160200010000000000000000
monlist=1700032a0000000000000000

# asks ADDRESS HEX: is there an answer? It is left in $answer.
asks() {
	local status=0
	answer=$("$BUILD/tests/net/ntp_ask" "$1" "$2") || status=$?
	test $status -le 1 || die "cannot ask $1"
	return $status
}

# Does the answer, a header of 12 bytes and text, name ntpsec's version?
names_version() {
	printf '%b' "$(printf '%s' "${answer:24}" | sed 's/../\\x&/g')" |
		grep -q 'version="ntpd ntpsec-'
}

check_daemon() {
	local daemon=$1 address=$2
	if asks "$address" $monlist; then
		die "$daemon answers Mode 7 at $address: $answer"
	fi
	if asks "$address" $readvar; then
		test "$daemon" = ntpsec || die "$daemon answers Mode 6: $answer"
		names_version || die "no version in $answer"
	else
		test "$daemon" != ntpsec || die "ntpsec is silent at $address"
	fi
	asks "$address" "$time" || die "$daemon serves no time at $address"
}

ip netns add server
ip link add here type veth peer name there netns server
ip addr add 192.0.2.1/24 dev here
ip addr add 2001:db8::1/64 dev here nodad
ip link set here up
ip -n server link set lo up
ip -n server addr add 192.0.2.2/24 dev there
ip -n server addr add 2001:db8::2/64 dev there nodad
ip -n server link set there up

for daemon in $(daemon_kinds); do
	daemon_start "$daemon" "$SCRATCH/$daemon" server ||
		die "$daemon does not start"
	check_daemon "$daemon" 192.0.2.2
	check_daemon "$daemon" 2001:db8::2
	daemon_stop
done
