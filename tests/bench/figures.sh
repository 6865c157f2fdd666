# shellcheck shell=bash
# Sourced by benchmarks behind private.sh or start.sh: clocks, and what is made of figures.
# A figure is a line "NAME VALUE"; each run of a benchmark adds one of each name.

figures=$SCRATCH/figures
: >"$figures"

note() {
	echo "$1 $2" >>"$figures"
}

# clocked NAME COMMAND...: runs it, and notes NAME.wall and NAME.cpu, seconds.
clocked() {
	local TIMEFORMAT='%R %U %S'
	{ time "${@:2}" 2>"$SCRATCH/errors"; } 2>"$SCRATCH/clock" || {
		cat "$SCRATCH/errors" >&2
		die "$1: $2 failed"
	}
	note "$1.wall" "$(awk '{ print $1 }' "$SCRATCH/clock")"
	note "$1.cpu" "$(awk '{ printf "%.3f", $2 + $3 }' "$SCRATCH/clock")"
}

# measured NAME PROGRAM ARGUMENT...: the same, and NAME.peak, megabytes.
measured() {
	local wall cpu peak
	rm -f "$SCRATCH/clock"
	"$BUILD/tests/bench/clock" "$SCRATCH/clock" "${@:2}" || die "$1: $2 failed"
	read -r wall cpu peak <"$SCRATCH/clock"
	note "$1.wall" "$wall"
	note "$1.cpu" "$cpu"
	note "$1.peak" "$peak"
}

# spread: of each figure the name, the least and the median.
spread() {
	sort -k 1,1 -k 2,2g "$figures" | awk '
		function end() { if (n) print name, value[1], value[int((n + 1) / 2)] }
		$1 != name { end(); name = $1; n = 0 }
		{ value[++n] = $2 }
		END { end() }'
}

# table PROGRAM: awk that first knows least[NAME] and median[NAME], and both(NAME)
# as text; it reads standard input.
table() {
	spread >"$SCRATCH/spread"
	awk 'function both(name) { return least[name] "/" median[name] }
	    FILENAME != "-" { least[$1] = $2; median[$1] = $3; next }'"$1" \
	    "$SCRATCH/spread" -
}

# What else the machine does bears on every figure.
load() {
	awk '{ print "load average of the last minute: " $1 }' /proc/loadavg
}

# libraries_of FOLDER: the LD_LIBRARY_PATH of what packaging/unpack.sh left there.
libraries_of() {
	find "$1" -name '*.so*' -printf '%h\n' | sort -u | paste -sd:
}
