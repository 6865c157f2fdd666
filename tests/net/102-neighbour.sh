#!/bin/bash
# Seen from the far end: no excluded address gets a packet, none gets two of a
# kind, the rate holds, and without a burst.
. "$(dirname "$0")/private.sh"
. tests/net/scan.sh

targets=$SCRATCH/targets
echo 5.6.0.0-5.6.31.255 >"$targets"
cat >"$SCRATCH/exclude" <<-END
	5.6.1.0/24         # a network that opted out
	5.6.7.9
	5.6.8.100-5.6.8.199
END
cat >"$SCRATCH/allowed" <<-END
	5.6.0.0/24
	5.6.2.0-5.6.7.8
	5.6.7.10-5.6.8.99
	5.6.8.200-5.6.31.255
END

world_build
world_start "$SCRATCH" --seed 3 --date "$date" --targets "$SCRATCH/allowed"
# 127/8 and the like are excluded without a word; 5.6.0.1 is no second target.
scan --targets "$targets" --targets 5.6.0.1 --targets 127.0.0.0/24 \
    --targets 224.0.0.0/24 --exclude "$SCRATCH/exclude" --rate 4000
world_stop

n=$((32 * 256 - 256 - 1 - 100))
test "$(record .scope.asked)" = $n || die "asked $(record .scope.asked), not $n"
test "$(record .scope.excluded)" = $((256 + 1 + 100 + 512)) ||
	die "excluded $(record .scope.excluded)"
test "$(counter .requests.mode6)" = $n || die "Mode 6: $(counter .requests.mode6) of $n"
test "$(counter .requests.mode7)" = $n || die "Mode 7: $(counter .requests.mode7) of $n"
test "$(counter .outside_targets)" = 0 ||
	die "excluded addresses were asked: $(counter '.outside_targets_list[0:3]')"
test "$(counter .repeated)" = 0 || die "some were asked twice"

# The rate over the time that was not stalled, within 1 %.
jq -e --argjson stalled "$(record .stalled_s)" '
	(.requests.mode6 + .requests.mode7 - 1) /
	    ((.last_ns - .first_ns) / 1e9 - $stalled)
	| . > 3960 and . < 4040' "$SCRATCH/counters.json" >/dev/null ||
	die "the rate was not kept: $(cat "$SCRATCH/counters.json")"
# 10 ms hold 40 packets; 5 ms of debt may come on top, and the receiver's jitter.
test "$(counter .most_in_10_ms)" -le 100 ||
	die "a burst of $(counter .most_in_10_ms) packets in 10 ms"
