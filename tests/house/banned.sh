#!/bin/bash
# Functions that cannot be used well, and what to take instead.
. "$(dirname "$0")/start"

banned='strcpy|strcat|sprintf|vsprintf|strtok|gets|alloca'
banned+='|atoi|atol|atoll|atof|sscanf|localtime|gmtime|ctime|asctime|rand|srand'
if grep -nP "(?<![\w.>])($banned)\s*\(" "${code[@]}"; then
	echo 'take snprintf, memcpy, lib/buf, lib/text, lib/date, lib/random'
	exit 1
fi
