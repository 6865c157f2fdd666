#!/bin/bash
# Asks the reports API beside a year of made days; prints lines "name value
# unit", of medians.
#
#   tests/bench/reports_api.sh [ROWS [RUNS [DAYS]]]
#
# Each day has the rows of one made day, but for its date, so that a query for one
# address finds it on every day. Half of the requests are reports/list of the year,
# half reports/query of one of a thousand addresses over the year, newest first,
# all its rows. The server has one core to itself, the one that asks the other.
#
# api_per_core: requests for each second of the server's processor time.
# api_wall_per_s: the same by the clock, which others on the machine disturb.
# api_query_cold_p50_ms: one query at a time while its rows are still on the disk.
#
# The first time it makes the year, which takes ten minutes; it is kept in
# build/bench.
. "$(dirname "$0")/start.sh"

rows=${1:-100000}
runs=${2:-5}
days=${3:-365}
secret="secret-of-a-benchmark"
key="key-of-a-benchmark"
last=2026-11-21
now=2026-11-22T06:00:00Z
year=$kept/api-$rows-rows-$days-days-seed-$seed

# makers: what the year is made by.
makers=(tests/bench/{make_day,rows,places,software}.[ch] reports/rows/{build,store}.[ch])

# write_subscribers DAY: one, who has a hundred networks of middling size.
write_subscribers() {
	awk -F, 'NR > 1 && $8 > 0 { print $8 }' "$1" | sort | uniq -c | sort -rn |
	    awk -v key=$key -v secret=$secret 'NR > 60 && NR <= 160 { asns = asns ",\"" $2 "\"" }
	    END {
		printf "subscriber { list = bench title = T contacts = {a@b.example}"
		printf " delivery = {api} proven = 2020-01-01 proof = bench asn = {%s}", substr(asns, 2)
		printf " api_key = \"%s\" api_secret = \"%s\" }\n", key, secret
	    }'
}

# is_of FILE: it is there, and younger than what the year is made by.
is_of() {
	test -e "$1" && test -z "$(find "${makers[@]}" -newer "$1")"
}

# make_year: the days are made, cut, indexed and removed one by one; what they
# leave is kept for the next time. One that was broken off goes on.
make_year() {
	local data=$SCRATCH/data day one folder file
	is_of "$year/begun" || rm -rf "$year"
	mkdir -p "$year/out"
	touch "$year/begun"
	day=$(made_day "$rows")
	write_subscribers "$day" >"$year/subscribers.conf"
	chmod 600 "$year/subscribers.conf"
	for ((i = days - 1; i >= 0; i--)); do
		one=$(date -d "$last - $i days" +%F)
		test ! -e "$year/out/rows/$one-scan_ntp.rows" || continue
		folder=$data/results/${one//-//}
		file=$folder/$one-scan_ntp.csv
		mkdir -p "$folder"
		sed "s/^\"$date/\"$one/" "$day" >"$file"
		"$BUILD/ntpcensus-report" cut --quiet --archive "$data" \
		    --out "$year/out" --subscribers "$year/subscribers.conf" \
		    --day "$one" --keep-days 400 --now $now
		"$BUILD/ntpcensus-report" index --quiet --archive "$data" \
		    --out "$year/out" --day "$one" --keep-days 400 --now $now
		rm "$file"
	done
	# Addresses of networks of the subscriber's, a thousand of them.
	awk -F, 'NR == FNR { n = split($0, a, "\""); for (i = 1; i <= n; i++) is[a[i]] = 1; next }
	    is[$8] && !seen[$3]++ && n_asked++ < 1000 { print $3 }' \
	    "$year/subscribers.conf" "$day" >"$year/addresses"
	touch "$year/whole"
}

# The mixture, in turn.
write_asked() {
	awk -v key=$key '{
		print "/api2/reports/list {\"apikey\": \"" key "\", \"date\": \"-365:now\"}"
		print "/api2/reports/query {\"apikey\": \"" key "\", \"query\": {\"ip\": \"" $1 "\"}, \"date\": \"-365:now\"}"
	}' "$year/addresses"
}

# server_cpu: seconds of processor time that the server has had.
server_cpu() {
	cat /proc/$server/task/*/schedstat | awk '{ n += $1 } END { printf "%.6f\n", n / 1e9 }'
}

# ask NAME REQUESTS CONNECTIONS: notes what they took.
ask() {
	local before after
	before=$(server_cpu)
	taskset -c 1 "$BUILD/tests/reports/load" -s $secret "$port" "$3" "$2" \
	    <"$SCRATCH/$1.asked" >"$SCRATCH/figures-of-$1" || die "$1: load failed"
	after=$(server_cpu)
	test "$(awk '/^status/' "$SCRATCH/figures-of-$1")" = "status_200 $2" ||
		die "$1: $(cat "$SCRATCH/figures-of-$1")"
	while read -r name value; do
		note "$1.$name" "$value"
	done <"$SCRATCH/figures-of-$1"
	note "$1.cpu_per" "$(awk -v a="$before" -v b="$after" -v n="$2" 'BEGIN { printf "%.6f", (b - a) / n }')"
	note "$1.n" "$2"
}

is_of "$year/whole" || make_year >&2
write_asked >"$SCRATCH/mixed.asked"
grep list "$SCRATCH/mixed.asked" >"$SCRATCH/list.asked"
grep query "$SCRATCH/mixed.asked" >"$SCRATCH/query.asked"
cp "$SCRATCH/query.asked" "$SCRATCH/alone.asked"
cp "$SCRATCH/query.asked" "$SCRATCH/cold.asked"
# The rows leave the page cache, as if nobody had asked for a long time.
for file in "$year"/out/rows/*.rows; do
	dd if="$file" iflag=nocache count=0 2>"$SCRATCH/errors"
done
taskset -c 0 "$BUILD/ntpcensus-report" serve --quiet --out "$year/out" \
    --subscribers "$year/subscribers.conf" --listen 127.0.0.1:0 --rate 0 \
    --now $now 2>"$SCRATCH/server" &
server=$!
trap 'kill $server; rm -rf "$SCRATCH"' EXIT
for ((i = 0; i < 600; i++)); do
	port=$(sed -n 's/.*listening on port //p' "$SCRATCH/server")
	test -z "$port" || break
	sleep 0.1
done
test -n "$port" || die "the server does not start: $(cat "$SCRATCH/server")"
ask cold 100 1
load >&2
ask mixed 2000 4 # all of it is in the page cache then
: >"$figures"
for ((i = 0; i < runs; i++)); do
	ask mixed 2000 4
	ask list 500 4
	ask query 500 4
	ask alone 200 1
done
load >&2
table 'function line(name, value, unit) { printf "%s %.3f %s\n", name, value, unit }
END {
	line("api_per_core", 1 / median["mixed.cpu_per"], "requests/s")
	line("api_wall_per_s", median["mixed.n"] / median["mixed.wall_s"], "requests/s")
	line("api_p50_ms", median["mixed.p50_ms"], "ms")
	line("api_p99_ms", median["mixed.p99_ms"], "ms")
	line("api_list_cpu_ms", 1000 * median["list.cpu_per"], "ms")
	line("api_query_cpu_ms", 1000 * median["query.cpu_per"], "ms")
	line("api_query_alone_p50_ms", median["alone.p50_ms"], "ms")
}' </dev/null
echo "api_query_cold_p50_ms $(awk '/^p50_ms/ { print $2 }' "$SCRATCH/figures-of-cold") ms"
echo "api_days $days days"
echo "api_rows_a_day $rows rows"
echo "api_reports $(find "$year/out" -name '*.csv' | wc -l) reports"
echo "api_rows_mb $(du -sm "$year/out/rows" | cut -f 1) MB"
