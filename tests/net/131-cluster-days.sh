#!/bin/bash
# A cluster gives the days that the files give, to the last number: normal ones,
# shards, revisions, repeated hosts, bad rows, damaged files, partial runs and
# old layouts. What Debian's ClickHouse counts is compared with what the reader
# of files counts, and the sites of both are the same bytes.
. "$(dirname "$0")/private.sh"
. tests/net/clickhouse.sh
clickhouse_is_here

data=$SCRATCH/data
export NTPCENSUS_PASSWORD='a secret'

# folder DAY: the folder of a day, made.
folder() {
	local path=$data/results/2026/11/$1
	mkdir -p "$path"
	echo "$path/2026-11-$1"
}

# rows SEED N V6: N rows drawn from few addresses, so that many come again.
rows() {
	awk -v seed="$1" -v n="$2" -v v6="${3:-0}" 'BEGIN {
		srand(seed)
		split("DE US us FR ZZ CN d 1A  \"JP\"", country, " ")
		split("4|ntpd 4.2.8p10@1.3728-o|ntpd 4.2.6p5|ntpd ntpsec-1.2.2|||\"xntpd 3, old\"|3|?", version, "|")
		split("UNIX|cisco|JUNOS12.1|Linux/5.10|", os, "|")
		for (i = 0; i < n; i++) {
			a = int(rand() * 900)
			address = v6 ? sprintf("2001:db8:%x::%x", a % 7, a) : \
			    sprintf("%d.%d.0.%d", 100 + a % 9, a % 31, a % 250)
			printf "2026-11-01 00:00:00,%s,%s,%s,%s,%s,%s,%s,%s\n",
			    address, rand() < 0.1 ? "" : int(rand() * rand() * 40) + 64500,
			    country[int(rand() * 10) + 1],
			    version[int(rand() * 9) + 1], os[int(rand() * 5) + 1],
			    rand() < 0.1 ? "x" : int(rand() * 18),
			    rand() < 0.1 ? "" : int(rand() * rand() * 50000),
			    rand() < 0.1 ? "1e3" : rand() * rand() * 4000
		}
	}'
}

header=timestamp,ip,asn,geo,version,system,stratum,response_size,amplification

# report SEED N [V6]: a whole report.
report() {
	echo $header
	rows "$@"
}

record() {
	printf '{"format":1,"started":"2026-11-01T0%d:00:00Z","completeness":"%s",' \
	    "$1" "$2"
	printf '"program":"ntpcensus-scan %d","scope":{"excluded":%d},' "$1" "$1"
	printf '"probes":{"scan_ntp":{"asked":10%d,"sent":2%d,"answered":%d},' \
	    "$1" "$1" "$1"
	printf '"scan6_ntp":{"asked":7}},"asn_names":{"64500":"Name %d","64501":"B"}}\n' \
	    "$1"
}

make_archive() {
	local f
	# Two days as they should be, the second of four scans.
	report 1 2000 >"$(folder 01)-scan_ntp.csv"
	record 1 complete >"$(folder 01)-run.json"
	f=$(folder 02)
	report 2 2000 >"$f-scan_ntp.csv"
	report 3 500 >"$f-scan_ntpmonitor.csv"
	report 4 500 1 >"$f-scan6_ntp.csv"
	report 5 300 1 >"$f-scan6_ntpmonitor.csv"
	record 2 complete >"$f-run.json"
	# Shards, one of them twice, with records that differ; a foreign report.
	f=$(folder 03)
	for i in 1 2 10; do
		report "3$i" 400 >"$f-scan_ntp.shard-$i-of-12.csv"
		record "$((i % 9))" complete >"$f-run.shard-$i-of-12.json"
	done
	report 35 50 >"$f-scan_ntp-company.shard-2-of-12.csv"
	report 36 100 >"$f-scan_ntp-company-asn.csv"
	# All shards.
	f=$(folder 04)
	report 41 300 >"$f-scan6_ntp.shard-1-of-2.csv"
	report 42 300 1 >"$f-scan6_ntp.shard-2-of-2.csv"
	# Revisions: the newest counts, of reports and of records.
	f=$(folder 05)
	report 51 600 >"$f-scan_ntp.csv"
	report 52 500 >"$f-scan_ntp.r2.csv"
	report 53 400 >"$f-scan_ntp.r10.csv"
	record 5 partial >"$f-run.json"
	record 6 complete >"$f-run.r3.json"
	# Bad rows: no address, another family, too few fields, a header again.
	f=$(folder 06)
	{
		report 61 200
		echo '2026-11-06 00:00:00,not an address,1,DE,4,,2,300,25'
		echo '2026-11-06 00:00:00,2001:db8::1,1,DE,4,,2,300,25'
		echo 'too,few'
		echo $header
		echo
		printf '"2026-11-06 00:00:00","9.9.9.9","7","DE","a ""quoted""\nline","","2","300","25"\n'
		rows 62 200
	} >"$f-scan_ntp.csv"
	# A text with so many line ends that no block of lines ends well: what was
	# sent of the file is taken back.
	{
		report 63 300
		printf '2026-11-06 00:00:00,9.9.9.8,7,FR,"'
		yes 'a line of many' | head -n 60000
		printf '",,2,300,25\n'
		rows 64 300
	} >"$f-scan_ntpmonitor.csv"
	# A partial run; one that nobody can read.
	f=$(folder 07)
	report 71 700 >"$f-scan_ntp.csv"
	record 7 partial >"$f-run.json"
	f=$(folder 08)
	report 81 700 >"$f-scan_ntp.csv"
	printf '{"format":1,\xff' >"$f-run.json"
	# Old layouts: other columns, another order, quoted, other line ends.
	f=$(folder 09)
	{
		printf '\xef\xbb\xbf"geo","size","ip","timestamp","more"\r\n'
		printf '"DE","440","10.0.0.1","2024-01-04 00:00:00",""\r\n'
		printf '"US","100","10.0.0.2","2024-01-04 00:00:00","="\r\n'
	} >"$f-scan_ntp.csv"
	# A header alone; nothing; a file that is no report; one that is cut.
	f=$(folder 10)
	echo $header >"$f-scan_ntp.csv"
	: >"$f-scan_ntpmonitor.csv"
	echo '<html>' >"$f-scan6_ntp.csv"
	report 101 3000 1 | gzip | head -c 9000 >"$f-scan6_ntpmonitor.csv"
	# Late in the year's window, and a day that has gone after it.
	mkdir -p "$data/results/2027/10/31"
	report 111 500 >"$data/results/2027/10/31/2027-10-31-scan_ntp.csv"
	mkdir -p "$data/results/2027/11/03"
	# Enough in one /16 for the map of the address space.
	{
		report 112 500
		seq -f '2027-11-03 00:00:00,120.1.0.%g,64500,DE,4,,2,300,25' 60
	} >"$data/results/2027/11/03/2027-11-03-scan_ntp.csv"
}

load() {
	"$BUILD/ntpcensus-render" load --quiet --archive "$data" \
	    --config "$SCRATCH/conf" 2>"$SCRATCH/load.err"
}

# Both sources, compared.
compare() {
	rm -rf "$SCRATCH/state"
	mkdir "$SCRATCH/state"
	"$BUILD/tests/net/days" files "$data" "$SCRATCH/state" \
	    >"$SCRATCH/files.txt" 2>"$SCRATCH/files.err" || die "no files"
	"$BUILD/tests/net/days" cluster "$SCRATCH/conf" \
	    >"$SCRATCH/cluster.txt" 2>"$SCRATCH/cluster.err" ||
		die "no cluster: $(tail -1 "$SCRATCH/cluster.err")"
	diff "$SCRATCH/files.txt" "$SCRATCH/cluster.txt" | head -20
	cmp "$SCRATCH/files.txt" "$SCRATCH/cluster.txt" || die "days differ: $1"
	# What is said of skipped rows differs in the name of the folder alone.
	cmp <(sed "s#$data/results/##" "$SCRATCH/files.err") \
	    <(sed "s#$data/results/##" "$SCRATCH/cluster.err") ||
		die "other words: $1"
}

# site FOLDER CONFIG: publishes one.
site() {
	local status=0
	"$BUILD/ntpcensus-render" --quiet --archive "$data" --site "$SCRATCH/$1" \
	    --history "$SCRATCH/$1.history" --config "$2" --min-count 40 \
	    --now 2027-11-04T00:00:00Z 2>"$SCRATCH/$1.err" || status=$?
	case $status in
	0 | 3) ;;
	*) die "$1: $status $(tail -3 "$SCRATCH/$1.err")" ;;
	esac
}

clickhouse_configure "$SCRATCH/ch" 8123
clickhouse_start "$SCRATCH/ch" 8123 || die "no ClickHouse"
echo 'archive { rows = "clickhouse://census@127.0.0.1:8123/census" }' \
    >"$SCRATCH/conf"
make_archive
load && die "nothing was skipped"
test $? -eq 3 || die "load: $(tail -1 "$SCRATCH/load.err")"
compare "an archive of everything"
for what in 'family ' 'stratum ' 'block ' 'figure 0000 1 [1-9]' 'figure 4445 8 [1-9]'; do
	grep -Eq "^  $what" "$SCRATCH/files.txt" || die "no day has a $what"
done

: >"$SCRATCH/empty.conf"
site of-files "$SCRATCH/empty.conf"
site of-cluster "$SCRATCH/conf"
test -s "$SCRATCH/of-cluster/index.html" || die "no site"
test -s "$SCRATCH/of-cluster/ntpversion/space.png" || die "no map"
diff -rq -x .ntpcensus-site "$SCRATCH/of-files" "$SCRATCH/of-cluster" ||
	die "sites differ"

# A day comes late, and one is corrected.
report 201 900 >"$data/results/2026/11/02/2026-11-02-scan_ntp.r2.csv"
mkdir -p "$data/results/2026/10/31"
report 202 900 >"$data/results/2026/10/31/2026-10-31-scan_ntp.csv"
load || die "load: $(tail -1 "$SCRATCH/load.err")"
compare "late days"
site of-files "$SCRATCH/empty.conf"
site of-cluster "$SCRATCH/conf"
test -e "$SCRATCH/of-cluster/index.html" || die "no site"
diff -rq -x .ntpcensus-site "$SCRATCH/of-files" "$SCRATCH/of-cluster" ||
	die "sites differ after late days"
clickhouse_stop
