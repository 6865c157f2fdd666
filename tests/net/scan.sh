# shellcheck shell=bash
# Sourced by net tests behind private.sh: a scan of the test Internet, and the
# look at what came of it.
set -eu
. tests/net/world.sh

date=2026-11-21
out=$SCRATCH/out
cat >"$SCRATCH/scan.conf" <<-END
	operator { contact = "noc@ntpcensus.example" }
	scan { quiet_ms = 600 timeout_ms = 2000 ports = 1024 }
END

# scan ARGUMENT...: runs the scanner as every test does.
scan_command=("$BUILD/ntpcensus-scan" --isolated=/run/netns/internet --quiet
    --config "$SCRATCH/scan.conf" --out "$out" --date "$date")
scan() {
	"${scan_command[@]}" "$@"
}

# report TYPE: the path of the day's file.
report() {
	echo "$out/results/2026/11/21/$date-$1"
}

# rows TYPE COLUMN...: these columns of a report's rows, a line each, sorted. Of
# the columns that hold commas only version and system can be asked for.
rows() {
	local type=$1
	shift
	"$BUILD/tests/net/csv_columns" "$(report "$type.csv")" "$@" | sort
}

# record FILTER: what the run record says there.
record() {
	jq -r "$1" "$(report run.json)"
}

counter() {
	jq -r "$1" "$SCRATCH/counters.json"
}

# same FILE FILE WHAT: both must hold the same lines.
same() {
	diff "$1" "$2" >"$SCRATCH/diff" || {
		head -n 20 "$SCRATCH/diff"
		die "$3 differ: < expected, > found"
	}
}

# Received packets are the sum of their reasons, and hosts that of theirs.
check_sums() {
	test "$(record '[.probes[] | select(
	    (.received.total != ([.received[]] | add) - .received.total) or
	    (.asked != .answered + .silent + .send_errors) or
	    (.asked != .sent + .send_errors) or
	    (.answered != .rows + .refused + .empty))] | length')" = 0 ||
		die "the sums of the run record do not hold"
	test "$(record .dropped_by_kernel)" = 0 || die "the kernel dropped packets"
}
