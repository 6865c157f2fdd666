#!/bin/sh
# Unpacks Debian's time daemons into build/daemons, for the tests and the demo.
# They are not installed: they would take over the machine's clock.
set -eu
cd "$(dirname "$0")/.."

daemons='ntpsec chrony openntpd'
home=build/daemons
aside=$home.aside

# The libraries that the daemons need and the machine lacks.
missing_libraries() {
	# shellcheck disable=SC2046,SC2086 # one word for each package
	apt-cache depends --recurse --important \
	    $(apt-cache depends --important $daemons | awk '$2 ~ /^lib/ { print $2 }') |
		grep '^lib' | sort -u | while read -r library; do
		dpkg-query -W -f '${db:Status-Status}' "$library" 2>/dev/null |
			grep -qx installed || echo "$library"
	done
}

fetch() {
	apt-get -qq -o APT::Sandbox::User=root download "$@"
}

unpack() {
	for package; do
		case $package in lib*) folder=libraries ;; *) folder=$package ;; esac
		dpkg -x $aside/"$package"_*.deb "$aside/$folder"
	done
}

test ! -d $home || exit 0
rm -rf $aside
mkdir -p $aside
# shellcheck disable=SC2086
(cd $aside && fetch $daemons) 2>/dev/null || {
	apt-get -qq -o DPkg::Lock::Timeout=120 update
	(cd $aside && fetch $daemons)
} || {
	echo 'setup: apt-get cannot download the time daemons' >&2
	exit 1
}
libraries=$(missing_libraries)
# shellcheck disable=SC2086
echo Unpacking time daemons, not installing them: $daemons $libraries
if [ -n "$libraries" ]; then
	# shellcheck disable=SC2086
	(cd $aside && fetch $libraries)
fi
# shellcheck disable=SC2086
unpack $daemons $libraries
rm -f $aside/*.deb
mv $aside $home
