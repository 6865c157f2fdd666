#!/bin/sh
# Prints the lines of packaging/packages whose package is not there, as
# "package<TAB>why", for the steps named, or for all but fuzz.
set -eu
cd "$(dirname "$0")"

is_here() {
	case $1 in
	/*) test -e "$1" ;;
	*.pc) pkg-config --exists "${1%.pc}" 2>&1 ;;
	*.pm) perl -e 'for (@INC) { exit 0 if -e "$_/$ARGV[0]" } exit 1' "$1" ;;
	*) command -v "$1" ;;
	esac >/dev/null
}

test $# -gt 0 || set -- build data render demo test
while read -r step package sign why; do
	case $step in '' | '#') continue ;; esac
	case " $* " in *" $step "*) ;; *) continue ;; esac
	is_here "$sign" || printf '%s\t%s\n' "$package" "$why"
done <packages
