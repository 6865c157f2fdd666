#!/bin/bash
# Includes point one way, from the floors of the house above to those below:
#
#   scanner/ -> scanner/*/ -> lib/
#   reports/ -> reports/*/ -> lib/
#   render/ -> pages -> figures, draw -> site, read, cluster, keep -> lib/
#
# render/crew and render/profile are tools of every floor. scanner/, render/ and reports/ never include each other, every include names
# its folder, and no headers include each other in a circle.
. "$(dirname "$0")/start"

grep -HoE '^# *include +"[^"]+"' "${code[@]}" |
	sed -E 's/:# *include +"/ /; s/"$//' | awk '
	function floor(file) {
		if (file ~ /^lib\//) return 0
		if (file ~ /^render\/(crew|profile)\./) return 0
		if (file ~ /^render\/(site|read|cluster|keep)\//) return 1
		if (file ~ /^render\/(figures|draw)\//) return 2
		if (file ~ /^render\/pages\//) return 3
		if (file ~ /^(scanner|reports)\/[^\/]+\//) return 1
		return 4
	}
	function folder(file) {
		sub(/\/.*/, "", file)
		return file
	}
	function complain(why) {
		print $1 " includes " $2 ": " why
		bad = 1
	}
	$2 !~ /\// { complain("without its folder") }
	$1 ~ /^tests\// { next }
	folder($2) != "lib" && folder($1) != folder($2) { complain("another part") }
	floor($2) > floor($1) { complain("upwards") }
	END { exit bad }' || exit 1

loops=$(grep -HoE '^# *include +"[^"]+"' "${code[@]}" | grep "^[^:]*\.h:" |
	sed -E 's/:# *include +"/ /; s/"$//' | tsort 2>&1 >/dev/null)
if [ -n "$loops" ]; then
	echo "$loops"
	exit 1
fi
