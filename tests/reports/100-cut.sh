#!/bin/bash
# A day is cut to exact files, once and for all: again changes nothing, rows or
# filters that change give revisions, a kill at any moment leaves whole cuts,
# old days go, and faults have their exit codes.
set -eu
cd "$(dirname "$0")/../.."
report=${BUILD:-build}/ntpcensus-report
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umask 077
data=$work/data
out=$work/out
conf=$work/subscribers.conf
day=$data/results/2026/11/22/2026-11-22
types=(scan_ntp scan_ntpmonitor scan6_ntp scan6_ntpmonitor)

fail() {
	echo "$*"
	exit 1
}

# become OUT [OPTION]...: this shell becomes a cut; cut: one of its own
become() {
	exec "$report" cut --archive "$data" --subscribers "$conf" --out "$1" \
	    --now 2026-11-23T06:00:00Z "${@:2}"
}
cut() {
	(become "$@")
}

# status CODE COMMAND...: it ends with this code; what it said is in $work/said.
status() {
	local code=0
	"${@:2}" >"$work/said" 2>&1 || code=$?
	test $code -eq "$1" || {
		cat "$work/said"
		fail "status $code, not $1: ${*:2}"
	}
}
says() {
	grep -qF -e "$1" "$work/said" || {
		cat "$work/said"
		fail "it does not say: $1"
	}
}

# What stands in a tree: inode, time of change, mode and path of each file.
stand() {
	(cd "$1" && find . -type f -printf '%i %C@ %m %p\n' | sort -k 4)
}
# The same but for ids: what must be equal in any two cuts of the same.
contents() {
	(cd "$1" && find . -type f | sort | while read -r file; do
		echo "$file $(sed 's/"id": *"[^"]*"//' "$file" | sha256sum)"
	done)
}
ids() {
	find "$1" -name .work -prune -o -name reports.jsonl -exec jq -r .id {} + | sort
}

# entry LIST SETTING...
entry() {
	printf 'subscriber {\n list = %s\n title = T\n contacts = {a@b.example}\n' "$1"
	printf ' delivery = {mail}\n proven = 2026-11-01\n proof = P\n'
	printf ' %s\n' "${@:2}"
	printf '}\n'
}

# rows FIRST-LINE ROW...: a report of few columns, as others may write it
monitor='timestamp,ip,port,hostname,asn,geo,sector,packets,size'
write() {
	mkdir -p "$(dirname "$1")"
	printf '%s\n' "${@:2}" >"$1"
}

make_day() {
	write "$day-scan_ntpmonitor.shard-1-of-2.csv" "$monitor" \
	    '2026-11-22 01:00:00,192.0.2.1,123,a.example.net,64496,DE,"x, ""y""",1,80' \
	    '2026-11-22 01:00:01,198.51.100.1,123,,64497,FR,,2,440'
	write "$work/plain.csv" "$monitor" \
	    '2026-11-22 02:00:00,192.0.2.200,123,notexample.net,64498,DE,,1,80' \
	    '2026-11-22 02:00:01,203.0.113.9,123,B.Example.NET,,,,1,80'
	gzip -n <"$work/plain.csv" >"$day-scan_ntpmonitor.shard-2-of-2.csv.gz"
	write "$data/results/2026/11/22/2026-11-22-scan6_ntp.csv" \
	    'timestamp,ip,asn' '2026-11-22 03:00:00,2001:db8::1,64496'
}

make_day
{
	entry one 'asn = {64496}' 'cidr = {"192.0.2.0/24"}' 'domain = {example.net}'
	entry cert-de 'country = {DE}'
	entry six 'cidr = {"2001:db8::/32"}' 'types = {scan6_ntp}'
	entry late 'asn = {64496}' 'proven = 2026-11-23'
	entry nothing 'asn = {1}'
} >"$conf"

status 0 "$report" check --subscribers "$conf"
says '5 subscribers'

# Exact files.
status 0 cut "$out"
says '2026-11-22 scan_ntpmonitor: 4 new reports, 5 events'
header='"timestamp","severity","ip","protocol","port","hostname","tag","asn","geo","region","city","naics","hostname_source","sector","packets","response_size","amplification"'
row1='"2026-11-22 01:00:00","",192.0.2.1,,123,a.example.net,,64496,DE,,,,,"x, ""y""",1,80,'
row3='"2026-11-22 02:00:00","",192.0.2.200,,123,notexample.net,,64498,DE,,,,,,1,80,'
row4='"2026-11-22 02:00:01","",203.0.113.9,,123,B.Example.NET,,,,,,,,,1,80,'
want=$work/want/2026/11/22/scan_ntpmonitor/2026-11-22-scan_ntpmonitor
write "$want-one-asn.csv" "$header" "$row1"
write "$want-one-ip.csv" "$header" "$row3"
write "$want-one-tld.csv" "$header" "$row4"
write "$want-cert-de-geo.csv" "$header" "$row1" "$row3"
for report_file in "$work"/want/2026/11/22/scan_ntpmonitor/*.csv; do
	cmp "$report_file" "${report_file/want/out}"
done
test "$(find "$out" -name '*.csv' -printf '%f\n' | sort | xargs)" = "$(xargs <<-END
	2026-11-22-scan6_ntp-one-asn.csv
	2026-11-22-scan6_ntp-six-ip.csv
	2026-11-22-scan_ntpmonitor-cert-de-geo.csv
	2026-11-22-scan_ntpmonitor-one-asn.csv
	2026-11-22-scan_ntpmonitor-one-ip.csv
	2026-11-22-scan_ntpmonitor-one-tld.csv
END
)" || fail "other files: $(find "$out" -name '*.csv')"

# What is known of each; rights; nothing left over.
find "$out" -name reports.jsonl | while read -r index; do
	jq -r '[.file, .bytes, .sha256, .id, .events, .list, .date] | @tsv' "$index" |
	    while read -r file bytes sum id events list date; do
		path=$(dirname "$index")/$file
		test "$(stat -c %s "$path")" = "$bytes"
		test "$(sha256sum <"$path" | command cut -d " " -f 1)" = "$sum"
		[[ $id =~ ^[0-9A-Za-z]{32}$ ]]
		test "$(($(wc -l <"$path") - 1))" = "$events"
		[[ $file == 2026-11-22-*-$list-* && $date == 2026-11-22 ]]
	done
done 2>"$work/said" || fail "reports.jsonl is wrong: $(cat "$work/said")"
test -z "$(find "$out" -type f ! -perm 640)" || fail "a file is not 0640"
test -z "$(find "$out" -mindepth 1 -type d ! -perm 750)" || fail "a folder is not 0750"
test "$(ids "$out" | uniq | wc -l)" = 6 || fail "ids are not six"

# Again: nothing changes.
stand "$out" >"$work/before"
status 0 cut "$out"
test ! -s "$work/said" || fail "it says something"
status 0 cut "$out" --day 2026-11-22 --quiet
stand "$out" | cmp "$work/before" -

# A subscriber's filters change, one more comes: what is new is a revision.
cp "$conf" "$work/conf-before"
sed -i '0,/64496/ s/64496/64497/' "$conf"
entry new 'asn = {64498}' >>"$conf"
status 0 cut "$out"
says '2026-11-22 scan_ntpmonitor: 3 new reports'
second=$out/2026/11/22/scan_ntpmonitor.r2
test "$(cd "$second" && echo *.csv)" = "2026-11-22-scan_ntpmonitor-new-asn.csv 2026-11-22-scan_ntpmonitor-one-asn-r2.csv 2026-11-22-scan_ntpmonitor-one-ip-r2.csv" ||
	fail "the revision is $(ls "$second")"
stand "$out" | grep -v '\.r2/' | cmp "$work/before" -
# Back again: that is not what the newest revision is.
cp "$work/conf-before" "$conf"
status 0 cut "$out"
test -e "$out/2026/11/22/scan_ntpmonitor.r3/2026-11-22-scan_ntpmonitor-one-asn-r3.csv" ||
	fail "no third revision"
stand "$out" | grep -v '\.r[23]/' | cmp "$work/before" -

# The archive's day is corrected: only reports with other rows are new.
sleep 0.01
write "$day-scan_ntpmonitor.shard-1-of-2.r2.csv" "$monitor" \
    '2026-11-22 01:00:00,192.0.2.1,123,a.example.net,64499,FR,,1,80'
status 0 cut "$out" --quiet
test "$(cd "$out/2026/11/22/scan_ntpmonitor.r4" && echo *.csv)" = "2026-11-22-scan_ntpmonitor-cert-de-geo-r2.csv 2026-11-22-scan_ntpmonitor-one-ip-r4.csv" ||
	fail "the correction is $(ls "$out/2026/11/22/scan_ntpmonitor.r4")"

# Rows and files that cannot be used: 3, the rest is cut; a repaired file then.
write "$day-scan_ntp.csv" 'timestamp,ip,asn' 'x,not-an-address,64496' \
    '2026-11-22 04:00:00,192.0.2.7,64496'
printf 'no report\n' >"$day-scan6_ntpmonitor.csv"
status 3 cut "$out"
says 'without 1 file and 1 row'
test -e "$out/2026/11/22/scan_ntp/2026-11-22-scan_ntp-one-asn.csv" || fail "not cut"
status 3 cut "$out"
write "$day-scan6_ntpmonitor.csv" 'timestamp,ip,asn' \
    '2026-11-22 04:00:00,2001:db8::7,64496'
status 0 cut "$out"
test -n "$(find "$out" -name '2026-11-22-scan6_ntpmonitor-one-asn.csv')" ||
	fail "the repaired file is not cut"

# Faults.
status 1 cut "$out" --day 2026-11-20
says 'no reports of that day'
status 1 cut "$out" --day 2026-10-24
says 'older than the 30 days'
status 1 "$report" check --subscribers "$work/absent"
says 'No such file'
exec 9<"$out"
flock -n 9
status 1 cut "$out"
says 'another run cuts'
exec 9<&-
status 1 "$report" cut --archive "$data" --subscribers "$conf" --out /dev/null
sed 's/list = one/list = "o.ne"/' "$conf" >"$work/bad.conf"
status 1 "$report" check --subscribers "$work/bad.conf"
says 'bad.conf:2: '

# Killed at any moment, then again: as if it had not been.
for ((i = 0; i < 300; i++)); do
	entry "many-$i" "asn = {$((i + 1))}" "cidr = {\"10.$((i % 256)).0.0/16\"}"
done >"$conf"
for type in "${types[@]}"; do
	rm -f "$day-$type"*
	awk -v type="$type" 'BEGIN {
		print "timestamp,ip,asn"
		for (i = 0; i < 6000; i++) {
			ip = sprintf("10.%d.%d.1", i % 256, i / 256)
			if (type ~ /6/)
				ip = sprintf("2001:db8::%x", i)
			printf "2026-11-22 00:00:00,%s,%d\n", ip, i % 400
		}
	}' >"$day-$type.csv"
done
status 0 cut "$work/calm" --quiet
contents "$work/calm" >"$work/contents"
test "$(wc -l <"$work/contents")" -gt 1000 || fail "few reports to be killed at"
for ((i = 0; i < 30; i++)); do
	become "$work/killed" --quiet &
	run=$!
	sleep "0.$(printf %03d $((RANDOM % 400)))"
	kill -KILL $run 2>"$work/said" || true
	wait $run 2>"$work/said" || true
	test -e "$work/killed" || continue
	ids "$work/killed" >"$work/ids"
	if [ -e "$work/ids-before" ] && [ -n "$(comm -23 "$work/ids-before" "$work/ids")" ]; then
		fail "ids that were there have gone"
	fi
	mv "$work/ids" "$work/ids-before"
	test $((i % 6)) -ne 5 || rm -rf "$work/killed" "$work/ids-before"
done
status 0 cut "$work/killed" --quiet
contents "$work/killed" | diff "$work/contents" -
test ! -e "$work/killed/.work/cut" || fail "something is left over"

# Days that are not kept go, others and what is not ours stay.
mkdir -p "$out/2026/13/01" "$out/notes"
status 0 cut "$out" --now 2026-12-21T23:00:00Z --quiet
test -d "$out/2026/11/22" || fail "a day went too early"
status 0 cut "$out" --now 2026-12-22T00:00:00Z
says '1 day removed'
test ! -e "$out/2026/11" || fail "an old day is still there"
test -d "$out/notes" || fail "what is not ours went"
