#!/bin/bash
# Shell scripts pass shellcheck, and each says what it is for below its first
# line. (In single quotes a $ is for awk, jq or an inner shell.)
set -u
cd "$(dirname "$0")/../.." || exit

mapfile -t scripts < <(grep -rlE '^#!.*sh$|^# shellcheck shell' \
    .ci packaging tests -I)
test ${#scripts[@]} -gt 0 || exit 1
shellcheck -x -P SCRIPTDIR -e SC2016 "${scripts[@]}" || bad=1
for script in "${scripts[@]}"; do
	sed -n 2p "$script" | grep -q '^# ' || {
		echo "$script does not say what it is for"
		bad=1
	}
done
exit "${bad:-0}"
