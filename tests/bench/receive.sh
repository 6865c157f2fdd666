#!/bin/bash
# The highest rate of answers that ntpcensus-scan and zmap take: each address
# that is asked answers at once with 440 bytes, at rising rates, and the share is
# counted that ends in rows. Prints lines `name value unit`.
#
#   tests/bench/receive.sh [RUNS]
#
# A rate is what arrived at the far end in the time in which it arrived, however
# much was asked for. Lists of 1 to 100 packets for an address follow, for
# ntpcensus-scan alone: zmap keeps one packet of each host.
. "$(dirname "$0")/../net/private.sh"
. tests/net/scan.sh
. tests/bench/figures.sh

runs=${1:-5}
seconds=3
rates='5000 10000 25000 50000 100000 150000 200000 300000 400000 600000'
readvar=160200010000000000000000
peers=$PWD/build/peers-scan
libraries=$(libraries_of "$peers")

# arrived FIELD: of the far end's interface: 2 received, 10 sent, packets.
arrived() {
	ip -n internet -s link show uplink | awk -v field="$1" '
		/RX:/ { getline; n[2] = $2 } /TX:/ { getline; n[10] = $2 }
		END { print n[field] }'
}

# watch: notes when questions arrive at the far end, until it is killed: lines
# of seconds and packets.
watch() {
	while :; do
		echo "${EPOCHREALTIME/,/.} $(arrived 2)"
		sleep 0.05
	done >"$SCRATCH/watched"
}

# rate_seen: questions per second, between the first and the last.
rate_seen() {
	awk 'NR == 1 { base = n = $2; last = $1; next }
		$2 > n { if (!first) { first = last; from = n } end = $1; n = $2 }
		{ last = $1 }
		END { r = end - first; printf "%.0f", (r > 0 ? (n - from) / r : 0) }' \
	    "$SCRATCH/watched"
}

# under_watch COMMAND...: runs it; offered is the rate that was seen.
under_watch() {
	local watcher
	watch &
	watcher=$!
	"$@" >/dev/null 2>"$SCRATCH/errors" || {
		kill $watcher
		cat "$SCRATCH/errors" >&2
		die "$1 failed"
	}
	kill $watcher
	wait $watcher 2>/dev/null || true
	offered=$(rate_seen)
}

# first_of N: a range of so many addresses.
first_of() {
	echo "10.0.0.0-10.$(($1 / 65536)).$(($1 / 256 % 256)).$(($1 % 256))"
}

# ours RATE: share, in millionths, of the addresses that became rows.
ours() {
	rm -rf "$out"
	under_watch "${scan_command[@]}" --include-private-networks --io packet \
	    --targets "$(first_of $(($1 * seconds - 1)))" --probes ntp --rate "$1"
	share=$(record '.probes.scan_ntp | .rows * 1000000 / .asked | floor')
}

zmap() {
	local n=$(($1 * seconds))
	under_watch env LD_LIBRARY_PATH="$libraries" "$BUILD/tests/net/isolated" \
	    --peer /run/netns/internet 60 "$peers/zmap/usr/sbin/zmap" -C /dev/null \
	    -b /dev/null -M udp -p 123 --probe-args="hex:$readvar" -i world \
	    -S 198.18.0.1 -G "$(mac_of uplink internet)" -T 1 -c 2 -r "$1" -n $n \
	    -q -v 0 -f saddr,data -o "$SCRATCH/zmap.csv" 10.0.0.0/8
	share=$(($(tail -n +2 "$SCRATCH/zmap.csv" | wc -l) * 1000000 / n))
}

# lists RATE: share of the packets of lists that were taken, and their rate.
lists() {
	local packets before
	rm -rf "$out"
	before=$(arrived 10)
	under_watch "${scan_command[@]}" --include-private-networks --io packet \
	    --targets "$(first_of $(($1 * seconds / 50 - 1)))" --probes ntpmonitor \
	    --rate $(($1 / 50))
	packets=$(($(arrived 10) - before))
	share=$(record ".probes.scan_ntpmonitor.received.valid * 1000000 / $packets | floor")
	offered=$((offered * packets / ($1 * seconds / 50)))
}

# climb NAME FUNCTION: notes the highest rates at which 99.9 % and 99.99 % end in
# rows; one bad step may be bad luck, two end it.
climb() {
	local rate best=0 best4=0 bad=0
	for rate in $rates; do
		"$2" "$rate"
		echo "# $1: $rate asked for, $offered seen, $share ppm taken" >&2
		if [ "$share" -ge 999000 ]; then
			bad=0
			test "$offered" -le "$best" || best=$offered
		else
			bad=$((bad + 1))
		fi
		test "$share" -lt 999900 || test "$offered" -le "$best4" || best4=$offered
		test $bad -lt 2 || break
	done
	note "$1.at_999" "$best"
	note "$1.at_9999" "$best4"
}

world_build
"$BUILD/tests/net/gro" world off
tc -n internet qdisc add dev uplink clsact
tc -n internet filter add dev uplink ingress bpf da \
    obj "$BUILD/tests/bench/answer.bpf.o" sec tc
for ((i = 0; i < runs; i++)); do
	climb zmap zmap
	climb ntpcensus-scan ours
	climb lists lists
done

echo "# zmap 2.1.1, kernel $(uname -r), medians of $runs, $seconds s for each rate"
table '{ printf "%s_at_99.9 %d answers/s\n%s_at_99.99 %d answers/s\n", $1,
	median[$1 ".at_999"], $1, median[$1 ".at_9999"] }' <<-END
	ntpcensus-scan
	zmap
	lists
END
table '{ zmap = median["zmap.at_999"]
	if (zmap > 0)
		printf "receive_vs_zmap %.2f ratio\n", median["ntpcensus-scan.at_999"] / zmap
	else
		print "# zmap lost more than 0.1 % at the lowest rate"
}' <<<ratio
load
