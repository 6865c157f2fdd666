#!/bin/bash
# Reports go to their subscribers over SMTP: with TLS or not at all, whole, in
# words that mail programs read, each once. A server that is down, dies in the
# middle of a mail or says no is borne; where nobody can know whether a mail was
# taken, one copy says that it is one.
. "$(dirname "$0")/../net/private.sh"
. tests/reports/mailserver.sh
smtpd_is_here
report=$BUILD/ntpcensus-report
work=$SCRATCH
data=$work/data out=$work/out conf=$work/subscribers.conf
mails=$work/mail/new
umask 077

# mail CODE [OPTION]...: what it says is in $work/said.
mail() {
	local code=0
	"$report" mail --out "$out" --subscribers "$conf" --config "$work/census.conf" \
	    --now 2026-11-23T06:00:00Z "${@:2}" >"$work/said" 2>&1 || code=$?
	test $code -eq "$1" && return
	cat "$work/said"
	die "status $code, not $1"
}
says() {
	grep -qF -e "$1" "$work/said" && return
	cat "$work/said"
	die "it does not say: $1"
}
count() {
	find "$work/mail" -path '*/new/*' -type f | wc -l
}
arrived() {
	test "$(count)" -eq "$1" || die "$(count) mails, not $1"
}
# configure URL [SETTING]...
configure() {
	{
		echo 'operator { name = "Census of Zürich"
			contact = noc@census.example }'
		echo 'site { base_url = "https://census.example/" }'
		echo "mail { server = \"$1\"
			from = reports@census.example
			links = \"https://census.example/dl/\"
			retry_s = 1"
		printf '%s\n' "${@:2}" '}'
	} >"$work/census.conf"
}
# entry LIST TITLE CONTACTS SETTING...
entry() {
	printf 'subscriber {\n list = %s\n title = "%s"\n contacts = {%s}\n' "${@:1:3}"
	printf ' proven = 2026-11-01\n proof = P\n'
	printf ' %s\n' "${@:4}"
	printf '}\n'
}
part() { # FILE: the text of a mail, without the line ends of the wire
	tr -d '\r' <"$1"
}
fresh() {
	rm -rf "$out/.mail"
	find "$work/mail" -type f -delete
}

title="Exämple Net's: a name that is longer than a line of a mail may be"
mkdir -p "$data/results/2026/11/22"
{
	echo timestamp,ip,asn
	echo 2026-11-22 01:00:00,192.0.2.1,64496
	echo 2026-11-22 01:00:01,192.0.2.2,64496
} >"$data/results/2026/11/22/2026-11-22-scan_ntp.csv"
{
	entry one "$title" \
	    'a@one.example, b@one.example' 'delivery = {mail}' 'asn = {64496}'
	entry two Two c@two.example 'delivery = {mail, api}' 'asn = {64496}' \
	    'api_key = 0123456789abcdef' 'api_secret = 0123456789abcdef'
	entry three Three d@three.example 'delivery = {api}' 'asn = {64496}' \
	    'api_key = 0123456789abcdeg' 'api_secret = 0123456789abcdef'
} >"$conf"
"$report" cut --archive "$data" --subscribers "$conf" --out "$out" \
    --now 2026-11-23T06:00:00Z --quiet
day=$out/2026/11/22/scan_ntp

# Without a server: said once, tried for as long as it may be, none is lost.
configure smtp://127.0.0.1:2525 'tls = never'
mail 1 --patience 1
test "$(grep -c 'no mail goes out' "$work/said")" -eq 1 || die "it says it again"
says '0 sent, 0 refused, 3 waiting'
mail 2 --patience more
mail 2 more
configure '' && mail 1 && says 'no mail.server'
configure 'smtp://u:p@127.0.0.1' && mail 1 && says 'mail.server is smtp://host:port'
configure smtp://127.0.0.1:2525 'tls = never' 'user = me' && mail 1 &&
	says 'others could read the password'
configure smtp://127.0.0.1:2525 'tls = never' && sed -i 's#https://census.example/dl/#dl#' \
    "$work/census.conf" && mail 1 && says 'mail.links is a URL'

# TLS: demanded, with a certificate that somebody vouches for.
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 \
    -addext subjectAltName=IP:127.0.0.1 \
    -keyout "$work/key" -out "$work/cert" 2>"$work/log"
smtpd_start "$work" 2525
configure smtp://127.0.0.1:2525 && mail 1
smtpd_stop
smtpd_start "$work" 2525 --tlscert "$work/cert" --tlskey "$work/key"
mail 1
says certificate
arrived 0
configure smtp://127.0.0.1:2525 'tls = never' && mail 1
says STARTTLS
configure smtp://127.0.0.1:2525 "authorities = \"$work/cert\""
mail 0
says '3 sent, 0 refused, 0 waiting'
arrived 3
mail 0
test ! -s "$work/said" || die "again, it says something"
arrived 3
smtpd_stop

# What a mail is.
one=$(grep -l 'X-RcptTo: a@one' "$mails"/*)
part "$one" >"$work/one"
for line in 'X-MailFrom: reports@census.example' 'To: a@one.example' \
    'Reply-To: noc@census.example' 'Auto-Submitted: auto-generated' \
    'Content-Type: application/zip'; do
	grep -qxF "$line" "$work/one" || die "it has no $line"
done
for line in '^From: =\?UTF-8\?Q\?Census_of_Z=C3=BCrich\?= <reports@census.example>$' \
    '^Date: Mon, 23 Nov 2026 06:00:00 \+0000$' \
    '^Message-ID: <[0-9a-f]{32}@census.example>$' \
    '^Content-Type: multipart/mixed;' '^Content-Type: text/plain; charset=utf-8$' \
    '^Content-Disposition: attachment; filename="2026-11-22-scan_ntp-one-asn.csv.zip"$'; do
	grep -qE "$line" "$work/one" || die "it has no $line"
done
long=$(grep -vE "^Content-(Type|Disp)" "$work/one" | awk 'length > 78')
test -z "$long" || die "its lines are long: $long"
/usr/bin/python3 - "$one" "$work/mail.zip" >"$work/read" <<'END'
import email, email.policy, sys
mail = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
print(mail["subject"])
text, packed = mail.iter_parts()
print(text.get_content(), end="")
open(sys.argv[2], "wb").write(packed.get_content())
END
head -n 1 "$work/read" | grep -qxF "[one] ntpcensus $title NTP Version Report: 2026-11-22" ||
	die "its subject is $(head -n 1 "$work/read")"
id=$(jq -r 'select(.list == "one").id' "$day/reports.jsonl")
grep -qx "https://census.example/dl/$id" "$work/read" || die "it has no link"
grep -q 'rows: 2, bytes: ' "$work/read" || die "it does not count"
grep -qE '\{\{|copy' "$work/read" && die "$(cat "$work/read")"
test "$(grep -c "$id" "$work/one")" -eq 1 || die "the id stands elsewhere, too"
busybox unzip -p "$work/mail.zip" 2026-11-22-scan_ntp-one-asn.csv |
	cmp - "$day/2026-11-22-scan_ntp-one-asn.csv"
two=$(grep -l 'X-RcptTo: c@two' "$mails"/*)
grep -q 'charset=us-ascii' "$two" || die "plain text is not sent as such"
grep -q '^Subject: \[two\] ntpcensus Two NTP Version Report: 2026-11-22' "$two" ||
	die "$(grep ^Subject "$two")"
test -z "$(find "$out/.mail" -type f -perm /027)" || die "others may read the spool"

# TLS from the first byte; a report too large is a link; without links it stays.
fresh
smtpd_start "$work" 2525 --smtpscert "$work/cert" --smtpskey "$work/key"
configure smtps://127.0.0.1:2525 "authorities = \"$work/cert\"" 'attach_kb = 0'
mail 0
arrived 3
grep -L 'application/zip' "$mails"/* | wc -l | grep -qx 3 || die "it is attached"
grep -q 'attached' "$mails"/* && die "it says that it is attached"
fresh
sed -i '/links/ d' "$work/census.conf"
mail 3
says 'without mail.links it cannot be fetched'
arrived 0
smtpd_stop

# A template with mistakes.
mkdir "$work/templates"
for text in 'Subject: a\n\n{{nothing}}\n' 'no\n\ntext\n' 'Subject: a\n\n{{list\n'; do
	printf '%b' "$text" >"$work/templates/report.txt"
	mail 1 --templates "$work/templates"
	says "report.txt:"
done

# relay WHAT AFTER CONNECTIONS: stands before the server until unrelay
relay() {
	setpriv --pdeathsig KILL "$BUILD/tests/reports/relay" 2526 2525 "$@" &
	relay=$!
	sleep 0.1
}
unrelay() {
	kill $relay
	wait $relay || true
}

# The server dies behind the end of a mail: nobody can know. One copy says what
# it is.
configure smtp://127.0.0.1:2526 'tls = never'
fresh
smtpd_start "$work" 2525
relay mute $'.\r\n' 1
mail 0
says 'may have arrived, and will be sent once more'
arrived 4
grep -q 'X-Ntpcensus-Copy: 2' "$mails"/* || die "no copy"
test "$(grep -l X-Ntpcensus-Copy "$mails"/* | wc -l)" -eq 1 || die "more copies"
grep -q 'this is copy 2' "$mails"/* || die "its text does not say so"
test "$(cat "$mails"/* | grep ^Message-ID | sort -u | wc -l)" -eq 3 ||
	die "a copy has an id of its own"
unrelay
# Again and again: two, and no third.
fresh
relay mute $'.\r\n' 99
mail 3
says 'is not sent again'
arrived 6
mail 0
arrived 6
unrelay
smtpd_stop

# What the server refuses for good is not tried again.
fresh
smtpd_start "$work" 2525 -s 300
configure smtp://127.0.0.1:2525 'tls = never'
mail 3
says '552'
says '0 sent, 3 refused'
mail 0
arrived 0
smtpd_stop
smtpd_start "$work" 2525
mail 0 --refused
arrived 3
smtpd_stop

# A damaged spool, or report, is said; what a crash has cut has not happened.
journal=$out/.mail/2026-11-22.jsonl
fresh
smtpd_start "$work" 2525
mail 0
arrived 3
truncate -s -9 "$journal"
mail 0
arrived 4
sed -i '1 s/.*/{}/' "$journal"
mail 1
says '2026-11-22.jsonl:1 tells of no mail'
fresh
sed -i 's/64496/64499/' "$day/2026-11-22-scan_ntp-one-asn.csv"
mail 3
says 'is not what was cut'
arrived 1
flock "$out/.mail" "$report" mail --out "$out" --subscribers "$conf" \
    --config "$work/census.conf" >"$work/said" 2>&1 && die "two at once"
says 'another run sends'
smtpd_stop

# The server dies in the middle of a mail: that one is sent again, whole, and is
# no copy. (Of a mail of one piece nobody knows how much of it has gone.)
{
	echo timestamp,ip,asn,hostname
	head -c 180000 /dev/urandom | od -An -v -tx1 -w30 | tr -d " " |
		sed 's/^/2026-11-22 00:00:00,192.0.2.7,64500,/'
} >"$data/results/2026/11/22/2026-11-22-scan_ntpmonitor.csv"
entry big Big e@big.example 'delivery = {mail}' 'asn = {64500}' >"$conf"
"$report" cut --archive "$data" --subscribers "$conf" --out "$out" \
    --now 2026-11-23T06:00:00Z --quiet
fresh
smtpd_start "$work" 2525
configure smtp://127.0.0.1:2526 'tls = never'
relay cut 100000 1
mail 0
says 'no mail goes out'
arrived 1
test "$(stat -c %s "$mails"/*)" -gt 200000 || die "it is small"
grep X-Ntpcensus-Copy "$mails"/* && die "it is no copy"
unrelay

# The spool's disk is full: no more is sent than can be written down.
fresh
mkdir -p "$work/full"
mount -t tmpfs -o size=8k tmpfs "$work/full"
for ((i = 0; i < 60; i++)); do
	entry "some-$i" "Some $i" "y$i@some.example" 'delivery = {mail}' 'asn = {64496}'
done >"$conf"
"$report" cut --archive "$data" --subscribers "$conf" --out "$out" \
    --now 2026-11-23T06:00:00Z --quiet
smtpd_stop
smtpd_start "$work" 2525
configure smtp://127.0.0.1:2525 'tls = never'
mail 1 --spool "$work/full"
says 'No space left on device'
test "$(count)" -lt 60 || die "nothing was full"
mount -o remount,size=1m "$work/full"
mail 0 --spool "$work/full"
test "$(count)" -le 61 || die "$(count) mails of 60"
test "$(cat "$mails"/* | grep ^X-RcptTo | sort -u | wc -l)" -eq 60 || die "not every mail has arrived"
umount "$work/full"

# Killed at any moment, and started again: each mail once, but for those that
# say that they are copies.
for ((i = 0; i < 200; i++)); do
	entry "many-$i" "Many $i" "x$i@many.example" 'delivery = {mail}' 'asn = {64496}'
done >"$conf"
"$report" cut --archive "$data" --subscribers "$conf" --out "$out" \
    --now 2026-11-23T06:00:00Z --quiet
configure smtp://127.0.0.1:2525 'tls = never'
fresh
smtpd_stop
smtpd_start "$work" 2525
for ((i = 0; i < 30; i++)); do
	"$report" mail --out "$out" --subscribers "$conf" \
	    --config "$work/census.conf" --now 2026-11-23T06:00:00Z --quiet &
	run=$!
	sleep "0.$(printf %03d $((RANDOM % 90)))"
	kill -KILL $run 2>"$work/log" || true
	wait $run 2>"$work/log" || true
done
before=$(count)
mail 0
once=$(cat "$mails"/* | grep -c '^X-RcptTo' || true)
copies=$(grep -l X-Ntpcensus-Copy "$mails"/* | wc -l)
sed -n 's/^X-RcptTo: //p' "$mails"/* | sort | uniq -c | sort -rn >"$work/each"
test "$(wc -l <"$work/each")" -eq 200 || die "not every mail has arrived"
# One that came twice has a copy that says so.
awk '$1 > 2' "$work/each" | grep . && die "three of one"
test $((once - 200)) -le "$copies" || die "$once mails, $copies copies"
awk '$1 == 2 { print $2 }' "$work/each" | while read -r who; do
	grep -l "X-RcptTo: $who" "$mails"/* | xargs grep -l X-Ntpcensus-Copy >"$work/log" ||
		die "$who has two, and none says that it is a copy"
done
test "$before" -lt 200 || echo "all was sent before the last kill"
echo "$once mails of 200, $copies said to be copies, $before before the last run"
smtpd_stop
