# shellcheck shell=bash
# Sourced by net tests and the demo, in namespaces of their own: a namespace
# with a test Internet in it, and the scanner's way there.
#
#   here 198.18.0.1, fd00::1 -- veth -- 198.18.0.2, fd00::2 internet: simnet

# mac_of INTERFACE [NETNS]
mac_of() {
	ip ${2:+-n "$2"} -br link show "$1" | awk '{ print $3 }'
}

# wire NETNS INTERFACE OUR-IPV4 ITS-IPV4 OUR-IPV6 ITS-IPV6: a new namespace that
# leads back here by a veth pair, and nowhere else. Both ends know each other:
# while a neighbour is looked for, the kernel keeps few packets and drops others.
wire() {
	local address
	ip netns add "$1"
	ip link add "$2" type veth peer name uplink netns "$1"
	ip addr add "$3/30" dev "$2"
	ip addr add "$5/64" dev "$2" nodad
	ip link set "$2" up
	ip -n "$1" link set lo up
	ip -n "$1" addr add "$4/30" dev uplink
	ip -n "$1" addr add "$6/64" dev uplink nodad
	ip -n "$1" link set uplink up
	for address in "$4" "$6"; do
		ip neigh replace "$address" lladdr "$(mac_of uplink "$1")" dev "$2"
	done
	for address in "$3" "$5"; do
		ip -n "$1" neigh replace "$address" lladdr "$(mac_of "$2")" dev uplink
		ip -n "$1" route add default via "$address"
	done
}

# The namespace of the test Internet, in which every address is its own.
world_build() {
	ip link set lo up
	wire internet world 198.18.0.1 198.18.0.2 fd00::1 fd00::2
	ip route add default via 198.18.0.2
	ip route add default via fd00::2
	ip -n internet route replace local 0.0.0.0/0 dev lo table main
	ip -n internet route replace local ::/0 dev lo table main
}

# world_start FOLDER ARGUMENT...: starts simnet with these arguments, and keeps
# what it counts in FOLDER/counters.json.
world_start() {
	world_folder=$1
	shift
	rm -f "$world_folder/ready"
	ip netns exec internet "$BUILD/simnet" serve --peer /proc/$$/ns/net \
	    --ready "$world_folder/ready" --max-seconds 300 \
	    --counters "$world_folder/counters.json" "$@" &
	world_pid=$!
	until test -e "$world_folder/ready"; do
		kill -0 "$world_pid" || return 1
		sleep 0.05
	done
}

world_stop() {
	kill "$world_pid"
	wait "$world_pid"
}
