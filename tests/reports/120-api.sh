#!/bin/bash
# Every method of the API as the known clients call it; signatures, keys and
# their states; what is wrong is refused in JSON and does no harm.
. "$(dirname "$0")/serving"

day 2026-11-20 scan_ntp \
    '2026-11-20 01:00:00,medium,192.0.2.1,123,a.example.net,64496,DE,4,2,0.1,12,1.00'
day 2026-11-21 scan_ntp \
    '2026-11-21 01:00:00,medium,192.0.2.1,123,a.example.net,64496,DE,4,2,0.1,12,1.00' \
    '2026-11-21 02:00:00,medium,192.0.2.2,123,"q""\é",64496,DE,v,0,-1,12,1.00' \
    '2026-11-21 01:30:00,medium,198.51.100.1,123,b.example.org,64497,FR,4,3,0.1,12,1.00'
day 2026-11-22 scan_ntp \
    '2026-11-22 01:00:00,medium,192.0.2.1,123,a.example.net,64496,DE,4,2,0.1,12,1.00'
day 2026-11-22 scan_ntpmonitor \
    '2026-11-22 01:00:00,medium,192.0.2.1,123,a.example.net,64496,DE,,,,12,1.00' \
    '2026-11-22 01:00:00,medium,203.0.113.1,123,c.example.net,64498,US,,,,12,1.00'
day 2026-11-22 scan6_ntp \
    '2026-11-22 01:00:00,medium,2001:db8::1,123,,64496,DE,4,2,0.1,12,1.00'
{
	entry one 'asn = {64496}'
	entry net 'cidr = {"198.51.100.0/24"}' 'domain = {example.net}' \
	    'types = {scan_ntp, scan_ntpmonitor}'
	entry few 'asn = {64496}' 'api_limit = 3'
	entry out 'asn = {64496}' 'api_state = suspended'
	entry mail 'asn = {64496}' | sed 's/{api}/{mail}/'
} >"$conf"
prepare
start --rate 0
key='"apikey": "key-of-one-0123456789"'
mac() {
	sign one "$1"
}

# Signed as the clients do: the header's case, the content type, the spacing.
for body in "{$key}" '{"apikey":"key-of-one-0123456789"}' \
    '{ "apikey": "key-of-one-0123456789" ,"date": "now" }'; do
	right=$(mac "$body")
	for how in "HMAC2: application/json" "Hmac2: application/x-www-form-urlencoded" hmac2:; do
		post test/ping "$body" -H "${how%%:*}: $right" -H "Content-Type:${how#*:}"
		want 200 '.pong | startswith("2026-11-23 06:0")'
	done
done
grep -qi '^content-type: application/json' "$work/headers" || fail "no JSON type"
body="{$key}"
post test/ping "$body" -H "HMAC2: $(mac "$body" | tr a-f A-F)" && want 200
post test/ping "$body" -H "HMAC2: $(mac "$body")" -H 'Transfer-Encoding: chunked'
want 200

# Not signed so.
right=$(mac "$body")
for wrong in "" "HMAC2;" "HMAC2: ${right:0:63}" "HMAC2: ${right}0" \
    "HMAC2: $(tr 0-9a-f 1-9a-f0 <<<"$right")" "HMAC2: $(mac "$body ")" \
    "HMAC2: $(sign other "$body")" "HMAC: $right"; do
	post test/ping "$body" ${wrong:+-H "$wrong"}
	want 401 '.error | test("HMAC2")'
done
post test/ping "$body " -H "HMAC2: $right" && want 401
nobody='{"apikey": "key-of-nobody-0123456789"}'
post test/ping "$nobody" -H "HMAC2: $(sign nobody "$nobody")" && want 401 '.error | length > 0'
post reports/list "$body" -H "HMAC2: $(sign net "$body")" && want 401
# No JSON, no object, no key; deep, long and cut off.
for body in '' '{' '[]' '"x"' '{}' '{"apikey": 7}' '{"apikey": ""}' '{"apikey": null}' \
    "$(printf '[%.0s' {1..20000})" "{$key, \"x\": $(printf '[%.0s' {1..20000})" \
    $'{"apikey": "\xff"}' '{"apikey": "\u0000"}' 'apikey=key-of-one-0123456789'; do
	post test/ping "$body" -H "HMAC2: $(mac "$body")"
	want 400 '.error | length > 0'
done
head -c 70000 /dev/zero | tr '\0' ' ' >"$work/long"
post test/ping "@$work/long" && want 413 '.error | length > 0'
post test/ping "@$work/long" -H 'Transfer-Encoding: chunked' && want 413
printf "POST /api2/test/ping HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n" |
    busybox nc 127.0.0.1 "$port" | grep -q "413" || fail "a huge body is waited for"
exec 8<>"/dev/tcp/127.0.0.1/$port"
printf 'POST /api2/test/ping HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"apikey"' >&8
exec 8>&-
post test/ping '' -X GET && want 405
for path in test/pong reports reports/ reports/list/ key/info/../../test/ping; do
	post "$path" '{}' --path-as-is && want 404 '.error | length > 0'
done

# The key.
call one key/info
want 200 '.[0] | .status == "active" and .access == ["reports"] and .query_limit == "0" and
    .user == "a@b.example" and .apikey == "key-of-one-0123456789" and .query_count == "12"'
call out test/ping
want 401 '.error | test("suspended")'
for ((i = 0; i < 3; i++)); do
	call few test/ping && want 200
done
call few test/ping && want 429 '.error | test("limit")'
call mail reports/subscribed && want 200 '. == []'
call mail reports/types && want 200 '. == []'
call mail reports/list && want 200 '. == []'
call mail reports/query '"query": {"asn": 64496}' && want 200 '. == []'

call one reports/subscribed && want 200 '. == ["one"]'
call one reports/types && want 200 'length == 4'
call one reports/types '"date": "2026-11-21"' && want 200 '. == ["scan_ntp"]'
call one reports/types '"date": "2026-11-22", "detail": true'
want 200 'map(.type) == ["scan_ntp", "scan_ntpmonitor", "scan6_ntp"] and all(.[]; .url and .description)'
call net reports/types && want 200 '. == ["scan_ntp", "scan_ntpmonitor"]'

# list MEMBERS WANTED: the days and types of the list, oldest first.
list() {
	call one reports/list "$1"
	want 200 "map(.timestamp[8:] + .type[4:]) == $2"
}
all='["21_ntp", "22_ntp", "22_ntpmonitor", "226_ntp"]'
list '' "$all"
want 200 'all(.[]; .report == "one" and .file == .timestamp + "-" + .type + "-one-asn.csv" and
    (.id | test("^[0-9A-Za-z]{32}$")) and .url)'
list '"date": "2026-11-22"' '["22_ntp", "22_ntpmonitor", "226_ntp"]'
list '"date": "2026-11-20:2026-11-21"' '["21_ntp"]'
list '"date": "-1:now"' '["22_ntp", "22_ntpmonitor", "226_ntp"]'
list '"date": "-365:now"' "$all"
list '"date": "now"' '[]'
list '"date": "-2"' '["21_ntp"]'
list '"date": "2020-01-01:2020-02-01"' '[]'
list '"reports": ["one"]' "$all"
list '"report": ["one"]' "$all"
list '"report": "one"' "$all"
list '"reports": ["net"]' '[]'
list '"reports": ["scan_ntp"]' '[]'
list '"reports": []' "$all"
list '"type": "scan_ntpmonitor"' '["22_ntpmonitor"]'
list '"type": ["scan_ntpmonitor", "scan6_ntp"]' '["22_ntpmonitor", "226_ntp"]'
list '"types": ["scan6_ntp"]' '["226_ntp"]'
list '"types": "scan6_ntp"' '["226_ntp"]'
list '"types": ["scan_telnet"]' '[]'
list '"types": null, "date": null, "limit": null' "$all"
list '"limit": 2' '["21_ntp", "22_ntp"]'
list '"limit": "1"' '["21_ntp"]'
list '"limit": 0' "$all"
call one reports/list '"detail": true, "limit": 1' && want 200 '.[0].events == 2 and .[0].bytes > 0'
for bad in '"date": "2026-13-01"' '"date": "2026-11-22:2026-11-21"' '"date": 7' '"date": "a:b"' \
    '"date": "now:"' '"date": ":"' '"date": "2026-11-22:2026-11-23:2026-11-24"' \
    '"date": "--1"' '"date": "99999999999"' '"type": {}' '"types": [{}]' '"limit": -1' \
    '"limit": 1.5' '"limit": "x"' '"page": 0' '"sort": "up"' '"facet": "secret"' '"query": []' \
    '"query": {"nothing": 1}' '"query": {"ip": "x"}' '"query": {"network": "1.2.3.4/8"}' \
    '"query": {"asn": []}' '"query": {"asn": {}}'; do
	call one reports/list "$bad"
	want 400 '.error | length > 0'
done

# A report: by the link, by the method, and only one's own.
call one reports/list '"date": "2026-11-21"'
id=$(jq -r '.[0].id' "$work/answer")
curl -sS -o "$work/file" "$url/dl/$id"
cmp "$work/file" "$out/2026/11/21/scan_ntp/2026-11-21-scan_ntp-one-asn.csv"
call one reports/download "\"id\": \"$id\""
want 200 'map(.ip) == ["192.0.2.1", "192.0.2.2"] and .[1].hostname == "q\"\\é" and
    .[0].timestamp == "2026-11-21 01:00:00Z" and .[0].version == 4 and .[1].version == "v" and
    .[0].stratum == 2 and .[1].stratum == "0" and .[1].offset == "-1" and .[0].offset == "0.1" and
    .[0].city == "" and .[0].asn == 64496 and .[0].type == "scan_ntp" and (.[0] | keys_unsorted == keys)'
call one reports/download "\"id\": \"$id\", \"limit\": 1" && want 200 'length == 1'
call net reports/download "\"id\": \"$id\"" && want 404 '.error | length > 0'
for bad in '' '"id": 7' '"id": "../../x"' '"id": ""'; do
	call one reports/download "$bad" && want 404 '.error | length > 0'
done

call one reports/stats
want 200 '. == [["date", "type", "events"], ["2026-11-22", "scan_ntp", 1],
    ["2026-11-22", "scan_ntpmonitor", 1], ["2026-11-22", "scan6_ntp", 1]]'
call one reports/stats '"date": "2026-11-21:now", "type": "scan_ntp", "report": "one"'
want 200 '. == [["date", "type", "events"], ["2026-11-21", "scan_ntp", 2], ["2026-11-22", "scan_ntp", 1]]'
call net reports/stats
want 200 '.[1:] == [["2026-11-22", "scan_ntp", 1], ["2026-11-22", "scan_ntpmonitor", 2]]'

# query LIST MEMBERS WANTED: day and address of what is found, in this order.
query() {
	call "$1" reports/query "$2"
	want 200 "map(.timestamp[8:10] + \" \" + .ip) == $3"
}
query one '"query": {"ip": "192.0.2.1"}' '["22 192.0.2.1", "22 192.0.2.1", "21 192.0.2.1"]'
want 200 'map(.type) == ["scan_ntp", "scan_ntpmonitor", "scan_ntp"]'
query one '"query": {"ip": "192.0.2.1"}, "type": "scan_ntp", "sort": "ascending"' '["21 192.0.2.1", "22 192.0.2.1"]'
query one '"query": {"asn": 64496}, "date": "2026-11-21"' '["21 192.0.2.2", "21 192.0.2.1"]'
query one '"query": {"asn": "64496", "stratum": 2}, "date": "2026-11-21"' '["21 192.0.2.1"]'
query one '"query": {"asn": 64496}, "limit": 2, "page": "2"' '["22 2001:db8::1", "21 192.0.2.2"]'
query one '"query": {"asn": 64496}, "limit": 2, "page": 4' '[]'
query one '"query": {"asn": 64496}, "page": 1000000' '[]'
query one '"query": {"network": "192.0.0.0/8"}, "date": "2026-11-21"' '["21 192.0.2.2", "21 192.0.2.1"]'
query one '"query": {"network": ["192.0.2.2/32", "192.0.2.0/30"]}, "date": "2026-11-21"' '["21 192.0.2.2", "21 192.0.2.1"]'
query one '"query": {"ip": ["192.0.2.2", "2001:db8::1"]}' '["22 2001:db8::1", "21 192.0.2.2"]'
query one '"query": {"ip": "198.51.100.1"}' '[]'
query one '"query": {"ip": "192.0.2.1"}, "date": "2026-11-20"' '[]'
query net '"query": {"ip": "198.51.100.1"}' '["21 198.51.100.1"]'
query net '"query": {"domain": "Example.net"}, "type": "scan_ntpmonitor"' '["22 192.0.2.1", "22 203.0.113.1"]'
query net '"query": {"hostname": "c.example.net"}' '["22 203.0.113.1"]'
query net '"query": {"network": "0.0.0.0/0", "geo": "US"}' '["22 203.0.113.1"]'
for bad in '' '"query": {}' '"query": {"asn": 64497}' '"query": {"port": 123}' '"query": {"geo": "DE"}'; do
	call one reports/query "$bad"
	want 400 '.error | test("No supported report filters found")'
done
call net reports/query '"query": {"domain": "example.org"}' && want 400
call net reports/query '"query": {"domain": "net"}' && want 400
call one reports/query '"query": {"asn": 64496}, "facet": "ip"'
want 200 'to_entries | map([.key, .value]) == [["192.0.2.1", 3], ["192.0.2.2", 1], ["2001:db8::1", 1]]'
call one reports/query '"query": {"network": "0.0.0.0/0"}, "facet": "geo", "limit": 1' && want 200 '. == {"DE": 4}'

call one reports/device-info '"query": {"ip": "192.0.2.1"}'
want 200 '.devices == 1 and .events == 3 and .first_seen == "2026-11-21" and .last_seen == "2026-11-22" and
    .types == {"scan_ntp": 2, "scan_ntpmonitor": 1} and .newest.ip == "192.0.2.1"'
call one reports/device-info '"query": {"asn": 64496}' && want 200 '.devices == 3 and .events == 5'
call one reports/device-info '"query": {"ip": "198.51.100.1"}' && want 200 '.devices == 0 and .types == {}'
call one reports/device-info '"query": {"asn": 64497}' && want 400
call one reports/device-info '"query": {"port": 123}' && want 400
call one reports/schema '"type": "scan_ntpmonitor"'
want 200 '.title == "scan_ntpmonitor" and .properties.packets.type == ["string", "integer"] and
    .properties.packets.description and (.properties | has("stratum") | not)'
call one reports/schema '"type": "scan_telnet"' && want 400

# A damaged file of rows is said and refused; the rest goes on.
rows=$out/rows/2026-11-22-scan_ntp.rows
{ head -c 200 "$rows" && head -c 40 /dev/zero && tail -c +241 "$rows"; } >"$work/bad"
mv "$work/bad" "$rows"
for ((i = 0; i < 100; i++)); do
	call one reports/query '"query": {"ip": "192.0.2.1"}'
	test "$status" = 200 || break
	sleep 0.05
done
want 500 '.error | test("cannot be read")'
grep -q 'rows is damaged' "$work/errors" || fail "it is not said"
query one '"query": {"ip": "192.0.2.1"}, "date": "2026-11-21"' '["21 192.0.2.1"]'

# A new key is known after SIGHUP, the old one is not; a broken file changes
# nothing.
entry one 'asn = {64497}' | sed 's/-of-one/-of-new/' >"$conf"
kill -HUP "$server"
for ((i = 0; i < 100; i++)); do
	call new reports/subscribed
	test "$status" != 200 || break
	sleep 0.05
done
want 200 '. == ["one"]'
call one reports/subscribed && want 401
query new '"query": {"ip": "198.51.100.1"}' '["21 198.51.100.1"]'
call new key/info && want 200 '.[0].query_count | tonumber > 50'
# What was cut for it before holds rows that are not its any more.
call new reports/download "\"id\": \"$id\"" && want 200 '. == []'
cp "$conf" "$work/conf-right"
echo broken >"$conf"
kill -HUP "$server"
for ((i = 0; i < 100; i++)); do
	! grep -q 'subscribers.conf:' "$work/errors" || break
	sleep 0.05
done
grep -q 'subscribers.conf:' "$work/errors" || fail "a broken file is not said"
call new test/ping && want 200
mv "$work/conf-right" "$conf"

# The log has no key, secret or signature; what has no name of ours is no word
# of it.
! grep -qE 'key-of|secret-of|[0-9a-f]{64}|pong$|/\.\./' "$work/log" || fail "secrets in the log"
grep -q ' POST /api2/reports/list 200 .* one -' "$work/log" || fail "the log misses a call"
stop

# The rate of an address, and of a key.
start --rate 1
for ((i = 0; i < 4; i++)); do
	call new test/ping
done
want 429 '.error | test("too many")'
grep -qi '^retry-after: 1' "$work/headers" || fail "no Retry-After"
stop
start --rate 1 --front
for ((i = 0; i < 4; i++)); do
	body='{"apikey": "key-of-new-0123456789"}'
	post test/ping "$body" -H "HMAC2: $(sign new "$body")" -H "X-Forwarded-For: 192.0.2.9, 198.51.100.$i"
done
want 429 '.error | test("too many")'
grep -q ' 198.51.100.3 POST /api2/test/ping 429' "$work/log" || fail "the front's client is not logged"
curl -sS -o "$work/answer" -H 'X-Forwarded-For: 198.51.100.77' "$url/dl/x"
grep -q ' 198.51.100.77 GET - 404' "$work/log" || fail "another client is held up"
stop
