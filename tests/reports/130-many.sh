#!/bin/bash
# A thousand connections at once are all answered, right to the last byte; so are
# those that ask while days and subscribers change, and while others dawdle; one
# address alone cannot take all places.
. "$(dirname "$0")/serving"

day 2026-11-22 scan_ntp \
    '2026-11-22 01:00:00,medium,192.0.2.1,123,a.example.net,64496,DE,4,2,0.1,12,1.00'
entry one 'asn = {64496}' >"$conf"
prepare
id=$(jq -r .id "$out/2026/11/22/scan_ntp/reports.jsonl")
start --rate 0 --connections 1200

# load ARGUMENT...: what it says goes to $work/figures.
load() {
	"${BUILD:-build}/tests/reports/load" "$@" >"$work/figures" 2>"$work/said" ||
	    fail "load: $(cat "$work/said")"
}
{
	echo "/api2/reports/list {\"apikey\": \"key-of-one-0123456789\"}"
	echo "/dl/$id"
	echo '/api2/reports/query {"apikey": "key-of-one-0123456789", "query": {"ip": "192.0.2.1"}}'
	echo "/dl/none"
} >"$work/asked"
load -s secret-of-one-0123456789 -a 20 "$port" 1000 4000 <"$work/asked"
grep -qx 'status_200 3000' "$work/figures" || fail "$(cat "$work/figures")"
grep -qx 'status_404 1000' "$work/figures" || fail "$(cat "$work/figures")"
test "$(grep -c . "$work/log")" = 4000 || fail "the log has $(grep -c . "$work/log") lines"

# Days are cut and indexed anew, and subscribers read again, while many ask.
change() {
	local i
	for ((i = 0; i < 6; i++)); do
		day 2026-11-22 scan_ntp \
		    "2026-11-22 01:00:0$((i % 10)),medium,192.0.2.1,123,a.example.net,64496,DE,4,2,0.$i,12,1.00"
		day 2026-11-21 scan_ntp \
		    "2026-11-21 01:00:0$((i % 10)),medium,192.0.2.1,123,a.example.net,64496,DE,4,2,0.$i,12,1.00"
		prepare
		kill -HUP "$server"
		sleep 0.2
	done
}
grep -v none "$work/asked" >"$work/good"
change &
changing=$!
while kill -0 $changing 2>"$work/said"; do
	load -s secret-of-one-0123456789 -a 20 "$port" 50 1500 <"$work/good"
	grep -qx 'status_200 1500' "$work/figures" || fail "$(cat "$work/figures")"
done
wait $changing || fail "days were not cut or indexed"

# Fifty that dawdle do not hold up another.
for ((i = 10; i < 60; i++)); do
	eval "exec $i<>/dev/tcp/127.0.0.1/$port"
	printf 'POST /api2/test/ping HTTP/1.1\r\nContent-Le' >&$i
done
call one test/ping && want 200
for ((i = 10; i < 60; i++)); do
	eval "exec $i>&-"
done
stop

# A tenth of the places, and one, is for one address; others still get in.
start --rate 0 --connections 40
for ((i = 10; i < 30; i++)); do
	eval "exec $i<>/dev/tcp/127.0.0.1/$port"
done
code=0
curl -sS -m 3 -o "$work/answer" "$url/dl/$id" 2>"$work/said" || code=$?
test $code -ne 0 || fail "one address has all places"
code=0
curl -sS -m 3 --interface 127.0.0.7 -o "$work/answer" "$url/dl/$id" || code=$?
test $code -eq 0 || fail "another address does not get in: $code"
cmp "$work/answer" "$out/2026/11/22/scan_ntp/2026-11-22-scan_ntp-one-asn.csv"
stop
