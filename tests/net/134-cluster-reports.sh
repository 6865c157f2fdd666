#!/bin/bash
# The reports API answers from a cluster what it answers from files of rows, to
# the byte; what others may not see stays hidden there, too; a cluster that goes
# is a clear error, and one that comes back is asked again.
. "$(dirname "$0")/private.sh"
. tests/net/clickhouse.sh
. tests/reports/serving
clickhouse_is_here

cluster_conf=$work/ntpcensus.conf
echo 'a secret' >"$work/password"
printf 'archive { rows = "clickhouse://census@127.0.0.1:8123/census" password_file = "%s" }\n' \
    "$work/password" >"$cluster_conf"
for ((d = 20; d <= 22; d++)); do
	mapfile -t rows < <(awk -v d=$d 'BEGIN { srand(d)
		for (i = 0; i < 300; i++)
			printf "2026-11-%d %02d:%02d:00,medium,10.%d.%d.%d,123,%s,%d,%s,4,%d,0.1,12,1.00\n",
			    d, i % 24, i % 60, i % 3, i % 7, int(rand() * 9),
			    substr("a.example.net  b.c.example.net       x.org          ", 1 + 15 * (i % 4), 15),
			    64496 + i % 5, substr("DEFRUSde", 1 + 2 * (i % 4), 2), i % 17
	}' | sed 's/ *,/,/g')
	day 2026-11-$d scan_ntp "${rows[@]}"
	day 2026-11-$d scan6_ntp \
	    "2026-11-$d 05:00:00,medium,2001:db8::$d,123,v.example.net,64496,DE,4,2,0.1,12,1.00"
done
{
	entry one 'asn = {64496}' 'country = {FR}'
	entry net 'cidr = {"10.1.0.0/16", "2001:db8::/32"}' 'domain = {example.net}'
} >"$conf"
prepare
clickhouse_configure "$work/ch" 8123
clickhouse_start "$work/ch" 8123 || die "it does not start"
"$BUILD/ntpcensus-render" load --quiet --archive "$data" --config "$cluster_conf" \
    --now 2026-11-23T06:00:00Z

start --rate 0
url_of_files=$url
files=$server
start --rate 0 --config "$cluster_conf"

n=0
n_rows=0
while read -r who method members; do
	call "$who" "reports/$method" "$members"
	cp "$work/answer" "$work/of-cluster"
	of_cluster=$status
	url_now=$url
	url=$url_of_files
	call "$who" "reports/$method" "$members"
	url=$url_now
	test "$status" = "$of_cluster" || fail "$who $method $members: $status, $of_cluster: $(cat "$work/of-cluster")"
	cmp "$work/answer" "$work/of-cluster" ||
	    fail "$who $method $members: $(head -c 300 "$work/of-cluster")"
	n=$((n + 1))
	n_rows=$((n_rows + $(jq 'if type == "array" then length else 0 end' "$work/answer")))
done <<'END'
one query "query": {"ip": "10.0.0.1"}
one query "query": {"ip": ["10.1.1.1", "2001:db8::21", "10.0.0.1"]}, "sort": "ascending"
one query "query": {"network": "10.0.0.0/8"}, "date": "2026-11-21"
one query "query": {"network": ["10.1.0.0/16", "10.1.2.0/24"], "stratum": 2}
one query "query": {"asn": 64496}, "limit": 100
one query "query": {"asn": 64496}, "limit": 100, "page": 2
one query "query": {"asn": "64496"}, "sort": "ascending", "limit": 70, "page": 3
one query "query": {"geo": "FR"}, "type": "scan_ntp", "date": "-2:now"
one query "query": {"geo": ["DE", "fr"], "asn": 64496}
one query "query": {"asn": 64497}
one query "query": {"asn": 64496, "hostname": "a.example.net' OR '1'='1"}
one query "query": {"asn": 64496}, "facet": "ip"
one query "query": {"network": "0.0.0.0/0"}, "facet": "geo"
one query "query": {"ip": "10.0.0.1"}, "date": "2030-01-01"
net query "query": {"domain": "example.net"}, "limit": 5000
net query "query": {"domain": "c.example.net."}
net query "query": {"hostname": "v.example.net"}
net query "query": {"network": "::/0"}
net query "query": {"network": ["10.0.0.0/8", "::/0"]}, "limit": 10000
net query "query": {"ip": "10.1.1.1"}, "date": "2026-11-20"
net query "query": {"domain": "x'); DROP TABLE hosts", "network": "10.1.0.0/16"}
one device-info "query": {"ip": "10.1.1.1"}
one device-info "query": {"asn": 64496}
net device-info "query": {"geo": "DE"}
net device-info "query": {"ip": "10.1.0.0/16"}
END
test $n -eq 25 || fail "$n queries"
test $n_rows -gt 1000 || fail "only $n_rows rows were compared"

# Many ask at once.
for i in 0 1 2; do
	echo "/api2/reports/query {\"apikey\": \"key-of-one-0123456789\", \"query\": {\"ip\": \"10.0.$i.1\"}}"
	echo "/api2/reports/query {\"apikey\": \"key-of-one-0123456789\", \"query\": {\"asn\": 64496}, \"limit\": 9}"
done >"$work/asked"
"$BUILD/tests/reports/load" -s secret-of-one-0123456789 "$port" 20 200 <"$work/asked" >"$work/figures" ||
    fail "load failed"
grep -qx 'status_200 200' "$work/figures" || fail "$(cat "$work/figures") $(tail -n 3 "$work/errors")"

# It goes, and comes back.
clickhouse_stop
call one reports/query '"query": {"ip": "10.0.0.1"}'
want 500 '.error | test("cannot be read")'
grep -q 'clickhouse\|127.0.0.1:8123' "$work/errors" || fail "it is not said"
! grep -q 'a secret' "$work/errors" || fail "it says the password"
call one reports/list && want 200
clickhouse_start "$work/ch" 8123 || die "it does not start again"
call one reports/query '"query": {"ip": "10.0.0.1"}'
want 200
stop
server=$files
stop
clickhouse_stop

# Without a cluster it does not begin.
code=0
"$report" serve --out "$out" --subscribers "$conf" --listen 127.0.0.1:0 \
    --config "$cluster_conf" 2>"$work/said" || code=$?
test $code -eq 1 || fail "it ended with $code"
