#!/bin/bash
# Ctrl-C stops sending, drains what is under way and keeps the run in work;
# --finish-partial makes it a day that is marked partial.
. "$(dirname "$0")/private.sh"
. tests/net/scan.sh

world_build
world_start "$SCRATCH" --seed 5 --date "$date"
"${scan_command[@]}" --targets 5.6.0.0/18 --rate 2000 2>"$SCRATCH/said" &
scanner=$!
sleep 3
test "$(stat -c %a "$out/work/$date/check.key")" = 600 || die "the key is no secret"
key=$(cat "$out/work/$date/check.key")
kill -INT $scanner
status=0
wait $scanner || status=$?
test $status = 130 || die "exit status $status: $(cat "$SCRATCH/said")"
grep -q -- --finish-partial "$SCRATCH/said" || die "it does not say how to go on"
test ! -e "$out/results" || die "an unfinished day stands in the archive"
test ! -e "$out/work/$date/check.key" || die "the key outlived its run"
if grep -rq "$key" "$out"; then die "the key was recorded"; fi
sent=$(jq '[.probes[].sent] | add' "$out/work/$date/run.json")
world_stop
test "$(counter '.requests.mode6 + .requests.mode7')" = "$sent" ||
	die "sent $sent, counted at the far end: $(counter .requests)"

status=0
scan --targets 5.6.0.0/30 --rate 100 2>"$SCRATCH/said" || status=$?
test $status = 1 || die "a second scan of the day went over the stopped one"
grep -q 'stopped scan of that day' "$SCRATCH/said" || die "$(cat "$SCRATCH/said")"

"$BUILD/ntpcensus-scan" --finish-partial --config "$SCRATCH/scan.conf" \
    --out "$out" --date "$date" --quiet
test "$(record .completeness)" = partial || die "not marked as partial"
test "$(rows scan_ntp ip | wc -l)" -gt 100 || die "too few rows"
test ! -e "$out/work/$date" || die "work is left behind"
check_sums

# The day is in the archive now: it is never changed, only revised.
before=$(sha256sum "$(report scan_ntp.csv)")
status=0
scan --targets 5.6.0.0/30 --rate 100 2>"$SCRATCH/said" || status=$?
test $status = 1 || die "a day of the archive was scanned again"
scan --targets 5.6.0.0/30 --rate 100 --revise
test -e "$(report scan_ntp.r2.csv)" || die "no second revision"
test "$(sha256sum "$(report scan_ntp.csv)")" = "$before" || die "the first one changed"
