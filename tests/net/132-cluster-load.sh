#!/bin/bash
# What may go wrong with a load: passwords, certificates, servers that are no
# servers, loaders and servers that are killed in the middle. No half of a load
# ever counts, and the next load repairs it; loading twice changes nothing.
. "$(dirname "$0")/private.sh"
. tests/net/clickhouse.sh
clickhouse_is_here

data=$SCRATCH/data
day=$data/results/2026/11/22
conf=$SCRATCH/conf
rows=400000
now=2026-11-24T12:00:00Z
mkdir -p "$day"

# name ADDRESS [PASSWORD FILE [CA FILE]]: the cluster to load into.
name() {
	printf 'archive { rows = "%s" password_file = "%s" authorities = "%s" }\n' \
	    "$1" "${2:-}" "${3:-}" >"$conf"
}

# load WORD...: loads; says what came of it in $status and $said.
load() {
	status=0
	said=$(timeout 120 "$BUILD/ntpcensus-render" load --quiet \
	    --archive "$data" --config "$conf" --now $now "$@" 2>&1) ||
		status=$?
}

must_load() {
	load "$@"
	test $status -eq 0 || die "load ends with $status: $said"
}

# must_fail WORDS: a load fails, and says so.
must_fail() {
	load
	test $status -eq 1 || die "load ends with $status, not 1: $said"
	grep -qF -- "$1" <<<"$said" || die "not \"$1\" but: $said"
	! grep -qF 'secret' <<<"$said" || die "it says the password: $said"
}

# report FIRST N: a report of N hosts.
report() {
	echo timestamp,ip,asn,geo,version,response_size,amplification
	awk -v first="$1" -v n="$2" 'BEGIN {
		for (i = first; i < first + n; i++)
			printf "2026-11-22 00:00:00,10.%d.%d.%d,%d,DE,4,%d,%d.5\n",
			    i / 65536, i / 256 % 256, i % 256, i % 97, i % 999, i % 88
	}'
}

count() {
	clickhouse_ask 8123 "SELECT count() FROM census.$1"
}

# days: what counts, by SQL; the error if there is one.
days() {
	"$BUILD/tests/net/days" cluster "$conf" 2>&1
}

counted() {
	days | awk '$1 == "scan_ntp" { n += $5 } END { print n + 0 }'
}

# wait_for_rows: waits until a part of a load is there, and no more.
wait_for_rows() {
	for ((i = 0; i < 600; i++)); do
		test "$(count hosts)" = 0 || return 0
		sleep 0.05
	done
	die "no row comes"
}

start() {
	clickhouse_start "$SCRATCH/ch" 8123 || die "no ClickHouse"
}

clickhouse_certificate "$SCRATCH/ch"
clickhouse_certificate "$SCRATCH/other"
clickhouse_configure "$SCRATCH/ch" 8123
start
report 0 100 >"$day/2026-11-22-scan_ntp.csv"
echo '{"format":1,"date":"2026-11-22","probes":{"scan_ntp":{"asked":9}}}' \
    >"$day/2026-11-22-run.json"

# Passwords come from the environment, or from a file of the owner alone.
name clickhouse://census@127.0.0.1:8123/census
NTPCENSUS_PASSWORD=another_secret must_fail 'Wrong password for user census'
must_fail 'Password required'
name clickhouse://census:secret@127.0.0.1:8123/census
must_fail 'a password stands in a file of its own'
echo 'a secret' >"$SCRATCH/password"
chmod 640 "$SCRATCH/password"
name clickhouse://census@127.0.0.1:8123/census "$SCRATCH/password"
must_fail 'is open to others'
chmod 600 "$SCRATCH/password"
must_load

# Loading twice changes nothing, be the file touched or not.
before=$(clickhouse_ask 8123 'SELECT * FROM census.files, census.hosts ORDER BY name, number')
touch "$day"/*
must_load
test "$before" = "$(clickhouse_ask 8123 'SELECT * FROM census.files, census.hosts ORDER BY name, number')" ||
	die "a second load has changed something"
test "$(count files)" -eq 2 || die "not two files"
test "$(counted)" -eq 100 || die "not 100 rows count"

# One day alone.
mkdir -p "$data/results/2026/11/23"
report 0 10 >"$data/results/2026/11/23/2026-11-23-scan_ntp.csv"
must_load --date 2026-11-22
test "$(count files)" -eq 2 || die "another day was loaded too"
must_load --date 2026-11-23
test "$(count files)" -eq 3 || die "the day was not loaded"

# Who may only read can count, and cannot load.
name clickhouse://reader@127.0.0.1:8123/census "$SCRATCH/password"
test "$(counted)" -eq 110 || die "a reader cannot count"
report 0 10 >"$data/results/2026/11/23/2026-11-23-scan_ntpmonitor.csv"
must_fail 'readonly'
rm "$data/results/2026/11/23/2026-11-23-scan_ntpmonitor.csv"

# TLS: the certificate must be one that is trusted.
name clickhouses://census@127.0.0.1:8124/census "$SCRATCH/password"
must_fail 'certificate'
name clickhouses://census@127.0.0.1:8124/census "$SCRATCH/password" "$SCRATCH/other/server.pem"
must_fail 'certificate'
name clickhouses://census@localhost:8124/census "$SCRATCH/password" "$SCRATCH/ch/server.pem"
must_fail 'localhost'
name clickhouses://census@127.0.0.1:8124/census "$SCRATCH/password" "$SCRATCH/ch/server.pem"
must_load
test "$(counted)" -eq 110 || die "not counted over TLS"

# A file under a name that was loaded is another one: it is not taken.
name clickhouse://census@127.0.0.1:8123/census "$SCRATCH/password"
report 0 99 >"$day/2026-11-22-scan_ntp.csv"
must_fail "a correction is a file of its own, with .r2"
report 0 100 >"$day/2026-11-22-scan_ntp.csv"

# A revision counts instead of what it corrects, which goes a day later.
report 0 70 >"$day/2026-11-22-scan_ntp.r2.csv"
now=2026-11-25T00:00:00Z
must_load
test "$(counted)" -eq 80 || die "a revision does not count"
test "$(count hosts)" -eq 180 || die "what was corrected went at once"
touch -d '3 days ago' "$SCRATCH"/ch/data/data/census/hosts/*
clickhouse_stop
start
now=2026-11-25T23:00:00Z
must_load
test "$(count hosts)" -eq 180 || die "what was corrected went too early"
now=2026-11-26T00:00:01Z
must_load
test "$(count hosts)" -eq 80 || die "what was corrected stays: $(count hosts)"
test "$(counted)" -eq 80 || die "too much went"
# The first one, seen again, is not loaded again.
mv "$day/2026-11-22-scan_ntp.r2.csv" "$SCRATCH/"
must_load
test "$(count hosts)" -eq 80 || die "an old revision came back"
mv "$SCRATCH/2026-11-22-scan_ntp.r2.csv" "$day/"

# Rows that are lost in the cluster are missed, and loaded again.
clickhouse_ask 8123 "ALTER TABLE census.hosts DROP PARTITION ID '$(clickhouse_ask 8123 \
    "SELECT partition_id FROM system.parts WHERE table = 'hosts' AND active AND rows = 70")'"
days | grep -q 'holds 0 rows .* where 70 were loaded' || die "nobody misses rows: $(days)"
must_load
test "$(counted)" -eq 80 || die "lost rows are not loaded again"

# A loader that is killed in the middle.
rm -rf "$data/results"
clickhouse_ask 8123 'DROP DATABASE census'
mkdir -p "$day"
report 0 $rows >"$day/2026-11-22-scan_ntp.csv"
load --date 2026-11-21
"$BUILD/ntpcensus-render" load --quiet --archive "$data" --config "$conf" &
loader=$!
wait_for_rows
kill -KILL $loader
wait $loader
test "$(count files)" = 0 || die "the load was over too soon for this test"
test "$(counted)" -eq 0 || die "half a load counts"
must_load
test "$(count hosts)" -eq $rows || die "$(count hosts) rows after a repaired load"
test "$(counted)" -eq $rows || die "a repaired load does not count"

# A server that is killed in the middle.
clickhouse_ask 8123 'DROP DATABASE census'
load --date 2026-11-21
{ load; echo "$status $said" >"$SCRATCH/said"; } &
waiting=$!
wait_for_rows
kill -KILL "$CLICKHOUSE_PID"
wait $waiting
grep -q '^1 .*127.0.0.1:8123' "$SCRATCH/said" || die "not: $(cat "$SCRATCH/said")"
start
test "$(count files)" = 0 || die "the server was killed too late for this test"
test "$(counted)" -eq 0 || die "half a load counts"
must_load
test "$(count hosts)" -eq $rows || die "$(count hosts) rows after a dead server"
clickhouse_stop
must_fail '127.0.0.1:8123'

# Servers that are none, and one that complains of a row.
report 0 5 >"$day/2026-11-22-scan_ntp.csv"
sed -i '3s/^/bad,/' "$day/2026-11-22-scan_ntp.csv"
cat >"$SCRATCH/server.py" <<'PYTHON'
import http.server, os, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        kind = sys.argv[1]
        is_insert = 'INSERT' in self.path
        body = b'' if kind == 'row' else os.urandom(5000)
        if 'Content-Length' in self.headers:
            sql = self.rfile.read(int(self.headers['Content-Length']))
            if kind == 'row' and b'FROM system.databases' in sql:
                body = b'1\n'
        else:
            self.connection.settimeout(1)
            try:
                while self.rfile.read(1):
                    pass
            except OSError:
                pass
        if is_insert:
            body = b"Code: 27, e.displayText() = DB::Exception: Cannot parse: (at row 3)\n, e.what() = DB::Exception"
        self.send_response(400 if is_insert else 200)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *words):
        pass
http.server.HTTPServer(('127.0.0.1', 8123), Handler).serve_forever()
PYTHON
for kind in noise row; do
	python3 "$SCRATCH/server.py" $kind &
	server=$!
	for ((i = 0; i < 100; i++)); do
		test -n "$(ss -Hntl 'sport = 8123')" && break
		sleep 0.1
	done
	case $kind in
	noise) must_fail 'answers with what is no' ;;
	row) must_fail "$day/2026-11-22-scan_ntp.csv:5: clickhouse://census@127.0.0.1:8123/census: Cannot parse: (at row 3)" ;;
	esac
	kill $server
	wait $server
done
exit 0
