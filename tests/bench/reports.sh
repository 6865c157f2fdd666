#!/bin/bash
# Cuts a made day of a million rows for 10 subscribers and for 10,000, in turn;
# whole program, warm page cache, onto a disk. Prints lines "name value unit", of
# medians; a ratio is the time for 10,000 over that for 10.
#
#   tests/bench/reports.sh [ROWS [RUNS]]
#
# reports_scaling: the same filters are dealt out to 10 lists and to 10,000, so
# that the same rows go out, to more readers. reports_scaling_more: the 10 are
# ten of those 10,000, so that with the readers the rows grow a thousandfold.
. "$(dirname "$0")/start.sh"

rows=${1:-1000000}
runs=${2:-5}
many=10000
few=10

# filters DAY: "kind value" lines: the networks and countries of the day, and as
# many prefixes of its hosts, IPv4 /24 and shorter ones around them, as networks;
# each value once, in an order that is no order.
filters() {
	awk -F, -v seed=1 'NR > 1 {
		networks[$8] = 1
		gsub(/"/, "", $9)
		if ($9 ~ /^[A-Z][A-Z]$/)
			countries[$9] = 1
		if (NR % 40 == 0) {
			split($3, ip, ".")
			prefixes[ip[1] "." ip[2] "." ip[3] ".0/24"] = 1
			if (NR % 400 == 0)
				prefixes[ip[1] "." ip[2] ".0.0/16"] = 1
		}
	}
	END {
		for (n in networks)
			if (n + 0 > 0)
				print "asn", n
		for (c in countries)
			print "country", c
		for (p in prefixes)
			print "cidr", p
	}' "$1" | sort
}

# subscribers N COUNT: COUNT of the N lists that the filters are dealt to.
subscribers() {
	awk -v n="$1" -v count="$2" '
	{ value[NR % n, ++has[NR % n]] = $1 " += {\"" $2 "\"}" }
	END {
		for (i = 0; i < n && i < count; i++) {
			if (!has[i])
				continue
			printf "subscriber { list = list_%d title = T\n", i
			print " contacts = {noc@example.net} delivery = {mail}"
			print " proven = 2026-01-01 proof = bench"
			for (j = 1; j <= has[i]; j++)
				print " " value[i, j]
			print "}"
		}
	}' "$SCRATCH/filters"
}

# cut_day NAME SUBSCRIBERS: into an empty folder; what it wrote is noted.
cut_day() {
	local out=$SCRATCH/out
	rm -rf "$out"
	sync -f "$SCRATCH"
	# ext4 searches past what was removed in the last five seconds.
	sleep 6
	measured "$1" "$BUILD/ntpcensus-report" cut --quiet \
	    --archive "$SCRATCH/data" --subscribers "$2" --out "$out" \
	    --day $date --now ${date}T23:00:00Z
	test -n "$(find "$out" -name '*.csv' -print -quit)" || die "no reports"
	note "$1.reports" "$(find "$out" -name '*.csv' | wc -l)"
	note "$1.mb" "$(find "$out" -name '*.csv' -printf '%s\n' |
	    awk '{ n += $1 } END { printf "%.1f", n / 1e6 }')"
}

print_figures() {
	table 'function line(name, value, unit) { printf "%s %.3f %s\n", name, value, unit }
	END {
		line("reports_scaling", median["many.wall"] / median["few.wall"], "ratio")
		line("reports_scaling_more", median["many.wall"] / median["ten.wall"], "ratio")
		line("reports_cpu_scaling", median["many.cpu"] / median["few.cpu"], "ratio")
		line("reports_many_s", median["many.wall"], "s")
		line("reports_few_s", median["few.wall"], "s")
		line("reports_ten_s", median["ten.wall"], "s")
		line("reports_many_cpu_s", median["many.cpu"], "s")
		line("reports_few_cpu_s", median["few.cpu"], "s")
		line("reports_many_peak_mb", median["many.peak"], "MB")
		line("reports_few_peak_mb", median["few.peak"], "MB")
		line("reports_many_written_mb", median["many.mb"], "MB")
		line("reports_few_written_mb", median["few.mb"], "MB")
		line("reports_many", median["many.reports"], "reports")
		line("reports_few", median["few.reports"], "reports")
	}' </dev/null
	echo "subscribers_many $(grep -c '^subscriber' "$SCRATCH/many.conf") subscribers"
	echo "filters $(wc -l <"$SCRATCH/filters") filters"
	echo "rows $rows rows"
	echo "runs $runs runs"
	echo "ntpcensus_version $("$BUILD/ntpcensus-report" --version | awk '{ print $2 }') version"
}

day=$(made_day "$rows")
folder=$SCRATCH/data/results/${date//-//}
mkdir -p "$folder"
ln "$day" "$folder/$date-scan_ntp.csv" 2>"$SCRATCH/errors" ||
	cp "$day" "$folder/$date-scan_ntp.csv"
filters "$day" >"$SCRATCH/filters"
subscribers $many $many >"$SCRATCH/many.conf"
subscribers $few $few >"$SCRATCH/few.conf"
subscribers $many $few >"$SCRATCH/ten.conf"
cat "$day" >"$SCRATCH/warm"
rm "$SCRATCH/warm"
load >&2
for ((i = 0; i < runs; i++)); do
	cut_day few "$SCRATCH/few.conf"
	cut_day many "$SCRATCH/many.conf"
	cut_day ten "$SCRATCH/ten.conf"
done
load >&2
print_figures
