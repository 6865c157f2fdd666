#!/bin/bash
# Forged answers, from addresses near those that were asked, to ports that their
# senders have to guess, add no more rows than guessing explains: their number
# times 2^-bits, with the bits of the run record, and what chance adds to that.
. "$(dirname "$0")/private.sh"
. tests/net/scan.sh

targets=$SCRATCH/targets
population=(--seed 21 --date "$date" --monlist 10)
echo 5.6.0.0/19 >"$targets"

world_build
world_start "$SCRATCH" "${population[@]}" --targets "$targets" --spoof 30
"$BUILD/simnet" truth "${population[@]}" --targets "$targets" \
    --out "$SCRATCH/truth.csv"
scan --targets "$targets" --rate 20000
world_stop

forged=$(counter .forged)
test "$forged" -gt 2000 || die "only $forged forged packets"
test "$(record '[.probes[].received.unasked] | add')" -gt $((forged / 2)) ||
	die "forged packets were not counted as unasked"

# check MODE TYPE
check() {
	"$BUILD/tests/net/csv_columns" "$SCRATCH/truth.csv" "mode$1" ip |
		awk '$1 == "yes" || $1 == "elsewhere" { print $2 }' | sort >"$SCRATCH/want"
	rows "$2" ip | sort >"$SCRATCH/found"
	invented=$(comm -13 "$SCRATCH/want" "$SCRATCH/found" | wc -l)
	awk -v n="$invented" -v forged="$forged" \
	    -v bits="$(record ".probes.$2.check_bits")" 'BEGIN {
		most = forged / 2 ^ bits
		exit n > most + 5 * sqrt(most) + 1
	}' || die "$2: $invented rows out of $forged forged packets"
	# Answers from elsewhere are booked only while few probes are in flight.
	"$BUILD/tests/net/csv_columns" "$SCRATCH/truth.csv" "mode$1" ip |
		awk '$1 == "yes" { print $2 }' | sort >"$SCRATCH/must"
	test -z "$(comm -23 "$SCRATCH/must" "$SCRATCH/found")" ||
		die "$2: forged packets hid hosts"
}
check 6 scan_ntp
check 7 scan_ntpmonitor
check_sums
