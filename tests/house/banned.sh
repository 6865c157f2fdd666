#!/bin/bash
# Functions that cannot be used well, and what to take instead.
set -u
cd "$(dirname "$0")/../.." || exit

banned='strcpy|strcat|sprintf|vsprintf|strtok|gets|alloca'
banned+='|atoi|atol|atoll|atof|sscanf|localtime|gmtime|ctime|asctime|rand|srand'
if grep -rnP --include='*.[ch]' "(?<![\w.>])($banned)\s*\(" \
    lib scanner render reports tests; then
	echo 'take snprintf, memcpy, lib/buf, lib/text, lib/date, lib/random'
	exit 1
fi
