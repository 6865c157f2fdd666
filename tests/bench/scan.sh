#!/bin/bash
# Scans one test Internet with ntpcensus-scan, zmap, masscan and nmap, and prints
# how many of the hosts with an answer each of them finds, how many it invents or
# repeats, and what that costs. The truth is the test Internet's own.
#
#   tests/bench/scan.sh [RUNS]
#
# The tools of others are started by tests/net/isolated alone, which lets them
# begin only in namespaces without a way out, and bounds their time.
. "$(dirname "$0")/../net/private.sh"
. tests/net/scan.sh
. tests/bench/figures.sh

runs=${1:-3}
rate=20000
population=(--seed 31 --date "$date" --monlist 5 --duplicates 2 --spoof 2 --delay-ms 100)
readvar=160200010000000000000000
monlist=1700032a0000000000000000
echo 5.6.0.0/18 >"$SCRATCH/all"
echo 5.6.0.0/24 >"$SCRATCH/sample"
peers=$PWD/build/peers-scan
libraries=$(libraries_of "$peers")
zmap=$peers/zmap/usr/sbin/zmap
masscan=$peers/masscan/usr/bin/masscan
nmap=$peers/nmap/usr/bin/nmap

# bounded COMMAND...: the one way to start a tool that is not ours.
bounded() {
	LD_LIBRARY_PATH=$libraries "$BUILD/tests/net/isolated" \
	    --peer /run/netns/internet 280 "$@"
}

# Passes: each leaves what it found in found.6 and found.7, a line for each time
# that the tool names a host.

# ours NAME TARGETS [ARGUMENT...]
ours() {
	rm -rf "$out"
	clocked "$1" scan --targets "$SCRATCH/$2" --rate $rate "${@:3}"
	test ! -e "$(report scan_ntp.csv)" || rows scan_ntp ip >"$SCRATCH/found.6"
	rows scan_ntpmonitor ip >"$SCRATCH/found.7"
}

# zmap_pass NAME MODE PAYLOAD ANSWER: ANSWER says how a proper one begins.
zmap_pass() {
	clocked "$1" bounded "$zmap" -C /dev/null -b /dev/null -M udp -p 123 \
	    --probe-args="hex:$3" -i world -S 198.18.0.1 \
	    -G "$(mac_of uplink internet)" -T 1 -c 2 -r $rate -q -v 0 \
	    -f saddr,data -o "$SCRATCH/zmap.csv" "$(cat "$SCRATCH/all")"
	grep -E "^[0-9.]*,\"?$4" "$SCRATCH/zmap.csv" | cut -d, -f1 >"$SCRATCH/found.$2"
}

# Once all is sent masscan ends only when something comes in.
masscan_pass() {
	ip netns exec internet bash -c \
	    'while sleep 0.2; do echo >/dev/udp/198.18.0.1/9; done' 2>/dev/null &
	local trickle=$!
	clocked "$1" bounded "$masscan" -pU:123 "$(cat "$SCRATCH/all")" --banners \
	    --adapter world --adapter-ip 198.18.0.1 --adapter-port 40960-49151 \
	    --router-mac "$(mac_of uplink internet | tr : -)" --rate $rate \
	    --wait 2 -oL "$SCRATCH/masscan"
	kill $trickle
	awk '$1 == "banner" && /response-size=[1-9]|response-too-big/ { print $4 }' \
	    "$SCRATCH/masscan" >"$SCRATCH/found.7"
}

# nmap asks in two scripts, each of which waits 5 s for those that are silent.
nmap_pass() {
	clocked "$1" bounded "$nmap" -sU -p 123 -n -Pn --script ntp-info,ntp-monlist \
	    --datadir "$peers/nmap-common/usr/share/nmap" --max-retries 1 \
	    --min-rate 500 --min-hostgroup 256 --max-parallelism 512 \
	    -oX "$SCRATCH/nmap.xml" -iL "$SCRATCH/sample" >/dev/null
	nmap_named ntp-info >"$SCRATCH/found.6"
	nmap_named ntp-monlist >"$SCRATCH/found.7"
}

nmap_named() {
	awk -v script="script id=\"$1\"" '
		/<address / { split($0, part, "\""); ip = part[2] }
		index($0, script) { print ip }' "$SCRATCH/nmap.xml"
}

# known TARGETS: known.TARGETS.MODE, the hosts that have a proper answer.
known() {
	local mode
	"$BUILD/simnet" truth "${population[@]}" --targets "$SCRATCH/$1" \
	    --out "$SCRATCH/truth.csv"
	for mode in 6 7; do
		"$BUILD/tests/net/csv_columns" "$SCRATCH/truth.csv" "mode$mode" ip |
			awk '$1 == "yes" || $1 == "elsewhere" { print $2 }' |
			sort -u >"$SCRATCH/known.$1.$mode"
	done
}

# compare NAME TARGETS MODE: what the last pass found with what there is.
compare() {
	local found=$SCRATCH/found.$3 known=$SCRATCH/known.$2.$3 hosts=$SCRATCH/hosts
	sort -u "$found" >"$hosts"
	note "$1.$3.found" "$(comm -12 "$known" "$hosts" | wc -l)"
	note "$1.$3.of" "$(wc -l <"$known")"
	note "$1.$3.wrong" "$(comm -13 "$known" "$hosts" | wc -l)"
	note "$1.$3.again" $(($(wc -l <"$found") - $(wc -l <"$hosts")))
}

# measure NAME TARGETS FUNCTION ARGUMENT...: a pass, so many times.
measure() {
	local mode
	for ((i = 0; i < runs; i++)); do
		rm -f "$SCRATCH"/found.*
		world_start "$SCRATCH" "${population[@]}"
		"$3" "$1" "${@:4}"
		world_stop
		for mode in 6 7; do
			test ! -e "$SCRATCH/found.$mode" || compare "$1" "$2" "$mode"
		done
	done
}

version_of() {
	bounded "$1" --version 2>&1 | grep -o '[0-9][0-9.]*[0-9]' | head -n 1
}

print_table() {
	printf '%-18s %-7s %13s %7s %9s %11s %15s %15s\n' 'least/median' question \
	    found of wrong again 'wall s' 'CPU s'
	table '{
		pass = $1 "." $2
		printf "%-18s %-7s %13s %7d %9s %11s", $3, $2 == 6 ? "READVAR" : "monlist",
		    both(pass ".found"), median[pass ".of"], both(pass ".wrong"),
		    both(pass ".again")
		if ($1 in shown) print "    in the same pass"
		else printf " %15s %15s\n", both($1 ".wall"), both($1 ".cpu")
		shown[$1]
	}' <<-END
		both 6 ntpcensus-scan
		both 7 ntpcensus-scan
		zmap6 6 zmap
		zmap7 7 zmap
		one 7 ntpcensus-scan
		masscan 7 masscan
		sample 6 ntpcensus-scan*
		sample 7 ntpcensus-scan*
		nmap 6 nmap*
		nmap 7 nmap*
	END
}

# Ours over theirs, of the medians.
print_ratios() {
	table 'function share(pass) { return median[pass ".found"] / median[pass ".of"] }
	function all(what, n, name, i, sum) {
		for (i = 1; i <= n; i++) sum += median[name[i] "." what]
		return sum
	}
	{
		printf "ntpcensus-scan / %-14s", $1 " " $2
		n = split($4, theirs, ",")
		for (mode = 6; mode <= 7; mode++) for (i = 1; i <= n; i++)
			if (theirs[i] "." mode ".of" in median)
				printf " %s found %.3f,", mode == 6 ? "READVAR" : "monlist",
				    share($3 "." mode) / share(theirs[i] "." mode)
		printf " wall %.2f, CPU %.2f\n", median[$3 ".wall"] / all("wall", n, theirs),
		    median[$3 ".cpu"] / all("cpu", n, theirs)
	}' <<-END
		zmap $(version_of "$zmap") both zmap6,zmap7
		masscan $(version_of "$masscan") one masscan
		nmap $(version_of "$nmap") sample nmap
	END
}

world_build
# masscan's capture is too small for the frames of an interface with offloads.
"$peers/ethtool/sbin/ethtool" -K world tso off gso off gro off tx off sg off >/dev/null
known all
known sample
"$BUILD/ntpcensus-scan" --version
cat <<END
One test Internet of 16,384 addresses, $rate packets/s, $runs runs, 2 s of waiting at
the end; * 256 of the addresses, and nmap at its own pace. found: hosts that have
a proper answer; wrong: hosts that have none; again: further lines for a host. Of
zmap's and masscan's lines those count that hold a proper answer. Old servers are
asked again in their own form by ntpcensus-scan alone, in the same pass.
END
load
echo
measure both all ours all
measure zmap6 all zmap_pass 6 $readvar '.[6e][89ab]20001'
measure zmap7 all zmap_pass 7 $monlist '[9d]7..032a0([1-9a-f]|0[1-9a-f]|00[1-9a-f])'
measure one all ours all --probes ntpmonitor
measure masscan all masscan_pass
measure sample sample ours sample
measure nmap sample nmap_pass
print_table
echo
print_ratios
load
