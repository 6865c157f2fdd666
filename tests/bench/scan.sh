#!/bin/bash
# Scans one test Internet with ntpcensus-scan, zmap and nmap, and prints how many
# of the hosts that answer Mode 6 each of them finds, how many it invents, and
# what that costs. The truth is the test Internet's own.
#
#   tests/bench/scan.sh [RUNS]
#
# Every tool is started by tests/net/isolated alone, which lets it begin only in
# namespaces without a way out, and bounds its time. ntpcensus-scan asks both of
# its questions in the time given, zmap one, and nmap, which is slow, asks its own
# sample of the addresses.
. "$(dirname "$0")/../net/private.sh"
. tests/net/scan.sh

runs=${1:-3}
rate=20000
targets=$SCRATCH/targets
sample=$SCRATCH/sample
population=(--seed 31 --date "$date" --monlist 5 --duplicates 2 --delay-ms 100)
echo 5.6.0.0/18 >"$targets"
echo 5.6.0.0/26 >"$sample"
peers=$PWD/build/peers
libraries=$(find "$peers" -name '*.so*' -printf '%h\n' | sort -u | paste -sd:)
TIMEFORMAT='%R %U %S'

# bounded COMMAND...: the one way to start a tool that is not ours.
bounded() {
	LD_LIBRARY_PATH=$libraries "$BUILD/tests/net/isolated" \
	    --peer /run/netns/internet 300 "$@"
}

run_ntpcensus() {
	rm -rf "$out"
	scan --targets "$targets" --rate $((2 * rate))
	rows scan_ntp ip >"$SCRATCH/found"
}

run_zmap() {
	bounded "$peers/zmap/usr/sbin/zmap" -C /dev/null -b /dev/null -M udp -p 123 \
	    --probe-args=hex:160200010000000000000000 -i world -S 198.18.0.1 \
	    -G "$(mac_of uplink internet)" -T 1 -c 2 -r $rate -q -v 0 \
	    -f saddr -o "$SCRATCH/zmap.csv" "$(cat "$targets")" 2>/dev/null
	grep -v saddr "$SCRATCH/zmap.csv" | sort >"$SCRATCH/found"
}

run_nmap() {
	bounded "$peers/nmap/usr/bin/nmap" -sU -p 123 -n -Pn --script ntp-info \
	    --datadir "$peers/nmap-common/usr/share/nmap" --max-retries 1 --min-rate 500 \
	    -oG /dev/null -oX "$SCRATCH/nmap.xml" -iL "$sample" >/dev/null
	awk '/<address addrtype="ipv4"|<address addr=/ { split($0, a, "addr=\""); ip = a[2]; sub(/".*/, "", ip) }
	    /script id="ntp-info"/ { print ip }' "$SCRATCH/nmap.xml" | sort >"$SCRATCH/found"
}

# truth [NETWORK]: the hosts that answer Mode 6 properly.
truth() {
	"$BUILD/tests/net/csv_columns" "$SCRATCH/truth.csv" mode6 ip |
		awk '$1 == "yes" || $1 == "elsewhere" { print $2 }' |
		grep "^${1:-}" | sort >"$SCRATCH/want"
}

# measure NAME FUNCTION: a line for each run: name, found, true, invented,
# seconds, processor seconds.
measure() {
	local took
	for ((i = 0; i < runs; i++)); do
		world_start "$SCRATCH" "${population[@]}"
		took=$({ time "$2"; } 2>&1 | tail -n 1)
		world_stop
		echo "$1 $(comm -12 "$SCRATCH/want" "$SCRATCH/found" | wc -l)" \
		    "$(wc -l <"$SCRATCH/want")" \
		    "$(comm -13 "$SCRATCH/want" "$SCRATCH/found" | wc -l)" \
		    "$took" >>"$SCRATCH/figures"
	done
}

# The median of each figure, and ours over theirs.
print_table() {
	printf '%-16s %9s %9s %9s %9s %9s %16s\n' tool found of invented \
	    'wall s' 'CPU s' 'CPU ms/1000 found'
	for tool in ntpcensus zmap nmap; do
		grep "^$tool " "$SCRATCH/figures" | awk '{ print $1, $2, $3, $4, $5, $6 + $7 }' |
			sort -k 6 -n | sed -n "$(((runs + 1) / 2))p"
	done | awk '{
		printf "%-16s %9d %9d %9d %9.2f %9.3f %16.1f\n", $1, $2, $3, $4, $5, $6, 1e6 * $6 / $2
		share[$1] = $2 / $3; cpu[$1] = $6 / $2
	} END {
		print ""
		for (t in share) if (t != "ntpcensus")
			printf "ntpcensus / %-6s share found %.3f, CPU time for a found host %.3f\n",
			    t, share["ntpcensus"] / share[t], cpu["ntpcensus"] / cpu[t]
	}'
}

world_build
"$BUILD/simnet" truth "${population[@]}" --targets "$targets" --out "$SCRATCH/truth.csv"
echo "$("$BUILD/ntpcensus-scan" --version), both questions, $((2 * rate)) packets/s"
echo "zmap $(bounded "$peers/zmap/usr/sbin/zmap" --version 2>&1 | awk '{ print $2; exit }'), READVAR, $rate packets/s"
bounded "$peers/nmap/usr/bin/nmap" --version | awk 'NR == 1 { print "nmap", $3 ", ntp-info, on 64 of the addresses" }'
echo "16,384 addresses, median of $runs runs, load before: $(cut -d' ' -f1 /proc/loadavg)"
echo
truth
measure ntpcensus run_ntpcensus
measure zmap run_zmap
truth '5\.6\.0\.\([0-9]\|[1-5][0-9]\|6[0-3]\)$'
measure nmap run_nmap
print_table
