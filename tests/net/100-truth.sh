#!/bin/bash
# A scan of a test Internet that loses nothing finds every host that the truth
# file names and no other, with its packets, bytes, version and stratum.
. "$(dirname "$0")/private.sh"
. tests/net/scan.sh

targets=$SCRATCH/targets
population=(--seed 11 --date "$date" --hostile 12 --monlist 12 --delay-ms 300)
printf '5.6.0.0/20\n# IPv6 too\n2600::/118\n' >"$targets"

# truth FILTER COLUMN...: these columns of the truth's lines that awk lets by.
# only FILE: of the lines that come, those whose address stands in the file.
only() {
	awk -F "\t" "NR == FNR { wanted[\$1]; next } \$1 in wanted" "$1" -
}
truth() {
	local lines=$SCRATCH/truth.lines
	"$BUILD/tests/net/csv_columns" "$SCRATCH/truth.csv" \
	    mode6 mode7 plain6 "${@:2}" >"$lines"
	awk -F "\t" "$1" "$lines" | cut -f 4- | sort
}

world_build
world_start "$SCRATCH" "${population[@]}" --targets "$targets"
"$BUILD/simnet" truth "${population[@]}" --targets "$targets" \
    --out "$SCRATCH/truth.csv"
scan --targets "$targets" --rate 20000 --seed 1
world_stop

both() {
	cat <(rows "scan_$1" "${@:2}") <(rows "scan6_$1" "${@:2}") | sort
}
truth '$1 == "yes" || $1 == "elsewhere"' ip >"$SCRATCH/want"
both ntp ip >"$SCRATCH/got"
same "$SCRATCH/want" "$SCRATCH/got" "hosts that answer Mode 6"
test "$(wc -l <"$SCRATCH/got")" -gt 1500 || die "too few hosts to mean anything"

truth '$1 == "yes"' ip bytes6 >"$SCRATCH/want"
cp "$SCRATCH/want" "$SCRATCH/yes"
both ntp ip response_size | only "$SCRATCH/yes" >"$SCRATCH/got"
same "$SCRATCH/want" "$SCRATCH/got" "bytes of Mode 6 answers"

truth '$1 == "yes" && $3 == 1' ip version stratum >"$SCRATCH/want"
cp "$SCRATCH/want" "$SCRATCH/yes"
both ntp ip version stratum | only "$SCRATCH/yes" >"$SCRATCH/got"
same "$SCRATCH/want" "$SCRATCH/got" "versions and strata"

truth '$2 == "yes"' ip packets7 bytes7 >"$SCRATCH/want"
both ntpmonitor ip packets response_size >"$SCRATCH/got"
same "$SCRATCH/want" "$SCRATCH/got" "monlists"
test "$(wc -l <"$SCRATCH/got")" -gt 100 || die "too few monlists to mean anything"

check_sums
test "$(counter .outside_targets)" = 0 || die "addresses outside the targets were asked"
test "$(counter .repeated)" = 0 || die "hosts were asked twice"
test "$(counter .requests.mode7_old)" = "$(record '[.probes[].sent_again] | add')" ||
	die "the older form was sent to others than the record says"
test "$(record '[.probes[].rows_again] | add')" -gt 3 ||
	die "too few old servers to mean anything"
for type in scan_ntp scan_ntpmonitor scan6_ntp scan6_ntpmonitor; do
	head -n 1 "$(report $type.csv)" | cmp - "tests/data/$type.header.csv"
	tail -n +2 "$(report $type.csv)" | cut -d, -f3 >"$SCRATCH/got"
	case $type in
	scan_*) sort -V "$SCRATCH/got" >"$SCRATCH/want" ;;
	*) continue ;;
	esac
	same "$SCRATCH/want" "$SCRATCH/got" "the order of $type"
done
