#!/bin/bash
# Every way out asks each target once and no excluded address; the frames of
# those that make frames themselves are the same, byte for byte, with checksums
# that the kernel at the far end finds right.
. "$(dirname "$0")/private.sh"
. tests/net/scan.sh

ways='udp packet xdp'
# In a namespace of users of its own nobody may put programs into the kernel.
awk '$3 != 4294967295 { exit 1 }' /proc/self/uid_map && ways+=' live'
targets=$SCRATCH/targets
echo 5.6.0.0-5.6.7.255 >"$targets"
printf '5.6.1.0/24\n5.6.7.9\n5.6.4.100-5.6.4.199\n' >"$SCRATCH/exclude"
printf '5.6.0.0/24\n5.6.2.0-5.6.4.99\n5.6.4.200-5.6.7.8\n5.6.7.10-5.6.7.255\n' \
    >"$SCRATCH/allowed"
n=$((8 * 256 - 256 - 1 - 100))
printf '%064d\n' 7 >"$SCRATCH/key"
chmod 600 "$SCRATCH/key"

# checksums_wrong: how many the far end has found so far.
checksums_wrong() {
	ip netns exec internet awk '
		/^(Ip|Udp):/ && !($1 in at) { for (i = 2; i <= NF; i++)
			if ($i ~ /InCsumErrors|InHdrErrors/) at[$1] = at[$1] " " i; next }
		/^(Ip|Udp):/ { n = split(at[$1], f, " "); for (i = 1; i <= n; i++) sum += $f[i] }
		END { print sum + 0 }' /proc/net/snmp
}

# frames_of FILE: the frames of a capture, as text, sorted.
frames_of() {
	tcpdump -t -xx -n -r "$1" 2>/dev/null |
		awk '/^\t/ { $1 = ""; line = line $0; next } { if (line) print line; line = "" }
		    END { print line }' | sort
}

# ask WAY: a scan that way, with a look from the far end.
ask() {
	ip netns exec internet tcpdump -i uplink --immediate-mode -s 200 -B 8192 -U -w "$SCRATCH/$1.pcap" \
	    'udp dst port 123' 2>"$SCRATCH/tcpdump" &
	local dump=$!
	until grep -q listening "$SCRATCH/tcpdump"; do sleep 0.05; done
	world_start "$SCRATCH" --seed 3 --date "$date" --targets "$SCRATCH/allowed"
	rm -rf "$out"
	scan --io "$1" --targets "$targets" --exclude "$SCRATCH/exclude" \
	    --rate 8000 --seed 1 --check-key "$SCRATCH/key" 2>"$SCRATCH/said" ||
		die "$1: $(cat "$SCRATCH/said")"
	world_stop
	sent=$(record '[.probes[] | .sent, .sent_again] | add')
	for ((i = 0; i < 50; i++)); do
		test "$(frames_of "$SCRATCH/$1.pcap" | wc -l)" -lt "$sent" || break
		sleep 0.1
	done
	kill -INT $dump
	wait $dump || true
}

world_build
# Live frames are taken by an end of a veth pair that looks at frames itself.
ip netns exec internet "$BUILD/tests/net/gro" uplink on
for way in $ways; do
	ask "$way"
	test "$(record .link)" = "$way" || die "$way: went by $(record .link): $(cat "$SCRATCH/said")"
	test "$(counter .requests.mode6)" = $n || die "$way: Mode 6: $(counter .requests.mode6) of $n"
	test "$(counter .requests.mode7)" = $n || die "$way: Mode 7: $(counter .requests.mode7) of $n"
	test "$(counter .outside_targets)" = 0 ||
		die "$way: excluded addresses were asked: $(counter '.outside_targets_list[0:3]')"
	test "$(counter .repeated)" = 0 || die "$way: some were asked twice"
	test "$(checksums_wrong)" = 0 || die "$way: wrong checksums: $(checksums_wrong)"
	check_sums
	rows scan_ntp ip response_size version >"$SCRATCH/$way.rows"
	test "$(wc -l <"$SCRATCH/$way.rows")" -gt 300 || die "$way: too few rows to mean anything"
	same "$SCRATCH/udp.rows" "$SCRATCH/$way.rows" "rows by $way"
	test "$way" != udp || continue
	frames_of "$SCRATCH/$way.pcap" >"$SCRATCH/$way.frames"
	test "$(wc -l <"$SCRATCH/$way.frames")" -eq "$sent" || die "$way: not all frames were seen"
	same "$SCRATCH/packet.frames" "$SCRATCH/$way.frames" "frames by $way"
done
