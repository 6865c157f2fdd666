#!/bin/bash
# What is said of ntpsec's ntpd, and what a scan writes of it, is what Debian's
# own ntpq reads of it: value by value, over IPv4 and IPv6.
. "$(dirname "$0")/private.sh"
. tests/net/scan.sh
. tests/net/daemons.sh

python=$PWD/build/ntpq/python3-ntp/usr/lib
ntpq() {
	LD_LIBRARY_PATH=$python/$(uname -m)-linux-gnu/ntp:$daemon_libraries \
	    PYTHONPATH=$python/python3/dist-packages python3 \
	    "$daemons/ntpsec/usr/bin/ntpq" -n "$@"
}

# variables ADDRESS: what ntpq reads, a variable on each line, without its quotes.
# The clock goes on from one question to the next.
variables() {
	ntpq -c raw -c rv "$1" | sed 1,2d | tr -d '\r"' | tr '\n' ' ' |
		awk -v RS=', ' '{ sub(/ +$/, ""); print }' | grep -v '^clock='
}

# settle ADDRESS: reads the variables with ntpq until it reads the same twice,
# before and after our question. Then ours are theirs.
settle() {
	for ((i = 0; i < 20; i++)); do
		variables "$1" >"$SCRATCH/want"
		probe "$1"
		variables "$1" >"$SCRATCH/after"
		! cmp -s "$SCRATCH/want" "$SCRATCH/after" ||
			! grep -q '^stratum=5$' "$SCRATCH/want" || return 0
		sleep 0.5
	done
	die "ntpd does not settle: $(cat "$SCRATCH/want" "$SCRATCH/after")"
}

# probe ADDRESS: asks it for programs and for people.
probe() {
	said json "$1" --json
	said text "$1"
}
said() {
	local status=0
	"$BUILD/ntpcensus-scan" --config "$SCRATCH/scan.conf" \
	    --isolated=/run/netns/internet --isolated=/run/netns/server \
	    --probe "${@:2}" >"$SCRATCH/said.$1" || status=$?
	test $status = 10 || die "the probe of $2 ends with $status"
}

# The columns of a report that ntpsec fills, and ntpq's names of them.
columns=(leap stratum precision rootdelay rootdispersion refid reftime tc peer
    offset frequency jitter clk_wander processor mintc version system)
names=(leap stratum precision rootdelay rootdisp refid reftime tc peer
    offset frequency sys_jitter clk_wander processor mintc version system)

world_build
wire server host 198.18.0.5 198.18.0.6 fd01::1 fd01::2
ip -n server addr add 5.6.7.8/32 dev uplink
ip -n server addr add 2600::7:8/128 dev uplink nodad
ip route add 5.6.7.8/32 via 198.18.0.6
ip route add 2600::7:8/128 via fd01::2
daemon_start ntpsec "$SCRATCH/ntpsec" server || die "ntpd does not start"

declare -A types=([5.6.7.8]=scan_ntp [2600::7:8]=scan6_ntp)
for address in "${!types[@]}"; do
	settle "$address"
	test "$(wc -l <"$SCRATCH/want")" -ge 17 || die "ntpq reads too little"
	jq -r '.mode6.variables | to_entries[] | "\(.key)=\(.value)"' \
	    "$SCRATCH/said.json" | grep -v '^clock=' >"$SCRATCH/got"
	same "$SCRATCH/want" "$SCRATCH/got" "variables of $address"

	# The line of the status, in its words.
	ntpq -c rv "$address" | sed -n 1p >"$SCRATCH/want.status"
	grep '^associd=' "$SCRATCH/said.text" >"$SCRATCH/got"
	same "$SCRATCH/want.status" "$SCRATCH/got" "status words of $address"

	# The row of a scan, if nothing has changed since.
	for ((i = 0; ; i++)); do
		variables "$address" >"$SCRATCH/want"
		rm -rf "$out"
		scan --isolated=/run/netns/server --targets "$address" --rate 100 \
		    --probes ntp
		variables "$address" >"$SCRATCH/after"
		! cmp -s "$SCRATCH/want" "$SCRATCH/after" || break
		test $i -lt 20 || die "ntpd does not settle"
	done
	for ((i = 0; i < ${#columns[@]}; i++)); do
		echo "${names[i]}=$(rows "${types[$address]}" "${columns[i]}")"
	done | sort >"$SCRATCH/got"
	grep -v '^clk_jitter=' "$SCRATCH/want" | sort >"$SCRATCH/want.row"
	same "$SCRATCH/want.row" "$SCRATCH/got" "the row of $address"
done
daemon_stop
