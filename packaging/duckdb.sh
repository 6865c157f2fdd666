#!/bin/sh
# Fills build/peers-duckdb with DuckDB's library, a peer of the benchmarks, from
# the npm registry. Nothing happens if it is there.
set -eu
cd "$(dirname "$0")/.."

case $(uname -m) in aarch64) machine=arm64 ;; *) machine=x64 ;; esac
name=@duckdb/node-bindings-linux-$machine
version=1.5.6-r.1
home=build/peers-duckdb
aside=$home.aside

if [ "$(cat $home/source 2>/dev/null)" = "$name@$version" ]; then
	exit 0
fi

echo "Fetching DuckDB's library from the npm registry (70 MB, MIT): $name@$version"
rm -rf $aside
mkdir -p $aside
packaging/npm.sh $aside "$name@$version"
mv "$aside/node_modules/$name/libduckdb.so" "$aside/node_modules/$name/LICENSE" $aside/
rm -rf $aside/node_modules
echo "$name@$version" >$aside/source
rm -rf $home
mv $aside $home
