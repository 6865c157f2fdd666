#!/bin/bash
# The examples of packaging/ for servers in front of serve: nginx and Caddy speak
# TLS, pass on what clients ask, and say whose it is. Both run from build/front,
# on loopback, for the time of the test.
. "$(dirname "$0")/serving"

front=$PWD/build/front
test -x "$front/nginx/usr/sbin/nginx" || {
	echo "make setup unpacks the front servers"
	exit 77
}
libraries=$(find "$front/libraries" -name '*.so*' -printf '%h\n' | sort -u | paste -sd:)
before=

end_front() {
	test -z "$before" || kill -KILL "$before" 2>"$work/said" || true
	end_all
}
trap end_front EXIT

day 2026-11-22 scan_ntp \
    '2026-11-22 01:00:00,medium,192.0.2.1,123,a.example.net,64496,DE,4,2,0.1,12,1.00'
entry one 'asn = {64496}' >"$conf"
prepare
file=$out/2026/11/22/scan_ntp/2026-11-22-scan_ntp-one-asn.csv
id=$(jq -r .id "$out/2026/11/22/scan_ntp/reports.jsonl")
start --front
inner=$port

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
    -keyout "$work/key.pem" -out "$work/cert.pem" -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost 2>"$work/said"
export CURL_CA_BUNDLE=$work/cert.pem

# free_port: one that nobody listens on.
free_port() {
	local port
	while port=$((20000 + RANDOM % 12000)); do
		(exec 9<>"/dev/tcp/127.0.0.1/$port") 2>"$work/said" || break
	done
	echo $port
}

start_nginx() {
	mkdir -p "$work/nginx"
	{
		echo "daemon off; master_process off; pid $work/nginx/pid;"
		echo "error_log $work/nginx/errors; events { }"
		echo "http { client_body_temp_path $work/nginx; proxy_temp_path $work/nginx;"
		echo "fastcgi_temp_path $work/nginx; uwsgi_temp_path $work/nginx;"
		echo "scgi_temp_path $work/nginx;"
		sed -E -e "s/listen 443/listen 127.0.0.1:$1/" -e '/listen \[::\]/d' \
		    -e 's/reports.example.net/localhost/' -e "s/127.0.0.1:8090/127.0.0.1:$inner/" \
		    -e "s#/etc/letsencrypt/live/localhost/fullchain.pem#$work/cert.pem#" \
		    -e "s#/etc/letsencrypt/live/localhost/privkey.pem#$work/key.pem#" \
		    packaging/reports-nginx.conf
		echo "}"
	} >"$work/nginx/conf"
	LD_LIBRARY_PATH=$libraries "$front/nginx/usr/sbin/nginx" -p "$work/nginx" \
	    -e "$work/nginx/errors" -c "$work/nginx/conf" 2>"$work/front" &
	before=$!
}
start_caddy() {
	{
		printf '{\n\tadmin off\n\tauto_https disable_redirects\n}\n'
		sed -E -e "s#^reports.example.net \{#https://localhost:$1 {\n\tbind 127.0.0.1\n\ttls $work/cert.pem $work/key.pem#" \
		    -e "s/127.0.0.1:8090/127.0.0.1:$inner/" packaging/reports.Caddyfile
	} >"$work/Caddyfile"
	HOME=$work XDG_DATA_HOME=$work/caddy XDG_CONFIG_HOME=$work/caddy \
	    "$front/caddy/usr/bin/caddy" run --config "$work/Caddyfile" \
	    --adapter caddyfile 2>"$work/front" &
	before=$!
}

for kind in nginx caddy; do
	port=$(free_port)
	"start_$kind" "$port"
	url=https://localhost:$port
	for ((i = 0; i < 250; i++)); do
		curl -sS -o "$work/answer" "$url/robots.txt" 2>"$work/said" && break
		kill -0 "$before" || fail "$kind does not start: $(cat "$work/front")"
		sleep 0.04
	done
	curl -sS -o "$work/answer" "$url/dl/$id"
	cmp "$work/answer" "$file"
	curl -sS -o "$work/answer" -r 10-19 "$url/$id"
	cmp "$work/answer" <(tail -c +11 "$file" | head -c 10)
	call one reports/query '"query": {"ip": "192.0.2.1"}'
	want 200 'length == 1'
	grep -qi '^strict-transport-security: max-age' "$work/headers" || fail "$kind: no HSTS"
	post test/ping '{}' && want 400
	head -c 70000 /dev/zero | tr '\0' ' ' >"$work/long"
	post test/ping "@$work/long" && want 413
	# What a client says of itself is not believed.
	: >"$work/log"
	curl -sS -o "$work/answer" --interface 127.0.0.9 -H 'X-Forwarded-For: 198.51.100.1' "$url/dl/$id"
	grep -q ' 127.0.0.9 GET /dl 200' "$work/log" || fail "$kind: $(cat "$work/log")"
	kill -TERM "$before"
	wait "$before" || true
	before=
	test -z "$(find "$work" -type f -not -path "$out/*" -not -name cert.pem -not -name answer \
	    -exec grep -l "$id" {} +)" || fail "$kind keeps an id"
done
stop
