#!/bin/bash
# Every recipe of the cookbook that is shell runs as the page shows it, on the
# files of a site with a withheld, a missing and a partial day, and prints what
# it promises.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
address=https://census.example.org/

# hosts DAY COUNTRY N ASN: rows of N hosts
hosts() {
	local i
	for i in $(seq "$3"); do
		echo "2026-11-$1 00:00:00,192.0.$4.$i,123,$((64500 + $4)),$2,4,UNIX"
	done
}

# day DAY COMPLETENESS: what comes in becomes the day's report
day() {
	local folder=$work/archive/results/2026/11/$1
	mkdir -p "$folder"
	{
		echo '"timestamp","ip","port","asn","geo","version","system"'
		cat
	} >"$folder/2026-11-$1-scan_ntp.csv"
	cat >"$folder/2026-11-$1-run.json" <<-END
		{"format": 1, "program": "a, \"b\"", "simulated": false,
		 "date": "2026-11-$1", "completeness": "$2",
		 "probes": {"scan_ntp": {"asked": 256}}}
	END
}

{ hosts 18 DE 8 1; hosts 18 NA 6 2; } | day 18 complete
{ hosts 20 DE 3 1; hosts 20 NA 7 2; hosts 20 FR 9 3; } | day 20 complete
{ hosts 21 DE 12 1; hosts 21 NA 6 2; hosts 21 FR 5 3; hosts 21 IS 2 4
	hosts 21 MT 3 5; } | day 21 partial
cat >"$work/addresses.csv" <<END
country,asn,addresses
DE,64501,1000000
NA,64502,2000
FR,64503,255
END
cat >"$work/ntpcensus.conf" <<END
site {
	base_url = "$address"
	denominators = "addresses.csv"
}
END
"${BUILD:-build}/ntpcensus-render" --quiet --archive "$work/archive" \
    --config "$work/ntpcensus.conf" --site "$work/site" \
    --now 2026-11-22T06:00:00Z

# The recipes as a script that says before each which one it is. Other languages
# are left out.
awk '
	function plain(text) {
		gsub(/&lt;/, "<", text)
		gsub(/&gt;/, ">", text)
		gsub(/&quot;/, "\"", text)
		gsub(/&#39;/, "\047", text)
		gsub(/&amp;/, "\\&", text)
		return text
	}
	/^<h2 id="/ { split($0, part, "\""); recipe = part[2] }
	sub(/^<pre tabindex="0"><code>/, "") {
		inside = 1
		skip = /^(import|table &lt;-|&lt;a) ?/
		if (!skip)
			print "echo \"== " recipe "\""
	}
	/^<\/code><\/pre>/ { inside = 0 }
	inside && !skip { print plain($0) }
' "$work/site/cookbook/index.html" >"$work/recipes"
test -s "$work/recipes"

# curl OPTIONS URL, for files of the site alone
curl() {
	local from=${*: -1} to=/dev/stdout
	case $1 in
	-sSfo) to=$2 ;;
	-sSf) ;;
	*) echo "what is curl $*?" && return 2 ;;
	esac
	case $from in
	"$address"*) cat "$work/site/${from#"$address"}" >"$to" ;;
	*) echo "$from is not of this site" && return 2 ;;
	esac
}
mkdir "$work/reader"
run() {
	local recipes=$1
	# shellcheck source=/dev/null
	(cd "$work/reader" && set -euo pipefail && . "$recipes")
}
run "$work/recipes" >"$work/said"
diff -u - "$work/said" <<'END'
== before-the-first-recipe
== download-a-country-s-series
date,scan,hosts,suppressed,status
2026-11-18,scan_ntp,8,0,complete
2026-11-19,scan_ntp,,0,missing
== get-the-newest-day-of-all-countries
12 DE
6 NA
5 FR
== compute-a-rate-per-million-addresses
DE 12.00
NA 3000.00
== tell-a-withheld-day-from-a-missing-one
2026-11-19 scan_ntp missing
2026-11-20 scan_ntp withheld
== follow-a-country
2026-11-21,scan_ntp,12,0,partial
== get-one-table-of-many-days
6
== check-the-sums
scan_ntp 28
scan_ntp 28
== check-a-file-that-you-keep
country.csv: OK
run.csv: OK
END

# Followed once more, nothing is new.
sed -n '/^echo "== before/,/^echo "== download/p; /^echo "== follow/,/^echo "== get-one/p' \
    "$work/recipes" >"$work/again"
run "$work/again" >"$work/said"
if grep -v '^==' "$work/said"; then
	echo "the day before is new"
	exit 1
fi

# A file that has changed is found out.
echo >>"$work/reader/country.csv"
if (cd "$work/reader" && sha256sum --status -c SHA256SUMS); then
	echo "a changed file passes"
	exit 1
fi
