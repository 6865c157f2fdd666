#!/bin/bash
# No file names a folder of one developer's machine, or a fixed one below the
# temporary folder (a pattern for mkdtemp is none).
set -u
cd "$(dirname "$0")/../.." || exit
git rev-parse 2>&1 || exit 77
git ls-files -co --exclude-standard -z |
	xargs -0 grep -nIE '(^|[^[:alnum:]_.$}/-])/(home|root|work|tmp|Users)/' |
	grep -vE '^tests/house/paths.sh:|XXXXXX' && exit 1
exit 0
