/* SMTP leaves a gap: when the connection breaks after the last byte of a mail
 * was sent and before the answer came, nobody can say whether the server has
 * taken it. So it is told when that gap begins (on_ending), as late as it can
 * be: when libcurl takes the last bytes of the last part, and the server's side
 * has acknowledged all before them. (Else the gap would be as wide as our
 * kernel's buffers; as wide as the server's it still is. A small mail is not
 * worth the wait.) Before that, a mail that is broken off is none: its end is
 * missing. */
#include "lib/smtp.h"

#include <curl/curl.h>
#include <linux/sockios.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>

#include "lib/buf.h"
#include "lib/mem.h"

enum {
	CONNECT_MS = 30000,
	IDLE_S = 300,
	LONGEST_LINE = 900,
	MOST_SOCKETS = 4,
	ONE_FLIGHT = 32768
};

struct smtp {
	CURL *curl;
	const struct smtp_server *server;
	char *url;
	bool is_spoiled; /* a mail was broken off on this connection */
	int socket;
};

/* Bytes of a part of the mail, on their way to libcurl. */
struct part {
	struct sending *sending;
	const char *bytes;
	size_t n;
	size_t at;
	bool is_last;
};

/* A mail on its way. */
struct sending {
	const struct smtp *smtp;
	const struct smtp_mail *mail;
	char *text; /* the mail's, with line ends as SMTP wants them */
	struct part text_part;
	struct part file_part;
	struct buf answer; /* the server's last line */
	bool is_ending;
	bool given_up;
	bool is_lost; /* the connection, before the end */
};

/* These fail without memory alone. */
static void
check_code(CURLcode code)
{
	if (code != CURLE_OK)
		mem_need(NULL);
}

struct smtp *
smtp_open(const struct smtp_server *server)
{
	struct smtp *s = mem_new(1, sizeof *s);
	const size_t n = strlen(server->url) + strlen(server->name) + 2;
	check_code(curl_global_init(CURL_GLOBAL_DEFAULT));
	/* libcurl greets with what stands where a path would. */
	s->url = mem_new(n, 1);
	snprintf(s->url, n, "%s/%s", server->url, server->name);
	s->curl = mem_need(curl_easy_init());
	s->server = server;
	s->socket = -1;
	return s;
}

void
smtp_close(struct smtp *s)
{
	if (s == NULL)
		return;
	curl_easy_cleanup(s->curl);
	curl_global_cleanup();
	free(s->url);
	free(s);
}

/* Remembers the socket that was opened last. It need not be the one that is
 * used, if a host has several addresses; then none is waited for. */
static curl_socket_t
open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *a)
{
	struct smtp *s = context;
	(void)purpose;
	s->socket = socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
	return s->socket;
}

static long
idle_s(const struct smtp *s)
{
	return s->server->idle_s != 0 ? s->server->idle_s : IDLE_S;
}

/* Waits until the other side has acknowledged all that was sent to it. False:
 * it has gone, or does not. */
static bool
wait_until_arrived(const struct smtp *s)
{
	const time_t end = time(NULL) + idle_s(s);
	struct sockaddr_storage peer;
	socklen_t n = sizeof peer;
	if (getpeername(s->socket, (void *)&peer, &n) != 0)
		return true;
	while (time(NULL) <= end) {
		struct pollfd p = {.fd = s->socket, .events = POLLRDHUP};
		int left = 0;
		if (poll(&p, 1, 0) != 0 ||
		    ioctl(s->socket, SIOCOUTQ, &left) != 0)
			return false;
		if (left == 0)
			return true;
		poll(NULL, 0, 1);
	}
	return false;
}

/* The end of the mail is next. False: it must not go. */
static bool
begin_ending(struct sending *x)
{
	const struct smtp_mail *mail = x->mail;
	x->is_lost =
	    x->file_part.n > ONE_FLIGHT && !wait_until_arrived(x->smtp);
	if (x->is_lost)
		return false;
	x->given_up =
	    mail->on_ending != NULL && !mail->on_ending(mail->context);
	x->is_ending = !x->given_up;
	return x->is_ending;
}

static size_t
give_bytes(char *out, size_t size, size_t room, void *context)
{
	struct part *p = context;
	struct sending *x = p->sending;
	size_t n = size * room;
	if (n > p->n - p->at)
		n = p->n - p->at;
	if (p->is_last && p->at + n == p->n && !x->is_ending &&
	    !begin_ending(x))
		return CURL_READFUNC_ABORT;
	memcpy(out, p->bytes + p->at, n);
	p->at += n;
	return n;
}

static int
seek_bytes(void *context, curl_off_t offset, int origin)
{
	struct part *p = context;
	if (origin != SEEK_SET || offset < 0 || (size_t)offset > p->n)
		return CURL_SEEKFUNC_FAIL;
	p->at = (size_t)offset;
	return CURL_SEEKFUNC_OK;
}

/* Keeps the last line in which the server says no: behind it comes its answer
 * to our goodbye. */
static size_t
take_answer(char *bytes, size_t size, size_t n, void *context)
{
	struct sending *x = context;
	n *= size;
	if (n == 0 || (bytes[0] != '4' && bytes[0] != '5'))
		return n;
	buf_reset(&x->answer);
	buf_add(&x->answer, bytes, n);
	while (x->answer.len > 0 &&
	       (unsigned char)x->answer.text[x->answer.len - 1] <= ' ')
		x->answer.text[--x->answer.len] = '\0';
	return n;
}

/* True if text can go as it is: ASCII in lines that are not too long. */
static bool
is_plain(const char *text)
{
	size_t line = 0;
	for (; *text != '\0'; text++) {
		line = *text == '\n' ? 0 : line + 1;
		if ((unsigned char)*text >= 0x80 || line > LONGEST_LINE)
			return false;
	}
	return true;
}

static char *
end_lines(const char *text)
{
	char *copy = mem_new(2 * strlen(text) + 1, 1), *p = copy;
	for (; *text != '\0'; text++) {
		if (*text == '\n')
			*p++ = '\r';
		*p++ = *text;
	}
	return copy;
}

/* Adds a part whose bytes come from p. */
static curl_mimepart *
add_part(curl_mime *mime, struct part *p, const char *type, const char *encoder)
{
	curl_mimepart *part = mem_need(curl_mime_addpart(mime));
	check_code(curl_mime_data_cb(
	    part, (curl_off_t)p->n, give_bytes, seek_bytes, NULL, p));
	check_code(curl_mime_type(part, type));
	check_code(curl_mime_encoder(part, encoder));
	return part;
}

static curl_mime *
make_mime(CURL *curl, struct sending *x)
{
	const struct smtp_mail *mail = x->mail;
	const bool has_file = mail->name != NULL, plain = is_plain(mail->text);
	curl_mime *mime = mem_need(curl_mime_init(curl));
	x->text_part =
	    (struct part){x, x->text, strlen(x->text), .is_last = !has_file};
	curl_mimepart *text = add_part(mime, &x->text_part,
	    plain ? "text/plain; charset=us-ascii"
		  : "text/plain; charset=utf-8",
	    plain ? "7bit" : "quoted-printable");
	struct curl_slist *shown =
	    mem_need(curl_slist_append(NULL, "Content-Disposition: inline"));
	check_code(curl_mime_headers(text, shown, 1));
	if (!has_file)
		return mime;
	x->file_part = (struct part){x, mail->bytes, mail->n, .is_last = true};
	curl_mimepart *file =
	    add_part(mime, &x->file_part, mail->type, "base64");
	check_code(curl_mime_filename(file, mail->name));
	return mime;
}

static void
set_server(const struct smtp *s)
{
	const struct smtp_server *server = s->server;
	CURL *curl = s->curl;
	curl_easy_setopt(curl, CURLOPT_URL, s->url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(curl, CURLOPT_USE_SSL,
	    (long)(server->without_tls ? CURLUSESSL_NONE : CURLUSESSL_ALL));
	curl_easy_setopt(
	    curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, idle_s(s));
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, idle_s(s));
	if (server->user != NULL) {
		curl_easy_setopt(curl, CURLOPT_USERNAME, server->user);
		curl_easy_setopt(curl, CURLOPT_PASSWORD,
		    server->password != NULL ? server->password : "");
	}
	if (server->authorities != NULL) {
		curl_easy_setopt(curl, CURLOPT_CAINFO, server->authorities);
		curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
	}
}

/* RFC 4954 6 and RFC 3207 4: it wants a password, another one, or TLS. */
static bool
is_of_us(long status)
{
	return status == 530 || status == 534 || status == 535 || status == 538;
}

/* What a failure means, by the server's last status and by how far it got. */
static enum smtp_outcome
judge(const struct sending *x, CURLcode code, long status)
{
	if (code == CURLE_OK)
		return SMTP_SENT;
	if (x->given_up)
		return SMTP_GIVEN_UP;
	if (x->is_lost)
		return SMTP_NO_SERVER;
	if (code == CURLE_LOGIN_DENIED || code == CURLE_USE_SSL_FAILED ||
	    code == CURLE_PEER_FAILED_VERIFICATION ||
	    code == CURLE_SSL_CACERT_BADFILE || is_of_us(status))
		return SMTP_UNFIT;
	const bool of_mail = x->is_ending || code == CURLE_SEND_ERROR;
	if (of_mail && status >= 500 && status < 600)
		return SMTP_REFUSED;
	if (of_mail && status >= 400 && status < 500 && status != 421)
		return SMTP_LATER;
	return x->is_ending && status < 400 ? SMTP_IN_DOUBT : SMTP_NO_SERVER;
}

static bool
explain(const struct smtp *s, const struct sending *x, CURLcode code,
    const char *words, struct err *e)
{
	if (x->given_up)
		return err_set(e, "the mail was given up");
	if (x->is_lost)
		return err_set(
		    e, "%s is gone in the middle of a mail", s->server->url);
	if (x->answer.len > 0)
		return err_set(
		    e, "%s answers: %.400s", s->server->url, x->answer.text);
	return err_set(e, "%s: %s", s->server->url,
	    words[0] != '\0' ? words : curl_easy_strerror(code));
}

static enum smtp_outcome
send_once(struct smtp *s, struct sending *x, bool *is_old, struct err *e)
{
	char words[CURL_ERROR_SIZE] = "";
	CURL *curl = s->curl;
	long status = 0, n_connects = 0;
	x->is_lost = false;
	curl_easy_reset(curl);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, words);
	curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, s);
	set_server(s);
	struct curl_slist *headers = NULL,
			  *to = mem_need(curl_slist_append(NULL, x->mail->to));
	for (const char *const *h = x->mail->headers; *h != NULL; h++)
		headers = mem_need(curl_slist_append(headers, *h));
	curl_mime *mime = make_mime(curl, x);
	curl_easy_setopt(curl, CURLOPT_MAIL_FROM, x->mail->from);
	curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(curl, CURLOPT_MIMEPOST, mime);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_answer);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, x);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_answer);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, x);
	curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, (long)s->is_spoiled);
	const CURLcode code = curl_easy_perform(curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(curl, CURLINFO_NUM_CONNECTS, &n_connects);
	*is_old = n_connects == 0;
	if (code != CURLE_OK)
		explain(s, x, code, words, e);
	curl_mime_free(mime);
	curl_slist_free_all(to);
	curl_slist_free_all(headers);
	return judge(x, code, status);
}

enum smtp_outcome
smtp_send(struct smtp *s, const struct smtp_mail *mail, struct err *e)
{
	struct sending x = {
	    .smtp = s, .mail = mail, .text = end_lines(mail->text)};
	bool is_old;
	buf_init(&x.answer, 512);
	enum smtp_outcome outcome = send_once(s, &x, &is_old, e);
	/* A connection that was kept may have died of age. */
	s->is_spoiled = outcome != SMTP_SENT;
	if (outcome == SMTP_NO_SERVER && is_old)
		outcome = send_once(s, &x, &is_old, e);
	s->is_spoiled = outcome != SMTP_SENT;
	buf_done(&x.answer);
	free(x.text);
	return outcome;
}
