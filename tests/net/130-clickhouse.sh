#!/bin/bash
# Debian's clickhouse-server, as the tests start it: it answers, listens on
# loopback alone, speaks to nobody of its own accord, and goes when it is told.
. "$(dirname "$0")/private.sh"
. tests/net/clickhouse.sh
clickhouse_is_here

# What stands in the machine's tables of sockets beyond loopback.
beyond() {
	ss -Hntua | awk '$5 !~ /^(127\.|\[::1\])/ || $6 !~ /^(127\.|\[::1\]|0\.0\.0\.0:\*)/'
}

clickhouse_certificate "$SCRATCH/ch"
clickhouse_configure "$SCRATCH/ch" 8123
clickhouse_start "$SCRATCH/ch" 8123 || die "it does not start"
test "$(clickhouse_ask 8123 'SELECT version()')" = 18.16.1 || die "no answer"
test "$(ss -Hntl | wc -l)" -eq 3 || die "other ports: $(ss -Hntl)"
for ((i = 0; i < 10; i++)); do
	test -z "$(beyond)" || die "beyond loopback: $(beyond)"
	sleep 0.1
done
# Nothing but loopback is there: what it had sent would have been refused.
grep -iE 'unreachable|not resolve|host not found' "$SCRATCH/ch/log" &&
	die "it wanted to speak to somebody"
clickhouse_stop
test -z "$(ss -Hntl)" || die "it still listens"
