#!/bin/bash
# Days are indexed once; what changes, is damaged or was left half made is made
# again; old days go; faults have their exit codes.
. "$(dirname "$0")/serving"

rows=$out/rows
index() {
	(become "$@")
}
become() {
	exec "$report" index --archive "$data" --out "$out" \
	    --now 2026-11-23T06:00:00Z "$@"
}
# status CODE COMMAND...: it ends with this code; what it said is in $work/said.
status() {
	local code=0
	"${@:2}" >"$work/said" 2>&1 || code=$?
	test $code -eq "$1" || fail "status $code, not $1: $(cat "$work/said")"
}
says() {
	grep -qF -e "$1" "$work/said" || fail "not \"$1\" but: $(cat "$work/said")"
}
stand() {
	(cd "$rows" && find . -type f -printf '%i %C@ %m %p\n' | sort -k 4)
}

row='2026-11-22 01:00:00,medium,192.0.2.1,123,a.example.net,64496,DE,4,2,0.1,12,1.00'
day 2026-11-21 scan_ntp "$row"
day 2026-11-22 scan_ntp "$row" "$row"
day 2026-11-22 scan6_ntpmonitor "${row/192.0.2.1/2001:db8::1}"
status 0 index
says '2026-11-22 scan_ntp: 2 rows indexed'
test "$(cd "$rows" && echo *)" = "2026-11-21-scan_ntp.rows 2026-11-22-scan6_ntpmonitor.rows 2026-11-22-scan_ntp.rows" ||
    fail "there are $(ls "$rows")"
test -z "$(find "$rows" -type f ! -perm 640)" || fail "a file is not 0640"

# Again: nothing changes.
stand >"$work/before"
status 0 index
test ! -s "$work/said" || fail "it says something"
status 0 index --day 2026-11-22
stand | cmp "$work/before" -

# A changed day, a damaged one and a lost one are made again, and no other.
sleep 0.01
day 2026-11-22 scan_ntp "$row"
head -c 100 "$rows/2026-11-21-scan_ntp.rows" >"$work/bad"
cp "$work/bad" "$rows/2026-11-21-scan_ntp.rows"
touch "$rows/2026-11-21-scan_ntp.rows.123.tmp"
status 0 index
says '2026-11-22 scan_ntp: 1 row indexed'
says '2026-11-21 scan_ntp: 1 row indexed'
test "$(grep -c indexed "$work/said")" = 2 || fail "others were made, too"
test ! -e "$rows/2026-11-21-scan_ntp.rows.123.tmp" || fail "something is left over"

# Rows and files that cannot be used: 3, and the file is tried again.
day 2026-11-22 scan_ntpmonitor 'x,y,not-an-address,1,,,,,,,,' "$row"
printf 'no report\n' >"$data/results/2026/11/22/2026-11-22-scan6_ntp.csv"
status 3 index
says 'indexed without 1 file and 1 row'
status 3 index
rm "$data/results/2026/11/22/2026-11-22-scan6_ntp.csv"
status 0 index

# Faults.
status 1 index --day 2026-11-20
says 'no reports of that day'
status 1 index --day 2020-01-01
says 'older than the 366 days'
exec 9<"$rows"
flock -n 9
status 1 index
says 'another run indexes'
exec 9<&-

# Killed at any moment, then again: as if it had not been.
awk -v head="$head" 'BEGIN {
	print head
	for (i = 0; i < 60000; i++)
		printf "2026-11-20 01:00:00,medium,10.%d.%d.%d,123,,64496,DE,4,2,0.1,12,1.00\n",
		    i % 7, i / 250, i % 250
}' >"$work/large"
mkdir -p "$data/results/2026/11/20"
cp "$work/large" "$data/results/2026/11/20/2026-11-20-scan_ntp.csv"
for ((i = 0; i < 12; i++)); do
	become --quiet &
	run=$!
	sleep "0.$(printf %03d $((RANDOM % 200)))"
	kill -KILL $run 2>"$work/said" || true
	wait $run 2>"$work/said" || true
	test ! -e "$rows/2026-11-20-scan_ntp.rows" || rm "$rows/2026-11-20-scan_ntp.rows"
done
status 0 index
says '2026-11-20 scan_ntp: 60000 rows indexed'
test -z "$(find "$rows" -name '*.tmp')" || fail "something is left over"

# Days that are not kept go.
status 0 index --keep-days 2
says '2 files of rows removed: older than 2 days'
test ! -e "$rows/2026-11-21-scan_ntp.rows" || fail "an old day is still there"
test -e "$rows/2026-11-22-scan_ntp.rows" || fail "a day went too early"
