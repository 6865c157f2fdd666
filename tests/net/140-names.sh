#!/bin/bash
# Hosts that answered get their names from a resolver, Debian's unbound; what
# was learned holds for days; a resolver that is hostile, silent or dead harms
# no row; the bounds hold; and no name is asked for outside a closed world.
. "$(dirname "$0")/private.sh"
. tests/net/scan.sh

resolver=$PWD/build/resolver
test -x "$resolver/unbound/usr/sbin/unbound" || {
	echo "no resolver: make setup unpacks it"
	exit 77
}

# configure NAMES: the scan's configuration with these settings of names.
configure() {
	cat >"$SCRATCH/scan.conf" <<-END
		operator { contact = "noc@ntpcensus.example" }
		scan { quiet_ms = 200 timeout_ms = 700 ports = 1024 }
		names { $1 }
	END
}

# on_day DATE ARGUMENT...: a scan of that day.
on_day() {
	date=$1
	"$BUILD/ntpcensus-scan" --isolated=/run/netns/internet --quiet \
	    --config "$SCRATCH/scan.conf" --out "$out" --date "$date" \
	    --targets 5.6.0.0/23 --rate 20000 --seed 1 --probes ntp "${@:2}"
}
report() {
	echo "$out/results/${date//-//}/$date-$1"
}

start_resolver() {
	cat >"$SCRATCH/unbound.conf" <<-END
		server:
			interface: 127.0.0.1
			port: 5353
			do-daemonize: no
			username: ""
			chroot: ""
			directory: "$SCRATCH"
			pidfile: ""
			use-syslog: no
			log-queries: yes
			module-config: "iterator"
			local-zone: "6.5.in-addr.arpa." static
			local-zone: "." refuse
	END
	for ((i = 0; i < 256; i += 2)); do
		printf '\tlocal-data-ptr: "5.6.0.%d Host%d.Example.net"\n' $i $i
	done >>"$SCRATCH/unbound.conf"
	LD_LIBRARY_PATH=$resolver/libraries/usr/lib/$(uname -m)-linux-gnu \
	    timeout 120 "$resolver/unbound/usr/sbin/unbound" -d \
	    -c "$SCRATCH/unbound.conf" >"$SCRATCH/unbound.log" 2>&1 &
	resolver_pid=$!
	wait_for_port 5353
}
wait_for_port() {
	for ((i = 0; i < 100; i++)); do
		test -z "$(ss -Hlun "sport = $1")" || return 0
		sleep 0.05
	done
	die "nothing listens on port $1: $(cat "$SCRATCH/unbound.log")"
}
start_liar() {
	"$BUILD/tests/net/dns_hostile" "$1" >"$SCRATCH/questions" &
	liar_pid=$!
	wait_for_port 5354
}
stop() {
	kill "$1"
	wait "$1" 2>/dev/null || true
}
# Every host with a row is named, nameless, failed or was not asked.
check_names() {
	test "$(record '.names | .hosts == .named + .nameless + .failed + .not_asked
	    and .hosts == .known_before + .asked + .not_asked')" = true ||
		die "the sums of names do not hold: $(record .names)"
	test "$(record .names.hosts)" = "$(record .probes.scan_ntp.rows)" ||
		die "not all hosts were looked up: $(record .names)"
}

world_build
world_start "$SCRATCH" --seed 5 --date "$date"

# A real resolver.
configure 'resolvers = "127.0.0.1:5353" per_second = 5000'
start_resolver
on_day 2026-11-21
check_names
rows scan_ntp ip hostname hostname_source >"$SCRATCH/got"
awk -F '\t' -v OFS='\t' '{
	split($1, part, ".")
	named = part[3] == 0 && part[4] % 2 == 0
	print $1, named ? "host" part[4] ".example.net" : "", named ? "ptr" : ""
}' "$SCRATCH/got" >"$SCRATCH/want"
same "$SCRATCH/want" "$SCRATCH/got" "names"
test "$(record .names.named)" -gt 20 || die "too few names to mean anything"
test "$(record .names.nameless)" -gt 20 || die "too few nameless hosts"
test "$(stat -c %a "$out/names.tsv" "$(report scan_ntp.csv)" | sort -u)" = 640 ||
	die "others can read who the hosts are"

# The day after nobody needs to be asked; a week later the resolver is dead.
stop "$resolver_pid"
on_day 2026-11-22
check_names
test "$(record .names.asked)" = 0 || die "known hosts were asked again"
rows scan_ntp ip hostname hostname_source >"$SCRATCH/want"
same "$SCRATCH/want" "$SCRATCH/got" "names from the day before"
on_day 2026-11-28
check_names
test "$(record .names.failed)" = "$(record .names.hosts)" ||
	die "a dead resolver: $(record .names)"

# A hostile one: rows stay whole, and no name is more than a host's name.
rm "$out/names.tsv"
configure 'resolvers = "127.0.0.1:5354" per_second = 5000 timeout_ms = 300 tries = 2'
start_liar hostile
on_day 2026-11-29
stop "$liar_pid"
check_names
rows scan_ntp ip >"$SCRATCH/hosts"
cut -f 1 "$SCRATCH/got" | cmp - "$SCRATCH/hosts" || die "rows were lost or broken"
long=$(printf 'a%.0s' {1..63})
rows scan_ntp ip hostname | awk -F '\t' -v long="$long" '{
	split($1, part, ".")
	kind = part[4] % 16
	name = kind == 0 ? "ant.example.net" : ""
	if (kind == 6)
		name = long "." long "." long ".example"
	seen[kind]++
	if ($2 != name)
		print $1 ": " $2
}
END { for (kind = 0; kind < 16; kind++) if (!seen[kind]) print "no host of kind " kind }' \
    >"$SCRATCH/said"
test ! -s "$SCRATCH/said" || die "$(cat "$SCRATCH/said")"
test "$(record .names.no_host_name)" -gt 0 || die "no bad name was counted"

# A silent one is asked twice for each host, but never more at once, or a second,
# than is allowed: most N MS WHAT, of questions within so many milliseconds.
most() {
	awk -v n="$1" -v ms="$2" -v what="$3" '{
		at[NR] = $1
		bad = NR > n && $1 - at[NR - n] < ms ? 1 : bad
	}
	END {
		if (bad) print "more than " what
		if (NR < 60) print "only " NR " questions"
	}' "$SCRATCH/questions" >"$SCRATCH/said"
	test ! -s "$SCRATCH/said" || die "$(cat "$SCRATCH/said")"
}
silent='resolvers = "127.0.0.1:5354" tries = 2'
rm "$out/names.tsv"
start_liar silent
configure "$silent per_second = 5000 in_flight = 30 timeout_ms = 200"
on_day 2026-11-30
check_names
stop "$liar_pid"
test "$(wc -l <"$SCRATCH/questions")" = $((2 * $(record .names.failed))) ||
	die "not every host was asked twice"
most 30 195 "30 at once"
start_liar silent
configure "$silent per_second = 200 in_flight = 1000 timeout_ms = 100"
on_day 2026-12-01
stop "$liar_pid"
most 40 180 "200 a second"

# A stopped run of a closed world is finished without asking anybody, unless the
# world is known to be closed.
start_liar honest
configure 'resolvers = "127.0.0.1:5354"'
for name in open closed; do
	date=2026-12-1$((${#name} - 3))
	"${scan_command[@]}" --date "$date" --targets 5.6.0.0/16 --rate 2000 \
	    --probes ntp 2>/dev/null &
	scanner=$!
	sleep 0.7
	kill -INT $scanner
	wait $scanner || true
	closed=()
	test $name = open || closed=(--isolated=/run/netns/internet)
	"$BUILD/ntpcensus-scan" --finish-partial --config "$SCRATCH/scan.conf" \
	    --out "$out" --date "$date" --quiet "${closed[@]}"
	if [ $name = open ]; then
		test ! -s "$SCRATCH/questions" || die "names were asked for in the open"
		test "$(record .names)" = null || die "$(record .names)"
	else
		check_names
		test "$(record .names.named)" -gt 10 || die "$(record .names)"
	fi
done
stop "$liar_pid"
