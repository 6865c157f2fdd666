#!/bin/bash
# Contacts are found by RDAP: in answers of the shapes of all five registries,
# by IANA's files, from the cache the second time, for a report beside it; and
# whoever is not found, or answers nonsense, is named.
. "$(dirname "$0")/../net/private.sh"
report=$BUILD/ntpcensus-report
work=$SCRATCH
umask 077
fail() {
	cat "$work/said"
	die "$*"
}

# contacts CODE ARGUMENT...: what it prints is in $work/out
contacts() {
	local code=0
	"$report" contacts --config "$work/census.conf" "${@:2}" >"$work/out" \
	    2>"$work/said" || code=$?
	test $code -eq "$1" || fail "status $code, not $1: ${*:2}"
}
says() {
	grep -qF -e "$1" "$work/said" || fail "it does not say: $1"
}
prints() {
	diff - "$work/out" || fail "other lines"
}

cp -R tests/reports/rdap "$work/rdap"
busybox httpd -f -vv -p 127.0.0.1:8321 -h "$work/rdap" 2>"$work/requests" &
for ((i = 0; i < 100; i++)); do
	(: <"/dev/tcp/127.0.0.1/8321") 2>/dev/null && break
	sleep 0.05
done
: >"$work/requests"
requests() {
	grep -c 'url:' "$work/requests" || true
}
configure() {
	printf 'rdap {\n bootstrap = "%s"\n cache = cache\n gap_ms = 1\n}\n' "$1" \
	    >"$work/census.conf"
}

# All five, over HTTP, IANA's files too.
configure http://127.0.0.1:8321/bootstrap/
contacts 0 192.0.2.1 198.51.100.7 203.0.113.9 AS64500 2001:db8::1
prints <<-'END'
	query,network,name,role,email,contact,phone
	192.0.2.1,192.0.2.0-192.0.2.255,EXAMPLE-NET,abuse,abuse@example.net,'=Abuse Desk,+1-555-0101
	192.0.2.1,192.0.2.0-192.0.2.255,EXAMPLE-NET,noc,noc@example.net,Network Operations,+1-555-0100
	192.0.2.1,192.0.2.0-192.0.2.255,EXAMPLE-NET,technical,noc@example.net,Network Operations,+1-555-0100
	198.51.100.7,198.51.100.0-198.51.100.127,EX-NET-RIPE,abuse,postmaster@example.org,Abuse-C Role,
	198.51.100.7,198.51.100.0-198.51.100.127,EX-NET-RIPE,abuse,abuse@example.org,Abuse-C Role,
	203.0.113.9,203.0.113.0-203.0.113.255,EXAMPLE-AP,abuse,helpdesk@example.com,IRT-EXAMPLE-AU,
	203.0.113.9,203.0.113.0-203.0.113.255,EXAMPLE-AP,technical,research@example.com,EXAMPLE RESEARCH,+61-7-5550-0100
	AS64500,AS64500,,abuse,seguridad@example.uy,Seguridad,+598-5550100;ext=12
	AS64500,AS64500,,technical,seguridad@example.uy,Seguridad,+598-5550100;ext=12
	2001:db8::1,2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff,EX-V6,abuse,abuse@example.mu,Abuse,
	2001:db8::1,2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff,EX-V6,technical,noc@example.mu,Example Ntege,+230-5550100
END
test "$(requests)" -eq 8 || fail "$(requests) requests, not 8"
cp "$work/out" "$work/first"
# From the cache: nobody is asked, until it is too old, or damaged.
contacts 0 192.0.2.1 198.51.100.7 203.0.113.9 AS64500 2001:db8::1
prints <"$work/first"
test "$(requests)" -eq 8 || fail "somebody was asked again"
echo '{' >"$work/cache/ip_192.0.2.1.json"
contacts 0 192.0.2.1
test "$(requests)" -eq 9 || fail "a damaged answer was used"
contacts 0 192.0.2.1 --now "$(date -u -d '+6 days' +%Y-%m-%d)"
test "$(requests)" -eq 9 || fail "a good answer was not used"
contacts 0 192.0.2.1 --now "$(date -u -d '+9 days' +%Y-%m-%d)"
test "$(requests)" -eq 11 || fail "an old answer was used"
test "$(find "$work/cache" -type f | wc -l)" -eq 2 || fail "old answers are kept"
test -z "$(find "$work/cache" -type f -perm /027)" || fail "others may read the cache"

# From a folder, for a report: one question for each network, beside it.
configure "$work/rdap/bootstrap"
{
	echo timestamp,ip,asn
	printf '2026-11-22 00:00:00,%s\n' 192.0.2.1,64500 203.0.113.9,0 192.0.2.2,64500 \
	    203.0.113.9,
} >"$work/2026-11-22-scan_ntp-cert-geo.csv"
contacts 0 --report "$work/2026-11-22-scan_ntp-cert-geo.csv"
cp "$work/2026-11-22-scan_ntp-cert-geo.contacts.csv" "$work/out"
prints <<-END
	$(grep -E '^(query|AS64500)' "$work/first")
	$(grep -E '^203' "$work/first")
END
contacts 3 --report "$work/2026-11-22-scan_ntp-cert-geo.csv" --by-address
says '192.0.2.2: http://127.0.0.1:8321/ip/192.0.2.2 answers with status 404'
grep -c , "$work/2026-11-22-scan_ntp-cert-geo.contacts.csv" | grep -qx 6 || fail "other lines"

# Who is not found, and what is no answer.
contacts 3 10.0.0.1 AS64999
says '10.0.0.1: no registry has it: ipv4.json names none'
says 'AS64999: no registry has it: asn.json names none'
put() {
	printf '%b' "$2" >"$work/rdap/ip/$1"
}
put 192.0.2.10 '<html>'
put 192.0.2.11 '[]'
put 192.0.2.12 '{"objectClassName":"autnum","startAutnum":1}'
sed 's/192.0.2/192.0.3/' tests/reports/rdap/ip/192.0.2.1 >"$work/rdap/ip/192.0.2.13"
head -c 1100000 /dev/zero | tr '\0' '[' >"$work/rdap/ip/192.0.2.14"
head -c 100000 /dev/zero | tr '\0' '[' >"$work/rdap/ip/192.0.2.15"
put 192.0.2.16 '{"objectClassName":"ip network","startAddress":"192.0.2.0","endAddress":"192.0.2.255","entities":{"roles":"abuse"}}'
put 192.0.2.17 ''
contacts 3 192.0.2.1{0..7}
says '192.0.2.10: what http://127.0.0.1:8321/ip/192.0.2.10 answers is no good: its JSON:1:1'
says '192.0.2.11: what http://127.0.0.1:8321/ip/192.0.2.11 answers is no good: it is no RDAP answer'
says 'ip/192.0.2.12 answers is no good: it is no RDAP answer about an address'
says 'ip/192.0.2.13 answers is no good: it is about another network'
says 'ip/192.0.2.14 answers with more than 1048576 bytes'
says 'ip/192.0.2.15 answers is no good: its JSON:1:2049: maximum parsing depth'
says '192.0.2.16: the registry has no contact'
says 'ip/192.0.2.17 answers is no good'
test ! -e "$work/cache/ip_192.0.2.10.json" || fail "nonsense is kept"
echo '{"services": []}' >"$work/rdap/bootstrap/asn.json"
contacts 3 AS64500 --now "$(date -u -d '+30 days' +%Y-%m-%d)"
says 'asn.json names no RDAP server'
configure '' && contacts 1 AS64500 && says 'no rdap.bootstrap'
contacts 1 --report "$work/absent.csv"
contacts 2
contacts 2 one
says 'this is no address and no AS number: one'
contacts 2 --report x AS1

# Over TLS, with a certificate that somebody vouches for; and never from there to
# where there is none.
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 \
    -addext subjectAltName=IP:127.0.0.1 -keyout "$work/key" -out "$work/cert" 2>"$work/log"
mkdir -p "$work/tls/ip" "$work/tls/boot"
{
	printf 'HTTP/1.0 200 OK\r\n\r\n'
	cat tests/reports/rdap/ip/192.0.2.1
} >"$work/tls/ip/192.0.2.1"
printf 'HTTP/1.0 302 Found\r\nLocation: http://127.0.0.1:8321/ip/192.0.2.10\r\n\r\n' \
    >"$work/tls/ip/192.0.2.2"
(cd "$work/tls" && exec setpriv --pdeathsig KILL openssl s_server -HTTP -quiet \
    -accept 127.0.0.1:8322 -key "$work/key" -cert "$work/cert" >"$work/log" 2>&1) &
sed 's#http://127.0.0.1:8321/#https://127.0.0.1:8322/#' tests/reports/rdap/bootstrap/ipv4.json \
    >"$work/tls/boot/ipv4.json"
for ((i = 0; i < 100; i++)); do
	(: <"/dev/tcp/127.0.0.1/8322") 2>/dev/null && break
	sleep 0.05
done
printf 'rdap {\n bootstrap = tls/boot\n gap_ms = 1\n}\n' >"$work/census.conf"
contacts 3 192.0.2.1
says certificate
printf 'rdap {\n bootstrap = tls/boot\n gap_ms = 1\n authorities = cert\n}\n' >"$work/census.conf"
contacts 0 192.0.2.1
grep -q abuse@example.net "$work/out" || fail "no contact over TLS"
: >"$work/requests"
contacts 3 192.0.2.2
says 'redirects to where it must not'
test "$(requests)" -eq 0 || fail "it went there"
