#!/bin/bash
# The tables of a site are of the form and the types that its dictionary says,
# and the numbers on its pages are those of the files that they link. Both checks
# find a single fault.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Three days of four scans: large networks and small ones, a missing day, and a
# partial one.
day() {
	local folder=$work/archive/results/2026/11/$1 scan
	mkdir -p "$folder"
	for scan in scan_ntp scan_ntpmonitor scan6_ntp; do
		awk -v day="$1" -v scan=$scan 'BEGIN {
			srand(day + length(scan))
			split("DE US FR BR NA IS", country)
			split("4|ntpd 4.2.6p5|ntpd 4.2.8p15||x", version, "|")
			v6 = scan ~ /6/
			print "timestamp,ip,asn,geo,version,stratum,response_size,amplification"
			for (i = 0; i < (v6 ? 60 : 900); i++) {
				c = 1 + int(6 * rand() * rand())
				a = 64500 + int(9 * rand() * rand()) + 10 * (c > 2)
				size = int(900 * rand() * rand())
				ip = v6 ? sprintf("2001:db8::%x", i) : "198.18." int(i / 256) "." i % 256
				printf "2026-11-%s 00:00:00,%s,%d,%s,%s,%d,%d,%.2f\n", day, ip, a,
				    country[c], version[1 + int(5 * rand())], int(5 * rand()),
				    size, size / 12
			}
		}' >"$folder/2026-11-$1-$scan.csv"
	done
	cat >"$folder/2026-11-$1-run.json" <<-END
		{"format": 1, "date": "2026-11-$1", "completeness": "$2", "program": "a 1",
		 "probes": {"scan_ntp": {"asked": 2000, "sent": 2000}}}
	END
}
day 18 complete
day 19 complete
day 21 partial
"${BUILD:-build}/ntpcensus-render" --quiet --archive "$work/archive" \
    --config /dev/null --site "$work/site" --now 2026-11-22T06:00:00Z
tests/site/check-tables "$work/site"
tests/site/check-numbers "$work/site"

# spoils CHECK FILE SED: the check sees what sed does to the file
spoils() {
	cp "$work/site/$2" "$work/kept"
	case $2 in
	*.gz) zcat "$work/kept" | sed "$3" | gzip -n >"$work/site/$2" ;;
	*) sed -i "$3" "$work/site/$2" ;;
	esac
	if cmp -s "$work/site/$2" "$work/kept" || "tests/site/$1" "$work/site" >/dev/null; then
		echo "$1 does not see: $3 in $2" && exit 1
	fi
	cp "$work/kept" "$work/site/$2"
}
daily=data/v1/daily/2026/2026-11-21
spoils check-tables $daily/country.csv '2s/$/\r/'
spoils check-tables $daily/country.csv '2s/[0-9]*$/-3/'
spoils check-tables $daily/country.csv '2s/11-21/11-31/'
spoils check-tables $daily/country.csv '2s/$/,1/'
spoils check-tables $daily/country.csv '3{p;}'
spoils check-tables $daily/country.csv '1s/hosts/host/'
spoils check-tables $daily/asn.csv.gz '2s/[0-9]*$/-3/'
spoils check-tables data/v1/asns.csv '2s/,/,=1+/'
spoils check-tables data/v1/datapackage.json '0,/"integer"/s//"number"/'
spoils check-numbers $daily/country.csv '2s/$/0/'
spoils check-numbers data/v1/latest/country_asn.csv '2s/$/0/'
spoils check-numbers $daily/country_version_family.csv '2s/$/0/'
spoils check-numbers data/v1/years/2026/country/DE.csv '2s/,0,complete/1,0,complete/'
spoils check-numbers index.html '0,/"num strong">/s//"num strong">1/'
