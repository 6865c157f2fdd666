#!/bin/bash
# A program under without-clock cannot set the clock, nor can a time daemon
# that runs under it: each system call that could is refused, and no process of
# a daemon holds CAP_SYS_TIME or can get it.
. "$(dirname "$0")/private.sh"
. tests/net/daemons.sh
test "$(id -u)" -eq 0 || exit

cap_sys_time=25

lacks_clock() {
	local set mask
	while read -r set mask; do
		if (((0x$mask >> cap_sys_time) & 1)); then
			die "process $1 ($(cat "/proc/$1/comm")): $set $mask"
		fi
	done < <(grep ^Cap "/proc/$1/status")
}

# Every process in here but the test's own shells.
daemon_pids() {
	grep -lxE 'ntpd|chronyd' /proc/[0-9]*/comm | cut -d / -f 3
}

tests/net/without-clock "$BUILD/tests/net/clock_probe" ||
	die 'a program under without-clock can set the clock'
if (tests/net/without-clock grep ^CapBnd /proc/self/status; grep ^CapBnd /proc/self/status) |
	uniq -d | grep -q .; then
	die 'without-clock takes nothing away'
fi

for daemon in $(daemon_kinds); do
	daemon_start "$daemon" "$SCRATCH/$daemon" || die "$daemon does not start"
	n=0
	for pid in $(daemon_pids); do
		lacks_clock "$pid"
		n=$((n + 1))
	done
	test $n -gt 0 || die "no process of $daemon was looked at"
	echo "$daemon: $n processes"
	daemon_stop
done
