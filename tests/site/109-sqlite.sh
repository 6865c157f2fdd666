#!/bin/bash
# The databases of a site hold the numbers of its CSV files, all of them and no
# others; and the same archive gives the same bytes.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

case=tests/golden/render-threshold
for site in a b; do
	"${BUILD:-build}/ntpcensus-render" --quiet --archive $case/archive --min-count 2 \
	    --history "$work/history-$site" --config $case/ntpcensus.conf \
	    --site "$work/$site" --now 2026-11-22T06:00:00Z 2>/dev/null || test $? -eq 3
done
year=years/2026/numbers.sqlite
for file in $year names.sqlite; do
	cmp "$work/a/data/v1/$file" "$work/b/data/v1/$file"
done
gunzip "$work"/a/data/v1/daily/*/*/*.gz

# import TABLE FILE...: reads CSV files into one table.
import() {
	local table=$1 skip=0 file
	for file in "${@:2}"; do
		echo ".import --csv --skip $skip $file $table"
		skip=1
	done
}

# compare: prints each number that the files of days and the database do not
# both have, and how many they have.
compare() {
	local table
	cd "$work/a/data/v1"
	{
		for table in run figure country asn version_family stratum response_size amplification \
			country_asn country_version_family country_stratum country_response_size \
			country_amplification; do
			import $table daily/*/*/$table.csv
		done
		echo "ATTACH 'file:$year?mode=ro' AS y;"
		echo "CREATE VIEW read AS SELECT 'world' kind, '' country, 'world' key, scan, 'hosts' measure, date, hosts number FROM run"
		for table in country version_family stratum response_size amplification; do
			echo "UNION ALL SELECT '$table', '', $table, scan, 'hosts', date, hosts FROM $table WHERE $table <> 'other'"
		done
		for table in asn version_family stratum response_size amplification; do
			echo "UNION ALL SELECT '$table', country, $table, scan, 'hosts', date, hosts FROM country_$table WHERE $table <> 'other'"
		done
		for table in amplification_p50 amplification_p95 seen_7_days seen_30_days seen_365_days new same gone; do
			echo "UNION ALL SELECT iif(country = 'world', 'world', 'country'), '', country, scan, '$table', date, $table FROM figure"
		done
		cat <<-'END'
			;
			CREATE TABLE found AS SELECT kind, country, key, scan, measure, date, CAST(number AS REAL) number FROM read WHERE number <> '';
			-- Regions have no table of a day: they are sums of countries.
			CREATE TABLE said AS SELECT kind, country, key, scan, measure, date, CAST(number AS REAL) number FROM y.numbers WHERE number IS NOT NULL AND kind <> 'region';
			SELECT 'in files alone', * FROM (SELECT * FROM found EXCEPT SELECT * FROM said);
			SELECT 'in the database alone', * FROM (SELECT * FROM said EXCEPT SELECT * FROM found);
			SELECT 'not its sum', * FROM (SELECT asn, scan, date, CAST(hosts AS INTEGER) FROM asn WHERE asn <> 'other'
				EXCEPT SELECT asn, scan, date, hosts FROM y.networks);
			SELECT 'n', count(*) FROM said;
			SELECT 'n networks', count(*) FROM asn WHERE asn <> 'other';
		END
	} | sqlite3 -bail -csv
}

fail() {
	echo "$*"
	exit 1
}

(compare) >"$work/said"
grep -vE '^"?n[ ,]' "$work/said" | sed 's/^/other numbers: /' | head -5
awk -F , '/^n,/ { n = $2 } /^"n networks",/ { m = $2 } !/^"?n/ { bad = 1 }
	END { exit bad || n < 40 || m < 5 }' "$work/said" || fail "$(cat "$work/said")"

for file in $year names.sqlite; do
	test "$(sqlite3 "$work/a/data/v1/$file" 'PRAGMA integrity_check; PRAGMA page_size' | paste -sd ' ')" = "ok 4096"
done

# same TABLE FILE COLUMN...: a table is that of a file. A spreadsheet must not
# take a name for a formula, so that a file has an apostrophe before it.
same() {
	local columns
	columns=$(IFS=, && echo "${*:3}")
	sqlite3 -csv "$work/a/data/v1/names.sqlite" "SELECT $columns FROM $1" | sort >"$work/listed"
	printf '%s\n' ".import --csv $work/a/data/v1/$2 t" 'SELECT * FROM t;' |
		sqlite3 -csv | sed -E "s/(^|,)(\"?)'([=+@-])/\1\2\3/g" | sort >"$work/wanted"
	test -s "$work/wanted" || test "$2" = revisions.csv
	diff "$work/listed" "$work/wanted"
}
same events events.csv '*'
same revisions revisions.csv '*'
same "names WHERE kind = 'asn'" asns.csv key name part_of
same "names WHERE kind = 'country'" countries.csv key name part_of
test "$(sqlite3 "$work/a/data/v1/$year" 'SELECT count(*) FROM quality')" = \
    $(($(wc -l <"$work/a/data/v1/years/2026/quality.csv") - 1))

# The comparison sees a single wrong number.
sed -i '2s/$/0/' "$work/a/data/v1/daily/2026/2026-11-20/country_asn.csv"
(compare) | grep -q 'in files alone' || fail "a wrong number is not seen"
