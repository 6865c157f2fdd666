#!/bin/bash
# A subscriber is taken when what is theirs is proven, and not before: by TXT
# records that every resolver sees, or by tokens mailed to the contact that the
# registry has. The file of subscribers is right at every moment.
. "$(dirname "$0")/../net/private.sh"
. tests/reports/mailserver.sh
smtpd_is_here
dnsd=$PWD/build/dnsd
test -d "$dnsd" || {
	echo "no build/dnsd: make setup unpacks it"
	exit 77
}
report=$BUILD/ntpcensus-report
work=$SCRATCH
conf=$work/subscribers.conf
umask 077

fail() {
	cat "$work/said"
	die "$*"
}
# subscribe CODE ARGUMENT...
subscribe() {
	local code=0
	"$report" subscribe --config "$work/census.conf" --subscribers "$conf" \
	    --now 2026-11-23T06:00:00Z "${@:2}" >"$work/said" 2>&1 || code=$?
	test $code -eq "$1" || fail "status $code, not $1: ${*:2}"
	"$report" check --quiet --subscribers "$conf" || die "the file is wrong"
}
says() {
	grep -qF -e "$1" "$work/said" || fail "it does not say: $1"
}
unchanged() {
	cmp "$conf" "$work/before" || die "the file of subscribers has changed"
}

# The registries; one more network whose contact is at another domain.
cp -R tests/reports/rdap "$work/rdap"
registry() {
	mkdir -p "$work/rdap/ip/${1%/*}"
	cp "$work/rdap/ip/$2" "$work/rdap/ip/$1"
}
for prefix in 192.0.2.0/23 192.0.2.0/24 192.0.2.0/25 192.0.2.16/28; do
	registry $prefix 192.0.2.1
done
registry 198.51.100.0/28 198.51.100.7
registry 2001:db8::/48 2001:db8::1
busybox httpd -f -p 127.0.0.1:8321 -h "$work/rdap" &
{
	echo 'operator { name = "Census" contact = noc@census.example }'
	echo "rdap { bootstrap = \"$work/rdap/bootstrap\" gap_ms = 1 }"
	echo 'mail { server = "smtp://127.0.0.1:2525" tls = never from = r@census.example }'
	echo 'proof { resolvers = "127.0.0.1:5301, 127.0.0.1:5302" }'
} >"$work/census.conf"
sed 's/# country/country/' packaging/subscribers.conf >"$conf"
cp "$conf" "$work/before"

# quiet PORT: the name server there is no more
quiet() {
	test -e "$work/dns-$1/pid" || return 0
	kill -KILL "$(cat "$work/dns-$1/pid")"
	wait "$(cat "$work/dns-$1/pid")" 2>"$work/log" || true
	rm "$work/dns-$1/pid"
}
# dns PORT [RECORD]...: a name server with these records
libraries=$(find "$dnsd" -type d -path "*/lib/$(uname -m)-linux-gnu" -printf '%p:')
dns() {
	local home=$work/dns-$1 zone i
	mkdir -p "$home"
	quiet "$1"
	{
		echo "server: 
			ip-address: 127.0.0.1@$1
			username: \"\"
			chroot: \"\"
			zonesdir: $home
			database: \"\"
			pidfile: \"\"
			xfrdfile: $home/xfrd
			zonelistfile: $home/zones
			cookie-secret-file: $home/cookies
			server-count: 1"
		echo 'remote-control: { control-enable: no }' | tr -d '{}' | sed 's/: /:\n/'
		for zone in example.net example.org example.uy; do
			echo "zone: 
				name: $zone
				zonefile: $zone"
			{
				echo "@ 60 SOA ns.$zone. host.$zone. 1 60 60 60 60"
				echo '@ 60 NS ns'
				printf '%s\n' "${@:2}" | grep -F "$zone. " || true
			} >"$home/$zone"
		done
	} >"$home/nsd.conf"
	LD_LIBRARY_PATH=$libraries setpriv --pdeathsig KILL \
	    "$dnsd/nsd/usr/sbin/nsd" -d -c "$home/nsd.conf" >"$home/log" 2>&1 &
	echo $! >"$home/pid"
	for ((i = 0; i < 100; i++)); do
		ss -Hnul | grep -qF "127.0.0.1:$1 " && return
		sleep 0.05
	done
	cat "$home/log"
	die "no name server"
}
text() {
	sed -n 's/.*TXT "\(ntpcensus-proof=[0-9a-f]*\)".*/\1/p' "$work/said" | sort -u
}
new=(--title "It's a \${HOME} \\ \"net\"" --contact noc@example.net --contact abuse@example.net)

# What cannot begin.
subscribe 2
subscribe 2 new --title T
subscribe 2 new "${new[@]}" --asn 1 --by word
subscribe 2 new "${new[@]}" --asn 1 --by dns --token x
subscribe 1 new "${new[@]}" --by dns && says 'at least one contact'
subscribe 1 new "${new[@]}" --asn 1x --by dns && says 'asn "1x" is no number'
subscribe 1 n.w "${new[@]}" --asn 64500 --by dns && says 'the list "n.w"'
subscribe 1 Example-Net "${new[@]}" --asn 64500 --by dns && says 'has a subscriber Example-Net already'
subscribe 1 new "${new[@]}" --cidr 192.0.2.0/23 --by dns && says 'is more than the registry'
subscribe 1 new "${new[@]}" --asn 64505 --by dns && says '64505: http'
subscribe 1 new && says 'there is no request of new'
unchanged

# By TXT records.
subscribe 0 new "${new[@]}" --asn AS64500 --cidr 192.0.2.0/25 --cidr 198.51.100.0/28 \
    --domain sub.example.net --type scan_ntp --delivery mail --delivery api --by dns
says '_ntpcensus.example.uy. TXT "ntpcensus-proof='
says '_ntpcensus.sub.example.net. TXT "ntpcensus-proof='
proof=$(text)
test "$(wc -l <<<"$proof")" -eq 1 || fail "not one token"
test "$(stat -c %a "$conf.pending/new.json")" = 600 || die "others may read the request"
subscribe 1 new "${new[@]}" --asn 64500 --by dns
says 'there is a request of new already'
cp "$conf.pending/new.json" "$work/request"
record() {
	echo "_ntpcensus.$1. 60 TXT \"${2:-$proof}\""
}
some=("$(record example.uy)" "$(record example.net)" "$(record sub.example.net)")
dns 5301
dns 5302
subscribe 3 new
# A wrong token, a longer one, one of two resolvers, one network left out.
dns 5301 "${some[@]}" "$(record example.org "${proof}0")"
subscribe 3 new
grep -q '64500: proven' "$work/said" && fail "one resolver is enough"
dns 5301 "${some[@]}" "$(record example.org "${proof%????}wxyz")"
dns 5302 "${some[@]}" "$(record example.org "${proof%????}wxyz")"
subscribe 3 new
says 'AS64500: proven: TXT record _ntpcensus.example.uy on 2026-11-23'
says '198.51.100.0/28: waits for this TXT record'
unchanged
# Whole, in two strings, beside another record.
split=("$(record example.org other)" "_ntpcensus.example.org. 60 TXT \"${proof:0:20}\" \"${proof:20}\"")
dns 5301 "${some[@]}" "${split[@]}"
dns 5302 "${some[@]}" "${split[@]}"
subscribe 0 new
says 'new gets reports from 2026-11-23 on'
test ! -e "$conf.pending/new.json" || die "the request is still there"
head -c "$(stat -c %s "$work/before")" "$conf" | cmp - "$work/before" || die "the rest has changed"
tail -n +"$(($(wc -l <"$work/before") + 2))" "$conf" >"$work/entry"
key=$(sed -n "s/.*api_key = '\(.*\)'/\1/p" "$work/entry")
cat >"$work/want" <<-END
	subscriber {
		list = 'new'
		title = 'It\\'s a \${HOME} \\\\ "net"'
		contacts = {'noc@example.net', 'abuse@example.net'}
		asn = {'AS64500'}
		cidr = {'192.0.2.0/25', '198.51.100.0/28'}
		domain = {'sub.example.net'}
		types = {'scan_ntp'}
		delivery = {'mail', 'api'}
		api_key = '$key'
		api_secret_file = 'new.secret'
		proven = '2026-11-23'
		proof = 'TXT record _ntpcensus.example.uy on 2026-11-23; TXT record _ntpcensus.example.net on 2026-11-23; TXT record _ntpcensus.example.org on 2026-11-23; TXT record _ntpcensus.sub.example.net on 2026-11-23'
	}
END
tr -d '\t' <"$work/entry" | diff "$work/want" - || die "another entry"
grep -qxE '[0-9a-f]{32}' "$work/new.secret" || die "no secret"
test "$(stat -c %a "$work/new.secret")" = 600 || die "others may read the secret"
# The same request once more, as if killed behind the entry.
cp "$work/request" "$conf.pending/new.json"
subscribe 1 new
says 'has a subscriber new already'
subscribe 0 new --forget

# A resolver that says nothing; a request that is too old, or damaged.
subscribe 0 late "${new[@]}" --domain example.net --by dns
dns 5301 "$(record example.net "$(text)")"
quiet 5302
subscribe 1 late
says '127.0.0.1:5302 gives no answer about _ntpcensus.example.net'
dns 5302
subscribe 0 other "${new[@]}" --domain example.com --by dns
subscribe 1 other
says '127.0.0.1:5301 gives no answer about _ntpcensus.example.com: '
subscribe 0 other --forget
subscribe 1 late --now 2026-12-24T06:00:00Z
says 'is older than 30 days'
echo '{}' >"$conf.pending/late.json"
subscribe 1 late
says 'late.json is damaged'
subscribe 0 late --forget

# By mail: to the abuse contact of each, once.
smtpd_start "$work" 2525
cp "$conf" "$work/before"
subscribe 0 by-mail "${new[@]}" --asn 64500 --cidr 192.0.2.0/24 --cidr 192.0.2.16/28 \
    --cidr 2001:db8::/48 --by mail
says '192.0.2.0/24: waits for the token that was mailed to abuse@example.net'
grep -qE '[0-9a-f]{32}' "$work/said" && fail "it says a token"
test "$(find "$work/mail/new" -type f | wc -l)" -eq 3 || die "not three mails"
token() {
	grep -l "X-RcptTo: $1" "$work"/mail/new/* | xargs cat | tr -d '\r' | grep -xE '[0-9a-f]{32}'
}
grep -l 'X-RcptTo: abuse@example.net' "$work"/mail/new/* | xargs grep -q '192.0.2.0/24, 192.0.2.16/28' ||
	fail "it does not say of what: $(cat "$work"/mail/new/*)"
subscribe 3 by-mail
subscribe 1 by-mail --token 0123456789abcdef0123456789abcdef
says 'this is no token that was mailed for by-mail'
subscribe 3 by-mail --token "$(token abuse@example.net)"
says '192.0.2.16/28: proven: a token mailed to abuse@example.net came back on 2026-11-23'
says '64500: waits for the token'
unchanged
subscribe 0 by-mail --token "$(token seguridad@example.uy)" --token "$(token abuse@example.mu)"
grep -q "proof = 'a token mailed to seguridad@example.uy came back on 2026-11-23; a token" "$conf" ||
	die "no proof: $(tail -5 "$conf")"
smtpd_stop
# A mail that does not go: nothing is left over.
subscribe 1 again "${new[@]}" --domain example.net --by mail
says 'the mail to postmaster@example.net did not go'
test ! -e "$conf.pending/again.json" || die "a request is left over"

# A file that is not right is not touched.
cp "$conf" "$work/right"
echo '}' >>"$conf"
code=0
"$report" subscribe more "${new[@]}" --domain example.net --by dns --config "$work/census.conf" \
    --subscribers "$conf" >"$work/said" 2>&1 || code=$?
test $code -eq 1 || fail "status $code"
tail -1 "$conf" | grep -qx '}' || die "it was changed"
