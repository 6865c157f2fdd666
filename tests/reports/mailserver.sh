# shellcheck shell=bash
# Sourced by tests of mail: starts Debian's aiosmtpd, unpacked in build/smtpd, on
# loopback. What it takes becomes a file in FOLDER/mail/new.

smtpd_modules=$(find "$PWD/build/smtpd" -type d -name dist-packages -printf '%p:')

# Ends the test where make setup has not been.
smtpd_is_here() {
	test -n "$smtpd_modules" && return
	echo "no build/smtpd: make setup unpacks it"
	exit 77
}

# smtpd_start FOLDER PORT [OPTION]...: sets SMTPD_PID, and returns when the
# server answers. It dies with the test.
smtpd_start() {
	local i
	PYTHONPATH=$smtpd_modules setpriv --pdeathsig KILL /usr/bin/python3 \
	    -m aiosmtpd -n -c aiosmtpd.handlers.Mailbox "${@:3}" \
	    -l "127.0.0.1:$2" "$1/mail" >>"$1/smtpd.log" 2>&1 &
	SMTPD_PID=$!
	for ((i = 0; i < 200; i++)); do
		(: <"/dev/tcp/127.0.0.1/$2") 2>/dev/null && return 0
		kill -0 "$SMTPD_PID" 2>/dev/null || break
		sleep 0.05
	done
	echo "no mail server on port $2:"
	cat "$1/smtpd.log"
	return 1
}

smtpd_stop() {
	kill -KILL "$SMTPD_PID"
	wait "$SMTPD_PID" 2>/dev/null || true
}
