#!/bin/bash
# Every header opens with a comment that says in a sentence what it is for, and
# every function in it stands below a comment, in the same paragraph.
. "$(dirname "$0")/start"

# The first comment, on one line.
opening() {
	sed '/\*\//q' "$1" | tr '\n' ' '
}

check_header() {
	if ! opening "$1" | grep -qE '^/\* .*[.:] *\*/'; then
		echo "$1 does not open with a sentence"
		bad=1
	fi
	awk -v RS= -v FS='\n' '{
		is_told = 0
		for (i = 1; i <= NF; i++) {
			if ($i ~ /\*\/$/)
				is_told = 1
			if ($i ~ /^[a-z][a-z0-9_ *]*\(/ && !is_told) {
				print FILENAME ": nothing is said of " $i
				bad = 1
			}
		}
	}
	END { exit bad }' "$1" || bad=1
}

bad=0
for file in "${code[@]}"; do
	case $file in *.h) check_header "$file" ;; esac
done
exit $bad
