# shellcheck shell=bash
# Sourced by net tests and by the demo, at the root of the project: starts
# Debian's time daemons, unpacked in build/daemons, on port 123 of the present
# network namespace or of a named one, without the right to set the clock.

daemons=$PWD/build/daemons
without_clock=$PWD/tests/net/without-clock
daemon_libraries=$daemons/libraries/usr/lib/$(uname -m)-linux-gnu
daemon_libraries+=:$daemons/libraries/lib/$(uname -m)-linux-gnu

# The daemons that can run here: openntpd gives away rights that only the root
# of a machine has, not that of a user namespace.
daemon_kinds() {
	echo ntpsec chrony
	test "$(awk '{ print $3; exit }' /proc/self/uid_map)" -eq 1 ||
		echo openntpd
}

# daemon_start ntpsec|chrony|openntpd FOLDER [NETNS]: starts a daemon that keeps
# its configuration and its log in FOLDER, sets DAEMON_PID, and returns when its
# port is open. The caller ends it by daemon_stop.
#
# ntpsec answers Mode 6 questions of everybody, which it would not by default,
# and is its own time source at stratum 5. chrony is the same, and never answers
# Mode 6. openntpd has no time to serve, and says so to those who ask.
daemon_start() {
	local inside=()
	test -z "${3:-}" || inside=(ip netns exec "$3")
	mkdir -p "$2"
	"${1}_configure" "$2"
	links_settle "${inside[@]}"
	LD_LIBRARY_PATH=$daemon_libraries "${inside[@]}" "$without_clock" \
	    bash -c '. "$0"; "$1" "$2"' \
	    "${BASH_SOURCE[0]}" "${1}_run" "$2" >"$2/log" 2>&1 &
	DAEMON_PID=$!
	daemon_wait "$2" "${inside[@]}"
}

# links_settle [WAY INTO THE NAMESPACE...]: waits at most 2 s for interfaces that
# are coming up: ntpd would take note of them seconds later.
links_settle() {
	for ((i = 0; i < 20; i++)); do
		"$@" ip link show up | grep -q NO-CARRIER || return 0
		sleep 0.1
	done
}

# daemon_wait FOLDER [WAY INTO THE NAMESPACE...]: waits at most 10 s for a socket
# on port 123. False: the log says more.
daemon_wait() {
	for ((i = 0; i < 100; i++)); do
		kill -0 "$DAEMON_PID" 2>/dev/null || break
		test -z "$("${@:2}" ss -Hlun 'sport = 123')" || return 0
		sleep 0.1
	done
	echo "no daemon on port 123:"
	cat "$1/log"
	return 1
}

daemon_stop() {
	kill "$DAEMON_PID"
	wait "$DAEMON_PID" || true
}

ntpsec_configure() {
	cat >"$1/ntp.conf" <<-END
		tos orphan 5 orphanwait 1
		statsdir $1/
		unrestrict default noquery limited
		restrict default nomodify
	END
}

ntpsec_run() {
	exec "$daemons/ntpsec/usr/sbin/ntpd" -n -g -c "$1/ntp.conf" \
	    -f "$1/drift" -l "$1/log"
}

chrony_configure() {
	cat >"$1/chrony.conf" <<-END
		local stratum 5
		allow
		cmdport 0
		bindcmdaddress /
		pidfile $1/pid
	END
}

chrony_run() {
	exec "$daemons/chrony/usr/sbin/chronyd" -d -x -u root -f "$1/chrony.conf"
}

openntpd_configure() {
	echo 'listen on *' >"$1/ntpd.conf"
	echo 'ntpd:x:65534:65534::/var/lib/openntpd:/bin/false' |
		cat /etc/passwd - >"$1/passwd"
}

# openntpd wants a user and a folder that only its package would make: they are
# there for this process alone.
openntpd_run() {
	exec unshare --mount sh -eu -c '
		mount --bind "$1/passwd" /etc/passwd
		mount -t tmpfs -o mode=755 tmpfs /var/lib
		mkdir -p /var/lib/openntpd/run /var/lib/openntpd/db
		exec "$0" -d -f "$1/ntpd.conf" -p /var/lib/openntpd/pid
	' "$daemons/openntpd/usr/sbin/ntpd" "$1"
}
