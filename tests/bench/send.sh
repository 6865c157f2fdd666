#!/bin/bash
# Packets that ntpcensus-scan sends for each second of a core, by each of its
# ways out, against zmap and masscan with the same question, and against a bare
# loop of the same technique. Prints lines `name value unit`.
#
#   tests/bench/send.sh [RUNS]
#
# What is sent arrives in a namespace without a way out, and is dropped there:
# by tc, or by XDP where frames are live (each technique has the end that costs
# it least). Packets are those that the far end's interface counted, and the
# processor time is that of the program and of the kernel's softirq threads,
# so that the far end's work is with it.
if [ "${NTPCENSUS_PRIVATE:-}" != yes ]; then
	# Seen from inside, the kernel's threads are not there.
	exec 7</proc/"$(pgrep -x ksoftirqd/0)"/stat
	other=$(pgrep -x ksoftirqd/1) && exec 8</proc/"$other"/stat
fi
. "$(dirname "$0")/../net/private.sh"
. tests/net/scan.sh
. tests/bench/figures.sh

runs=${1:-5}
readvar=160200010000000000000000
peers=$PWD/build/peers-scan
libraries=$(libraries_of "$peers")

# bounded COMMAND...: the one way to start a tool that is not ours.
bounded() {
	LD_LIBRARY_PATH=$libraries "$BUILD/tests/net/isolated" \
	    --peer /run/netns/internet 60 "$@"
}

version_of() {
	bounded "$1" --version 2>&1 | grep -o '[0-9][0-9.]*[0-9]' | head -n 1
}

arrived() {
	ip -n internet -s link show uplink | awk '/RX:/ { getline; print $2 }'
}

# softirq_s: seconds of the kernel's threads, in ticks of 10 ms.
softirq_s() {
	local fd ticks=0 fields
	for fd in 7 8; do
		test -e /proc/self/fd/$fd || continue
		read -ra fields </proc/self/fd/$fd
		ticks=$((ticks + fields[13] + fields[14]))
	done
	awk -v n=$ticks 'BEGIN { print n / 100 }'
}

drop_by_tc() {
	ip -n internet link set dev uplink xdp off
	tc -n internet qdisc add dev uplink clsact
	tc -n internet filter add dev uplink ingress bpf da \
	    obj "$BUILD/tests/bench/sink.bpf.o" sec tc
}

drop_by_xdp() {
	tc -n internet qdisc del dev uplink clsact
	ip -n internet link set dev uplink xdp obj "$BUILD/tests/bench/sink.bpf.o" sec xdp
}

# rate_of NAME COMMAND...: notes NAME.rate, million packets per core-second.
rate_of() {
	local name=$1 packets ticks cpu wall
	shift
	packets=$(arrived) ticks=$(softirq_s)
	rm -f "$SCRATCH/clock"
	"$BUILD/tests/bench/clock" "$SCRATCH/clock" "$@" >/dev/null 2>"$SCRATCH/errors" || {
		cat "$SCRATCH/errors" >&2
		die "$name failed"
	}
	read -r wall cpu _ <"$SCRATCH/clock"
	packets=$(($(arrived) - packets))
	test $packets -gt 100000 || die "$name sent $packets packets in $wall s"
	note "$name.rate" "$(awk -v n=$packets -v cpu="$cpu" -v before="$ticks" \
	    -v after="$(softirq_s)" 'BEGIN { print n / (cpu + after - before) / 1e6 }')"
}

# ours WAY TARGETS
ours() {
	rm -rf "$out"
	rate_of "$1" "${scan_command[@]}" --include-private-networks --io "$1" \
	    --targets "$2" --probes ntp --rate 1000000000 --seed 1
	test "$(record .link)" = "$1" || die "went by $(record .link): $(cat "$SCRATCH/errors")"
	test "$(record .lost_on_the_way)" = 0 || die "$1 lost $(record .lost_on_the_way)"
}

# bare WAY N
bare() {
	rate_of "bare-$1" "$BUILD/tests/bench/bare" "$1" world "$(mac_of world)" \
	    "$(mac_of uplink internet)" 198.18.0.1 "$2" "$BUILD/tests/bench/bare.bpf.o"
}

zmap() {
	export LD_LIBRARY_PATH=$libraries
	rate_of zmap "$BUILD/tests/net/isolated" --peer /run/netns/internet 60 \
	    "$peers/zmap/usr/sbin/zmap" -C /dev/null -b /dev/null -M udp -p 123 \
	    --probe-args="hex:$readvar" -i world -S 198.18.0.1 \
	    -G "$(mac_of uplink internet)" -T 1 -c 0 -t 4 -r 100000000 -q -v 0 \
	    -o /dev/null 10.0.0.0/8
	unset LD_LIBRARY_PATH
}

# It has no end that could be set but that of its targets.
masscan() {
	export LD_LIBRARY_PATH=$libraries
	rate_of masscan "$BUILD/tests/net/isolated" --peer /run/netns/internet 60 \
	    "$peers/masscan/usr/bin/masscan" -pU:123 10.0.0.0/12 --adapter world \
	    --adapter-ip 198.18.0.1 --adapter-port 40960-49151 \
	    --router-mac "$(mac_of uplink internet | tr : -)" --rate 100000000 \
	    --wait 0 -oL /dev/null
	unset LD_LIBRARY_PATH
}

world_build
for ((i = 0; i < runs; i++)); do
	drop_by_tc
	ours packet 10.0.0.0/9
	bare packet 8000000
	zmap
	ours xdp 10.0.0.0/9
	bare xdp 8000000
	masscan
	drop_by_xdp
	ours live 10.0.0.0/8
	bare live 30000000
done

echo "# zmap $(version_of "$peers/zmap/usr/sbin/zmap"), masscan $(version_of \
    "$peers/masscan/usr/bin/masscan"), kernel $(uname -r), medians of $runs"
{ printf '%s\n' packet xdp live bare-packet bare-xdp bare-live zmap masscan; } |
	table '{ printf "%s %.3f Mpackets/core-s\n", $1, median[$1 ".rate"] }'
table '{ for (i = 2; i <= NF; i++) {
	peer = $i == "bare" ? "bare-" $1 : $i
	printf "%s_vs_%s %.2f ratio\n", $1, $i, median[$1 ".rate"] / median[peer ".rate"]
} }' <<-END
	packet zmap masscan bare
	xdp zmap masscan bare
	live zmap masscan bare
END
load
