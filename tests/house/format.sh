#!/bin/bash
# The code looks as clang-format 14, Debian 12's, leaves it.
. "$(dirname "$0")/start"
clang-format --dry-run -Werror "${code[@]}" 2>&1 | grep -E ': error:' |
	cut -d : -f 1 | sort | uniq -c | awk '{ print $2 ": clang-format -i would change it" }
	END { exit NR > 0 }'
