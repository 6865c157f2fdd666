#!/bin/bash
# tests/data/SOURCES names every file (or folder/) of data that did not come
# into being here, and nothing that is not there.
set -u
cd "$(dirname "$0")/../data" || exit

bad=0
named=$(grep -vE '^(#|[[:space:]]|$)' SOURCES | tr -s ' ' '\n')
while read -r file; do
	if ! grep -qxF -e "$file" -e "${file%%/*}/" <<<"$named"; then
		echo "tests/data/$file is not in SOURCES"
		bad=1
	fi
done < <(find . -type f ! -name SOURCES | sed 's#^\./##')
for file in $named; do
	if ! test -e "$file"; then
		echo "tests/data/$file is in SOURCES, but not there"
		bad=1
	fi
done
exit $bad
