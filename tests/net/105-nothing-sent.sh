#!/bin/bash
# Where a scan must not begin, not one packet leaves, and the reason is said.
. "$(dirname "$0")/private.sh"
. tests/net/scan.sh

# refuses STATUS WORDS ARGUMENT...: ends so, and says so.
refuses() {
	local want=$1 words=$2 status=0
	shift 2
	scan "$@" >"$SCRATCH/said" 2>&1 || status=$?
	test $status = "$want" || die "$*: exit status $status, not $want"
	grep -q -- "$words" "$SCRATCH/said" || die "$*: $(cat "$SCRATCH/said")"
}

world_build
world_start "$SCRATCH" --seed 5 --date "$date"
printf '5.6.0.1\n\n5.6.0.300\n' >"$SCRATCH/bad"
printf '5.6.0.0/24\n5.6.0.0/33\n' >"$SCRATCH/bad-exclude"
echo 'scan { }' >"$SCRATCH/no-contact.conf"
printf 'operator { contact = "a@b.example" }\nscan {\n  quiet = 3\n}\n' \
    >"$SCRATCH/bad.conf"
: >"$SCRATCH/empty"

refuses 2 'no targets' --rate 100
refuses 2 'no number of packets' --targets 5.6.0.0/24 --rate 10k
refuses 1 'bad:3: "5.6.0.300"' --targets "$SCRATCH/bad" --rate 100
refuses 1 'bad-exclude:2: "5.6.0.0/33"' --targets 5.6.0.0/24 \
    --exclude "$SCRATCH/bad-exclude" --rate 100
refuses 1 'cannot open' --targets 5.6.0.0/24 --exclude /nowhere --rate 100
refuses 1 'is no file' --targets /nowhere --rate 100
refuses 1 'no address is left' --targets "$SCRATCH/empty" --rate 100
refuses 1 'no address is left' --targets 10.0.0.0/8 --targets 127.0.0.1 --rate 100
refuses 1 'names no contact' --targets 5.6.0.0/24 --rate 100 \
    --config "$SCRATCH/no-contact.conf"
refuses 1 'bad.conf:3: no such option' --targets 5.6.0.0/24 --rate 100 \
    --config "$SCRATCH/bad.conf"
refuses 1 'more than 2^48' --targets 2600::/64 --rate 100
refuses 2 'no probe "dns"' --targets 5.6.0.0/24 --rate 100 --probes ntp,dns
scan --targets 5.6.0.0/24 --rate 100 --dry-run >"$SCRATCH/said"
grep -q '^packets  *512 ' "$SCRATCH/said" || die "$(cat "$SCRATCH/said")"
world_stop
test "$(counter '.requests | add')" = 0 || die "packets left: $(counter .requests)"
test ! -e "$out" || die "something was written"
