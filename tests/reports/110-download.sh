#!/bin/bash
# A report is had by its id alone: whole, in parts, conditionally; no other path
# gives anything but the page of links to who has the secret; oversize requests
# end; signals are obeyed.
. "$(dirname "$0")/serving"

day 2026-11-22 scan_ntp \
    '2026-11-22 01:00:00,medium,192.0.2.1,123,a.example.net,64496,DE,4,2,0.1,12,1.00' \
    '2026-11-22 01:00:01,medium,198.51.100.1,123,,64497,FR,4,2,0.1,12,1.00'
entry one 'asn = {64496}' >"$conf"
entry other 'asn = {64497}' >>"$conf"
prepare
name=2026-11-22-scan_ntp-one-asn.csv
file=$out/2026/11/22/scan_ntp/$name
id=$(jq -r 'select(.list == "one") | .id' "$out/2026/11/22/scan_ntp/reports.jsonl")
start --rate 0

# get PATH CURL-OPTION...
get() {
	status=$(curl -sS -o "$work/answer" -D "$work/headers" \
	    -w '%{http_code}' --path-as-is "${@:2}" "$url$1")
}
header() {
	tr -d '\r' <"$work/headers" | sed -n "s/^$1: //Ip"
}

# Whole, under both paths, with the headers that clients look at.
for path in "/dl/$id" "/$id"; do
	get "$path"
	want 200
	cmp "$work/answer" "$file"
	test "$(header Content-Disposition)" = "attachment; filename=$name" ||
	    fail "the name is $(header Content-Disposition)"
done
size=$(stat -c %s "$file")
test "$(header Content-Length)" = "$size" || fail "the length is wrong"
modified=$(header Last-Modified)
test "$(date -d "$modified" +%s)" = "$(stat -c %Y "$file")" || fail "the date is wrong"
tag=$(header ETag)
test -n "$tag" || fail "no ETag"
get "/dl/$id" -I
want 200
test "$(header Content-Length)" = "$size" || fail "HEAD has another length"

# Conditions.
get "/dl/$id" -H "If-None-Match: $tag" && want 304
get "/dl/$id" -H "If-None-Match: \"x\", W/$tag" && want 304
get "/dl/$id" -H 'If-None-Match: *' && want 304
get "/dl/$id" -H 'If-None-Match: "x"' && want 200
get "/dl/$id" -H "If-Modified-Since: $modified" && want 304
get "/dl/$id" -H 'If-Modified-Since: Thu, 01 Jan 2026 00:00:00 GMT' && want 200
get "/dl/$id" -H 'If-Modified-Since: nonsense' && want 200
get "/dl/$id" -H "If-Modified-Since: $modified" -H 'If-None-Match: "x"' && want 200

# part RANGE FIRST LENGTH: these bytes come.
part() {
	get "/dl/$id" -H "Range: bytes=$1"
	want 206
	cmp "$work/answer" <(tail -c +$(($2 + 1)) "$file" | head -c "$3")
	test "$(header Content-Range)" = "bytes $2-$(($2 + $3 - 1))/$size" ||
	    fail "the range is $(header Content-Range)"
}
part 0-9 0 10
part "10-" 10 $((size - 10))
part "-7" $((size - 7)) 7
part "$((size - 1))-99999999" $((size - 1)) 1
get "/dl/$id" -H "Range: bytes=$size-" && want 416
test "$(header Content-Range)" = "bytes */$size" || fail "416 does not say the size"
get "/dl/$id" -H "Range: bytes=-0" && want 416
for range in bytes=5-4 bytes=0-1,3-4 bytes=a-b bytes= items=0-1 \
    bytes=99999999999999999999999999-; do
	get "/dl/$id" -H "Range: $range" && want 200
done
get "/dl/$id" -H "Range: bytes=0-9" -H "If-Range: $tag" && want 206
get "/dl/$id" -H "Range: bytes=0-9" -H 'If-Range: "x"' && want 200
curl -sS -o "$work/half" -r 0-99 "$url/dl/$id"
curl -sS -o "$work/half" -C - "$url/dl/$id"
cmp "$work/half" "$file"

# Nothing else is had: guesses, tricks, other methods.
wrong=$(tr 'A-Za-z0-9' 'B-ZAb-za1-90' <<<"$id")
for path in "/dl/$wrong" "/dl/" "/dl" / "/dl/$id/" "/dl/$id%00" "/dl//$id" \
    "/dl/../dl/$id" "/dl/%2e%2e/rows" /dl/../../subscribers.conf \
    "/dl/2026/11/22/scan_ntp/$name" "/2026/11/22/scan_ntp/$name" \
    "/dl/${id:0:31}" "/dl/${id:0:31}%" "/dl/${id}a" "/dl/${id:0:31}." \
    /rows/2026-11-22-scan_ntp.rows /api2 /api2/ "/dl/*" "/dl/.$id"; do
	get "$path"
	want 404
	! grep -q 192.0.2 "$work/answer" || fail "$path gives rows"
done
get "/dl/$id" -X POST -d x && want 405
get "/dl/$id" -X DELETE && want 405
get /dl/x --data-binary @<(head -c 70000 /dev/zero) && want 413
test "$(head -c 100000 /dev/zero | tr '\0' a | curl -sS -o "$work/answer" -H @- \
    -w '%{http_code}' "$url/" 2>"$work/said" || true)" != 200 || fail "huge headers"

# The page for people: links for who has the list's secret.
get /reports/index.php && want 200
grep -q 'action="/reports/index.php"' "$work/answer" || fail "no form"
tidy -qe "$work/answer" 2>"$work/said" || fail "the form: $(cat "$work/said")"
for form in '' user=one 'user=one&password=wrong' 'user=other&password=secret-of-one-0123456789' \
    'user=none&password=secret-of-one-0123456789' 'user=one&password=%' \
    'user=one&password=secret-of-one-0123456789%00' "user=one&password=$(printf 'x%.0s' {1..5000})"; do
	get /reports/index.php --data-binary "$form" && want 401
	! grep -q /dl/ "$work/answer" || fail "links for $form"
done
get /reports/index.php -d 'login=Login&user=%6fne&password=secret-of%2Done-0123456789'
want 200
tidy -qe "$work/answer" 2>"$work/said" || fail "the page: $(cat "$work/said")"
test "$(grep -o 'href="[^"]*"' "$work/answer")" = "href=\"/dl/$id\"" ||
    fail "the links are $(grep -o 'href="[^"]*"' "$work/answer")"
get /reports/index.php -X PUT -d x && want 405
get /reports/index.php --data-binary @<(head -c 70000 /dev/zero) && want 413
grep -q ' POST /reports 200 .* one -' "$work/log" || fail "the log misses the page"

# The log tells of all, and of no id.
grep -q " GET /dl 206 .* one $name" "$work/log" || fail "the log misses a download"
grep -q ' - 404 ' "$work/log" || fail "the log misses a wrong path"
! grep -qvE ' (200|206|304|4[0-9][0-9]) [0-9]+ bytes [0-9]{1,7} us ' "$work/log" || fail "a line of the log is wrong"
! grep -qE "${id:0:16}|secret" "$work/log" || fail "the log holds an id or a secret"
test "$(stat -c %a "$work/log")" = 600 || fail "the log is open to others"

# A later cut is seen without a word; a day that goes is gone.
day 2026-11-23 scan_ntp \
    '2026-11-23 01:00:00,medium,192.0.2.1,123,a.example.net,64496,DE,4,2,0.1,12,1.00'
"$report" cut --archive "$data" --subscribers "$conf" --out "$out" \
    --now 2026-11-23T06:00:00Z --quiet
new=$(jq -r .id "$out/2026/11/23/scan_ntp/reports.jsonl")
for ((i = 0; i < 100; i++)); do
	get "/dl/$new"
	test "$status" != 200 || break
	sleep 0.05
done
want 200
rm -r "$out/2026/11/23"
get "/dl/$new" && want 404

# The log is opened anew on SIGHUP; a second server finds the port taken; a
# clean end while a client holds its connection.
mv "$work/log" "$work/log.1"
kill -HUP "$server"
for ((i = 0; i < 100; i++)); do
	test ! -e "$work/log" || break
	sleep 0.02
done
get "/dl/$id" && want 200
grep -q ' /dl 200 ' "$work/log" || fail "the log was not opened anew"
code=0
"$report" serve --out "$out" --subscribers "$conf" --listen "127.0.0.1:$port" \
    2>"$work/said" || code=$?
test $code -eq 1 || fail "two servers on one port: $code"
grep -q "cannot listen on 127.0.0.1:$port: Address already in use" "$work/said" ||
    fail "it says $(cat "$work/said")"
exec 8<>"/dev/tcp/127.0.0.1/$port"
printf 'GET / HTTP/1.1\r\nHo' >&8
stop
exec 8>&-
for bad in 127.0.0.1 127.0.0.1:x ::1:80 '[127.0.0.1]:80' 127.0.0.1:65536 :80; do
	code=0
	"$report" serve --out "$out" --subscribers "$conf" --listen "$bad" \
	    2>"$work/said" || code=$?
	if [ $code -ne 1 ] || ! grep -q "is no place to listen" "$work/said"; then
		fail "--listen $bad: $code, $(cat "$work/said")"
	fi
done
