#!/bin/bash
# With 5 % of the packets lost, only hosts of which packets were lost are
# missing, and none is invented.
. "$(dirname "$0")/private.sh"
. tests/net/scan.sh

targets=$SCRATCH/targets
population=(--seed 12 --date "$date" --monlist 20 --loss 5)
echo 5.6.0.0/20 >"$targets"

world_build
world_start "$SCRATCH" "${population[@]}" --targets "$targets"
"$BUILD/simnet" truth "${population[@]}" --targets "$targets" \
    --out "$SCRATCH/truth.csv"
scan --targets "$targets" --rate 20000
world_stop

# check MODE TYPE: who is found lies between who must and who may be.
check() {
	"$BUILD/tests/net/csv_columns" "$SCRATCH/truth.csv" "mode$1" ip |
		awk '$1 == "yes" { print $2 }' | sort >"$SCRATCH/must"
	"$BUILD/tests/net/csv_columns" "$SCRATCH/truth.csv" "mode$1" "lost$1" ip |
		awk '$1 == "lost" && $2 > 0 { print $3 }' | sort >"$SCRATCH/lost"
	"$BUILD/tests/net/csv_columns" "$SCRATCH/truth.csv" "mode$1" ip |
		awk '$1 == "elsewhere" { print $2 }' | sort >"$SCRATCH/elsewhere"
	rows "$2" ip | sort >"$SCRATCH/found"
	comm -23 "$SCRATCH/must" "$SCRATCH/found" >"$SCRATCH/missing"
	test ! -s "$SCRATCH/missing" ||
		die "missing without a loss: $(head -n 3 "$SCRATCH/missing")"
	sort "$SCRATCH/must" "$SCRATCH/elsewhere" |
		comm -13 - "$SCRATCH/found" >"$SCRATCH/invented"
	test ! -s "$SCRATCH/invented" ||
		die "invented: $(head -n 3 "$SCRATCH/invented")"
	test -s "$SCRATCH/lost" || die "nothing was lost, so nothing was tested"
}
check 6 scan_ntp
check 7 scan_ntpmonitor
check_sums
