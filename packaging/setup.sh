#!/bin/sh
# Brings what ntpcensus needs: Debian packages, the GeoIP data, and unpacked
# but not installed time daemons, resolvers, web and mail servers and ClickHouse
# for the tests; or the packages alone of the steps that are named. A second run
# changes nothing.
set -eu
cd "$(dirname "$0")/.."

# A progress bar on a terminal, plain lines elsewhere.
apt() {
	if [ -t 1 ]; then
		set -- -y -o Dpkg::Progress-Fancy=1 "$@"
	else
		set -- -qq -o Dpkg::Use-Pty=0 "$@"
	fi
	DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 "$@"
}

# Package lists may be absent or older than the archive they speak of.
install_packages() {
	apt -s install --no-install-recommends "$@" >/dev/null 2>&1 || apt update
	apt install --no-install-recommends "$@" || {
		apt update && apt install --no-install-recommends "$@"
	}
}

missing=$(packaging/missing.sh "$@")
if [ -n "$missing" ]; then
	echo 'ntpcensus needs these Debian packages:'
	echo "$missing" | awk -F '\t' '{ printf "  %-26s %s\n", $1, $2 }'
	packages=$(echo "$missing" | cut -f 1)
	if [ "$(id -u)" -ne 0 ]; then
		echo 'They are not installed, and only root can do that. As root, run:'
		# shellcheck disable=SC2086 # one word for each package
		echo "  apt-get install --no-install-recommends" $packages
		echo 'and then make setup again.'
		exit 1
	fi
	echo 'Installing them (nothing is started, no daemon is among them).'
	# shellcheck disable=SC2086
	install_packages $packages
fi

test $# -eq 0 || exit 0
packaging/geoip.sh
packaging/unpack.sh build/daemons "time daemons" ntpsec chrony openntpd
packaging/unpack.sh build/resolver "a resolver" unbound
packaging/unpack.sh build/ntpq "ntpq's library" python3-ntp
packaging/unpack.sh build/front "front servers" nginx nginx-common caddy
packaging/unpack.sh build/clickhouse ClickHouse clickhouse-server clickhouse-common
packaging/unpack.sh build/smtpd "a mail server" python3-aiosmtpd python3-public python3-attr
packaging/unpack.sh build/dnsd "a name server" nsd
