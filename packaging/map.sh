#!/bin/sh
# Makes site-templates/map.csv anew, the outlines of the site's world map, from
# Natural Earth's (public domain) in the npm package world-atlas (ISC). It is kept
# in git: run this only to change it. Takes some minutes, in build/map.
set -eu
cd "$(dirname "$0")/.."

home=build/map
packaging/npm.sh $home world-atlas@2.0.2
atlas=$home/node_modules/world-atlas
jq -rn -f packaging/map.jq \
    --slurpfile codes /usr/share/iso-codes/json/iso_3166-1.json \
    --slurpfile world $atlas/countries-110m.json \
    --slurpfile finer $atlas/countries-50m.json >$home/map.csv
mv $home/map.csv site-templates/map.csv
