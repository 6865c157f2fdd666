#!/bin/bash
# A foreign library has one doorkeeper: only that file includes its header.
. "$(dirname "$0")/start"

shopt -s extglob
bad=0
while read -r header doorkeeper; do
	while read -r file; do
		# shellcheck disable=SC2254 # a pattern is meant
		case $file in $doorkeeper) continue ;; esac
		echo "$file includes $header, which belongs to $doorkeeper"
		bad=1
	done < <(grep -lE "^# *include +[<\"]$header" "${code[@]}")
done <<'END'
csv\.h              lib/record.c
curl/               lib/@(http|smtp).c
zlib\.h             lib/stream.c
zstd\.h             lib/stream.c
zdict\.h            lib/stream.c
jansson\.h          lib/json.c
confuse\.h          lib/conf.c
openssl/            lib/*
microhttpd\.h       reports/serve/server.c
maxminddb\.h        scanner/enrich/geo.c
zip\.h              reports/mail/zip.c
ares\.h             @(scanner/enrich/rdns.c|reports/proof/txt.c)
libmnl/             @(scanner/isolation.c|scanner/link/route.c)
linux/rtnetlink\.h  @(scanner/isolation.c|scanner/link/route.c)
pcap[./]            @(scanner/capture/source.c|scanner/link/filter.c)
xxhash\.h           render/site/digest.c
gd[a-z]*\.h         render/draw/canvas.c
sqlite3\.h          @(render/keep/database.c|tests/bench/history.c)
cmark\.h            render/pages/markdown.c
xdp/                @(scanner/link/xdp.c|tests/bench/bare.c)
bpf/                @(scanner/link/live*|tests/bench/*)
cmocka\.h           tests/unit/*
END
exit $bad
