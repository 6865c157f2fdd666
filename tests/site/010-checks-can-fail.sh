#!/bin/bash
# check-links and check-html find each kind of fault in a page that is sound
# without it.
set -eu
cd "$(dirname "$0")/../.."
site=$(mktemp -d)
trap 'rm -rf "$site"' EXIT
bad=0

# page TEXT: writes a page with the text in it.
page() {
	mkdir -p "$site/folder"
	cat >"$site/index.html" <<-END
		<!DOCTYPE html>
		<html lang="en"><head><meta charset="utf-8"><title>A</title></head>
		<body><h1 id="here">A</h1>
		<p><a href="folder/b.html">B</a> $1</p></body></html>
	END
	cat >"$site/folder/b.html" <<-END
		<!DOCTYPE html>
		<html lang="en"><head><meta charset="utf-8"><title>B</title></head>
		<body><h1 id="there">B</h1></body></html>
	END
}

# expect CHECK STATUS TEXT
expect() {
	local status=0
	page "$3"
	"tests/site/$1" "$site" >"$site/said" || status=$?
	test $status -eq "$2" && return
	echo "$1 ended with $status on: $3"
	cat "$site/said"
	bad=1
}

fine='<a href="#here">A</a> <a href="folder/../folder/b.html#there">B</a>
	<a href="https://example.org/">C</a> <a href="mailto:a@example.org">D</a>'
expect check-links 0 "$fine"
expect check-links 1 '<a href="none.html">A</a>'
expect check-links 1 '<a href="#none">A</a>'
expect check-links 1 '<a href="folder/b.html#none">A</a>'
expect check-links 1 '<a href="folder/">A</a>'
expect check-links 1 '<a href="/index.html">A</a>'
expect check-links 1 '<a href="../outside.html">A</a>'
expect check-links 1 '<img src="none.png" alt="">'
expect check-links 1 '<a href="#here">A</a><b id="here">B</b>'

expect check-html 0 "$fine"
expect check-html 1 '<script src="a.js"></script>'
own='<script src="../site.js" defer></script>'
expect check-html 0 "$own"
expect check-html 1 "$own
$own"
expect check-html 1 '<script src="../site.js" defer>a()</script>'
expect check-html 1 '<script src="//example.org/site.js" defer></script>'
expect check-html 1 '<b style="color: red">A</b>'
expect check-html 1 '<b onclick="a()">A</b>'
expect check-html 1 '<a href="javascript:a()">A</a>'
expect check-html 1 '<img src="https://example.org/a.png" alt="">'
expect check-html 1 '<h1>Another</h1>'
expect check-html 1 '{{name}}'
expect check-html 1 '<b>A'
exit $bad
