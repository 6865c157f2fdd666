#!/bin/sh
# Unpacks Debian packages into a folder of build/, and the shared libraries that
# they need and the machine lacks into its folder libraries/. Nothing is
# installed: the time daemons would take over the machine's clock, and the peers
# of the benchmarks are not for every day.
#
#   packaging/unpack.sh FOLDER WHAT PACKAGE...
set -eu
cd "$(dirname "$0")/.."
home=$1
what=$2
shift 2
aside=$home.aside

missing_libraries() {
	# shellcheck disable=SC2046 # one word for each package
	apt-cache depends --recurse --important \
	    $(apt-cache depends --important "$@" | awk '$2 ~ /^lib/ { print $2 }') |
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
		dpkg -x "$aside/$package"_*.deb "$aside/$folder"
	done
}

test ! -d "$home" || exit 0
rm -rf "$aside"
mkdir -p "$aside"
(cd "$aside" && fetch "$@") 2>/dev/null || {
	apt-get -qq -o DPkg::Lock::Timeout=120 update
	(cd "$aside" && fetch "$@")
} || {
	echo "setup: apt-get cannot download $what: $*" >&2
	exit 1
}
libraries=$(missing_libraries "$@")
# shellcheck disable=SC2086
echo Unpacking $what, not installing them: "$@" $libraries
if [ -n "$libraries" ]; then
	# shellcheck disable=SC2086
	(cd "$aside" && fetch $libraries)
fi
# shellcheck disable=SC2086
unpack "$@" $libraries
rm -f "$aside"/*.deb
mv "$aside" "$home"
