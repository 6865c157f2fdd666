#!/bin/bash
# What happened, how well each day was measured, and what was corrected: the
# events of run records and of an operator's file, lost packets, and numbers
# that were published and are not the same any more, without the groups that a
# small difference would tell of.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
data=$work/site/data/v1

fail() {
	echo "$*"
	exit 1
}

# hosts COUNTRY N NET: N hosts of the network 64500 + NET
hosts() {
	local i
	for i in $(seq "$2"); do
		echo "2026-11-20 00:00:00,192.0.$3.$i,123,$((64500 + $3)),$1"
	done
}

# report DAY [SUFFIX]: what comes in is a report of the day
report() {
	local folder=$work/archive/results/2026/11/$1
	mkdir -p "$folder"
	{
		echo '"timestamp","ip","port","asn","geo"'
		cat
	} >"$folder/2026-11-$1-scan_ntp${2-}.csv"
}

# record DAY MEMBERS [SUFFIX [MEMBERS OF scan_ntp]]
record() {
	cat >"$work/archive/results/2026/11/$1/2026-11-$1-run${3-}.json" <<-END
		{"format": 1, "date": "2026-11-$1", "probes": {"scan_ntp": {${4-}}}, $2}
	END
}

render() {
	"${BUILD:-build}/ntpcensus-render" --quiet --archive "$work/archive" --min-count 5 \
	    --config "$work/ntpcensus.conf" --site "$work/site" "$@"
}

# says FILE LINES: the file is the header and these lines
says() {
	tail -n +2 "$data/$1" | diff - <(printf '%s' "${2:+$2$'\n'}") || fail "$1 is otherwise"
}

cat >"$work/ntpcensus.conf" <<END
site { events = "events.csv" }
END
cat >"$work/events.csv" <<END
date,until,scan,event,text
2026-11-18,2026-11-19,scan_ntp,outage,"the line was down, twice"
2026-11-16,,,method,=1+1 <b> is asked
2026-11-31,,,note,no such day
2026-11-18,,,missing,only runs tell this
END
{ hosts DE 20 1; hosts DE 9 2; hosts FR 12 3; } | report 17
record 17 '"program": "a 1", "dropped_by_kernel": 3,
	"started": "2026-11-17T01:00:00Z", "ended": "2026-11-17T01:02:03Z",
	"databases": [{"type": "asn", "built": "2026-11-01T00:00:00Z"}]' "" \
	'"asked": 99, "sent": 99, "send_errors": 1, "answered": 46, "received": {"total": 297}'
{ hosts DE 20 1; hosts DE 9 2; hosts FR 12 3; } | report 20 .shard-1-of-2
record 20 '"program": "a 2",
	"databases": [{"type": "asn", "built": "2026-11-09T00:00:00Z"}]' .shard-1-of-2 \
	'"asked": 99, "answered": 44'
{ hosts DE 20 1; hosts DE 9 2; hosts FR 12 3; } | report 21
# Four answered at all.
hosts IS 4 4 | report 22
record 22 '"program": "a 2"' "" '"asked": 99, "answered": 4, "received": {"total": 4}'

render --now 2026-11-22T06:00:00Z 2>"$work/said" || test $? -eq 3
grep -q 'events.csv:4: row skipped: its date is no day (and 1 more' "$work/said" ||
	fail "no word on what was skipped: $(cat "$work/said")"
says events.csv "2026-11-16,2026-11-16,,method,'=1+1 <b> is asked
2026-11-18,2026-11-19,scan_ntp,outage,\"the line was down, twice\"
2026-11-18,2026-11-19,scan_ntp,missing,there was no scan
2026-11-20,2026-11-20,scan_ntp,program,\"measured by a 2, before by a 1\"
2026-11-20,2026-11-20,scan_ntp,databases,\"located by asn of 2026-11-09, before by asn of 2026-11-01\"
2026-11-20,2026-11-20,scan_ntp,partial,\"the scan was partial, so counts are too low\""
says revisions.csv ""
# 1 of 100 and 3 of 300 are lost; who answered without being counted is a group of
# 5, of 3, and of none; and of 4 hosts nothing is told.
says years/2026/quality.csv '2026-11-17,scan_ntp,complete,1,99,,99,1,297,3,1.990,46,123,,a 1,asn of 2026-11-01
2026-11-18,scan_ntp,missing,0,,,,,,,,,,,,
2026-11-19,scan_ntp,missing,0,,,,,,,,,,,,
2026-11-20,scan_ntp,partial,1,99,,,,,,,,,,a 2,asn of 2026-11-09
2026-11-21,scan_ntp,complete,0,,,,,,,,,,,,
2026-11-22,scan_ntp,complete,1,99,,,,,,,,,,a 2,'
grep -q '^2026-11-22,scan_ntp,complete,,1,.*,99,,,,,,,0$' "$data/latest/run.csv" ||
	fail "the run tells of 4 hosts: $(cat "$data/latest/run.csv")"

# The other shard comes: the world changes by 8; France by 3, which Germany joins,
# as 8 less its 5 would tell of them.
{ hosts DE 2 5; hosts DE 2 5 | sed 's/,192.0.5./,192.0.6./;s/,64505,/,64501,/'
	hosts DE 1 7 | sed 's/,64507,/,64501,/'; hosts FR 3 8 | sed 's/,64508,/,64503,/'; } |
	report 20 .shard-2-of-2
record 20 '"program": "a 2"' .shard-2-of-2 '"asked": 9'
render --now 2026-11-23T06:00:00Z 2>"$work/said" || test $? -eq 3
why="the rest of the day's reports came later"
late="2026-11-23,2026-11-20,scan_ntp,world,,41,49,0,$why
2026-11-23,2026-11-20,scan_ntp,DE,,,34,1,$why
2026-11-23,2026-11-20,scan_ntp,DE,64501,,23,1,$why
2026-11-23,2026-11-20,scan_ntp,DE,64502,,,1,$why
2026-11-23,2026-11-20,scan_ntp,FR,,,15,1,$why
2026-11-23,2026-11-20,scan_ntp,FR,64503,,15,1,$why"
says revisions.csv "$late"

# A correction, with a reason of its own, which is not told as markup either.
{ hosts DE 30 1; hosts DE 3 2; hosts FR 12 3; } | report 21 .r2
record 21 '"note": "<i>wrong</i> list"' .r2
render --now 2026-11-24T06:00:00Z 2>/dev/null || test $? -eq 3
corrected='2026-11-24,2026-11-21,scan_ntp,world,,,45,1,<i>wrong</i> list
2026-11-24,2026-11-21,scan_ntp,DE,,,33,1,<i>wrong</i> list
2026-11-24,2026-11-21,scan_ntp,DE,64501,,,1,<i>wrong</i> list
2026-11-24,2026-11-21,scan_ntp,DE,64502,,,1,<i>wrong</i> list'
says revisions.csv "$late
$corrected"

# The page about changes names both days, and what happened.
changes=$work/site/methodology/changes/index.html
grep -qF '<td class="num">4</td><td>24 November 2026</td><td>&lt;i&gt;wrong&lt;/i&gt; list</td>' "$changes" ||
	fail "the page does not tell the correction"
test "$(grep -c '<td>23 November 2026</td>' "$changes")" = 1 || fail "nor the one before, once"
grep -qF '<th scope="row">18 November 2026 to 19 November 2026</th><td>Mode 6 over IPv4</td><td>missing</td>' \
    "$changes" || fail "the page does not tell of the missing days"

# It stays, whatever is rendered again, until the threshold is another.
render --now 2026-11-25T06:00:00Z --force 2>/dev/null || test $? -eq 3
says revisions.csv "$late
$corrected"
! grep -rlE '<i>wrong|<b> is' "$work/site" --include='*.html' || fail "markup of others in a page"
render --now 2026-11-26T06:00:00Z --min-count 6 2>/dev/null || test $? -eq 3
says revisions.csv ""
