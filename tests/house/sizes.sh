#!/bin/bash
# No file is longer than 400 lines, no function than 60 lines, and nothing is
# nested more than 3 deep (a line of code then starts with 5 tabs).
. "$(dirname "$0")/start"

wc -l "${code[@]}" | awk '$2 != "total" && $1 > 400 {
	print $2 " has " $1 " lines"
	bad = 1
}
END { exit bad }' || bad=1

ctags -x --_xformat='%{input} %N %n %{end}' --fields=+e --kinds-c=f \
    --language-force=C "${code[@]}" | awk '$4 - $3 + 1 > 60 {
	print $1 ": " $2 " has " $4 - $3 + 1 " lines"
	bad = 1
}
END { exit bad || NR == 0 }' || bad=1

if grep -nP '^\t{5}(if|for|while|switch|do)\b' "${code[@]}"; then
	echo "nested too deeply"
	bad=1
fi
exit "${bad:-0}"
