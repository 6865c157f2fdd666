#!/bin/bash
# One host, asked by its owner: what is said of open, closed and silent hosts of
# a test Internet is the truth, and ends with the code that belongs to it; the
# clients of a server are shown only when that is asked for.
. "$(dirname "$0")/private.sh"
. tests/net/scan.sh

# probe HOST ARGUMENT...
probe() {
	"$BUILD/ntpcensus-scan" --config "$SCRATCH/scan.conf" \
	    --isolated=/run/netns/internet --probe "$@"
}

# ends CODE HOST ARGUMENT...: probes, must end with the code; leaves what was
# said in $said and $complaint.
ends() {
	local status=0
	probe "${@:2}" >"$SCRATCH/said" 2>"$SCRATCH/complaint" || status=$?
	said=$(<"$SCRATCH/said")
	complaint=$(<"$SCRATCH/complaint")
	test $status = "$1" || die "${*:2}: ends with $status, not $1: $complaint$said"
}

# says WORDS...: the last probe said these.
says() {
	case $said in *"$*"*) ;; *) die "not said: $*: $said" ;; esac
}

# truth FILTER COLUMN...: of the truth's lines that awk lets by.
truth() {
	"$BUILD/tests/net/csv_columns" "$SCRATCH/truth.csv" mode6 mode7 fault6 \
	    "${@:2}" | awk -F "\t" "$1" | cut -f 4-
}

targets=$SCRATCH/targets
population=(--seed 11 --date "$date" --hostile 12 --monlist 12)
printf '5.6.0.0/22\n2600::/120\n' >"$targets"
"$BUILD/simnet" truth "${population[@]}" --targets "$targets" \
    --out "$SCRATCH/truth.csv"
world_build
world_start "$SCRATCH" "${population[@]}"

# Every host with a list or with a fault, and some that are plain: what is known
# of them, in words as --json has them.
told='function state(found, n) {
		return found != "no" ? "open" : n > 0 ? "closed" : "silent"
	}
	{
		items = $9 == "reordered" ? ($7 - 8 * $6) / 72 : $8
		print $1, state($2, $3), $3, $4, state($5, $6), $6, $7,
		    $5 == "yes" ? items : 0
	}'
{
	truth '$2 == "yes" || $3 != ""' ip mode6 packets6 bytes6 mode7 packets7 \
	    bytes7 items fault7
	truth '$2 == "no" && $3 == ""' ip mode6 packets6 bytes6 mode7 packets7 \
	    bytes7 items fault7 | awk 'NR % 20 == 0'
} | awk -F '\t' "$told" | sort >"$SCRATCH/want"
cut -d ' ' -f 1 "$SCRATCH/want" >"$SCRATCH/hosts"
test "$(wc -l <"$SCRATCH/hosts")" -gt 100 || die "too few hosts to mean anything"

# ask FILE: probes every host that the file names, 40 at a time, and leaves what
# was said and the code that it ended with beside the file.
ask() {
	local host n=0
	while read -r host; do
		(
			status=0
			probe "$host" --json >"$SCRATCH/$host.json" || status=$?
			echo $status >"$SCRATCH/$host.status"
		) &
		probes[n++ % 40]=$!
		test $n -lt 40 || wait "${probes[n % 40]}"
	done <"$1"
	wait "${probes[@]}"
}

# heard FILTER: what jq finds in what each host said, a line each.
heard() {
	local host
	while read -r host; do
		jq -r "$1" "$SCRATCH/$host.json" || die "$host: no JSON"
	done <"$SCRATCH/hosts" | sort
}

probes=()
ask "$SCRATCH/hosts"
heard '[.address, (.mode6 | .state, .packets, .response_size),
    (.mode7 | .state, .packets, .response_size, .clients)] | join(" ")' \
    >"$SCRATCH/got"
same "$SCRATCH/want" "$SCRATCH/got" "hosts"

# The worst of both states is the host's, and its exit code.
while read -r host state6 _ _ state7 _; do
	case "$state6 $state7" in
	*open*) echo "$host open 10" ;;
	*closed*) echo "$host closed 0" ;;
	*) echo "$host silent 11" ;;
	esac
done <"$SCRATCH/want" >"$SCRATCH/want.ends"
while read -r host; do
	echo "$host $(jq -r .state "$SCRATCH/$host.json")" \
	    "$(cat "$SCRATCH/$host.status")"
done <"$SCRATCH/hosts" >"$SCRATCH/got"
same "$SCRATCH/want.ends" "$SCRATCH/got" "states and exit codes"
for state in open closed silent; do
	grep -q " $state " "$SCRATCH/want.ends" || die "no $state host was asked"
done

# What it says is what a scan writes.
scan --targets "$SCRATCH/hosts" --rate 1000
cat <(rows scan_ntp ip response_size amplification) \
    <(rows scan6_ntp ip response_size amplification) \
    <(rows scan_ntpmonitor ip response_size amplification) \
    <(rows scan6_ntpmonitor ip response_size amplification) |
	awk '{ print $1, $2, $3 + 0 }' | sort >"$SCRATCH/want.rows"
heard '.address as $a | (.mode6, .mode7) | select(.state == "open") |
    "\($a) \(.response_size) \(.amplification * 100 | round / 100)"' \
    >"$SCRATCH/got"
same "$SCRATCH/want.rows" "$SCRATCH/got" "sizes and amplifications"

# People are told so, and clients only if they ask.
host=$(truth '$1 == "yes" && $2 == "yes" && $3 == ""' ip packets7 |
	awk '$2 == 100 { print $1; exit }')
ends 10 "$host"
says "asked $host, UDP port 123"
says "Mode 6 READVAR: open"
says "associd=0 status="
says "600 clients of this server listed; --show-clients shows them"
says "44000 bytes in 100 packets: amplification 3666.67"
says "it would be in the report scan6_ntpmonitor."
says "To close it, this seems to be ntpd:"
ends 10 "$host" --show-clients
lines=$(sed '1,/^====/d; /^$/,$d' "$SCRATCH/said" | wc -l)
test "$lines" = 600 || die "$lines clients are shown, not 600"
ends 10 "$host" --json
test "$(jq '.mode7 | has("list")' "$SCRATCH/said")" = false ||
	die "clients are shown unasked"
ends 10 "$host" --json --show-clients
test "$(jq '.mode7.list | length' "$SCRATCH/said")" = 600 ||
	die "not all clients are listed"

printf "5.6.0.4 two.example\n5.6.0.13 two.example\n" >"$SCRATCH/names"
mount --bind "$SCRATCH/names" /etc/hosts
ends 10 two.example
says "the first of 2 addresses of two.example"
ends 11 "$(awk '$2 == "silent" && $5 == "silent" { print $1; exit }' "$SCRATCH/want")"
says "Mode 6 READVAR: silent"
says "Nothing came in 2.0 s"
world_stop

# What must not be asked is not, and there must be a way to the others.
for host in 127.0.0.1 10.1.2.3 224.0.0.1 ::1 fe80::1 0x7f.1; do
	ends 1 "$host"
	case $complaint in *"special-purpose"*) ;; *) die "$host: $complaint" ;; esac
done
ends 1 no.such.host.invalid
case $complaint in *"cannot find the address of no.such.host.invalid"*) ;;
*) die "$complaint" ;;
esac
ip route add unreachable 5.6.7.8
ends 1 5.6.7.8
case $complaint in *"cannot send to 5.6.7.8"*) ;; *) die "$complaint" ;; esac
