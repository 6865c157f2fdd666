#!/bin/bash
# A probe that ran and found nobody writes a header alone; one that did not run
# writes nothing. Private networks are asked only when that is asked for.
. "$(dirname "$0")/private.sh"
. tests/net/scan.sh

world_build
world_start "$SCRATCH" --seed 5 --date "$date" --share 0
scan --targets 10.1.2.0/28 --targets 5.6.0.0/28 --rate 1000 --probes ntpmonitor \
    --include-private-networks
world_stop
cmp "$(report scan_ntpmonitor.csv)" tests/data/scan_ntpmonitor.header.csv
test ! -e "$(report scan_ntp.csv)" || die "a probe that did not run wrote a file"
test ! -e "$(report scan6_ntpmonitor.csv)" || die "no IPv6 was asked"
test "$(record '.probes | keys | join(",")')" = scan_ntpmonitor || die "wrong probes"
test "$(counter .requests.mode6)" = 0 || die "Mode 6 was asked"
test "$(counter .requests.mode7)" = 32 || die "32 addresses were to be asked"
