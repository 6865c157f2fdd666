#include "reports/mail/post.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/fingerprint.h"
#include "lib/text.h"

#include "reports/mail/zip.h"

enum {
	MOST_HEAD = 16384,
	MOST_TEXT = 1 << 20,
	MOST_PACKED_OF = 1 << 27, /* bytes; what is larger is not packed */
	MOST_DOUBLINGS = 5,
	N_HEADERS = 8
};

static const char *const report_names[N_SCANS] = {
    "NTP Version", "NTP Monitor", "IPv6 NTP Version", "IPv6 NTP Monitor"};

enum {
	LIST,
	TITLE,
	REPORT,
	DATE,
	TYPE,
	NAME,
	EVENTS,
	BYTES,
	LINK,
	ATTACHMENT,
	SITE,
	CONTACT,
	AGAIN
};
const struct letter_fact post_names[POST_N_FACTS] = {[LIST] = {"list", ""},
    [TITLE] = {"title", ""},
    [REPORT] = {"report", ""},
    [DATE] = {"date", ""},
    [TYPE] = {"type", ""},
    [NAME] = {"file", ""},
    [EVENTS] = {"events", ""},
    [BYTES] = {"bytes", ""},
    [LINK] = {"link", ""},
    [ATTACHMENT] = {"attachment", ""},
    [SITE] = {"site", ""},
    [CONTACT] = {"contact", ""},
    [AGAIN] = {"again", ""}};

/* A mail being made. */
struct draft {
	struct post *post;
	struct queue_mail *mail;
	char *packed; /* the attachment; NULL: none */
	size_t n_packed;
	char attachment[INDEX_NAME_MAX + 8];
	struct buf text;
	struct buf headers[N_HEADERS];
	const char *heads[N_HEADERS + 1];
	size_t n_headers;
	bool is_ending; /* the server may have it */
	struct err *e;
};

static int64_t
now_ms(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static void
sleep_until(int64_t ms)
{
	const struct timespec ts = {ms / 1000, ms % 1000 * 1000000};
	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL);
}

/* Packs the report, if it is to be attached. */
static bool
attach(struct draft *d)
{
	const struct report_entry *report = d->mail->report;
	const size_t most = (size_t)d->post->config->mail.attach_kb * 1000;
	char *text;
	if (most == 0 || report->bytes > MOST_PACKED_OF || report->bytes == 0)
		return true;
	if (!held_read_report(d->mail->cut, report, &text, d->e))
		return false;
	const bool ok = zip_pack(report->file, text, report->bytes,
	    (time_t)report->day * SECONDS_PER_DAY + SECONDS_PER_DAY / 2,
	    &d->packed, &d->n_packed, d->e);
	free(text);
	if (ok && d->n_packed > most) {
		free(d->packed);
		d->packed = NULL;
	}
	if (d->packed != NULL)
		snprintf(d->attachment, sizeof d->attachment, "%s.zip",
		    report->file);
	return ok;
}

/* The place of a header's text. */
static struct buf *
add_header(struct draft *d, const char *name)
{
	struct buf *b = &d->headers[d->n_headers++];
	buf_init(b, MOST_HEAD);
	buf_printf(b, "%s: ", name);
	return b;
}

/* A mail has the same id whenever it is sent, so that who gets a copy can see
 * it. The report's own id would open it for who reads the logs of a server. */
static void
add_id(struct draft *d)
{
	char sum[FINGERPRINT_TEXT_MAX];
	struct fingerprint *f = fingerprint_begin();
	fingerprint_add(f, d->mail->report->id, strlen(d->mail->report->id));
	fingerprint_add(f, d->mail->contact, strlen(d->mail->contact));
	fingerprint_end(f, sum);
	buf_printf(add_header(d, "Message-ID"), "<%.32s%s>", sum,
	    strchr(d->post->config->mail.from, '@'));
}

static void
write_head(struct draft *d, const char *subject)
{
	const struct config *c = d->post->config;
	letter_date(add_header(d, "Date"), d->post->now);
	letter_address(add_header(d, "From"), c->operator.name, c->mail.from);
	buf_text(add_header(d, "To"), d->mail->contact);
	letter_encode(add_header(d, "Subject"), subject);
	add_id(d);
	buf_text(add_header(d, "Auto-Submitted"), "auto-generated");
	if (c->operator.contact[0] != '\0')
		buf_text(add_header(d, "Reply-To"), c->operator.contact);
	if (d->mail->doubts > 0)
		buf_printf(add_header(d, "X-Ntpcensus-Copy"), "%u",
		    d->mail->doubts + 1);
	for (size_t i = 0; i < d->n_headers; i++)
		d->heads[i] = d->headers[i].text;
}

static void
write_letter(struct draft *d)
{
	const struct queue_mail *mail = d->mail;
	const struct config *c = d->post->config;
	struct letter_fact facts[POST_N_FACTS];
	char date[DATE_TEXT_MAX], events[32], bytes[32], link[1200] = "",
							 again[16] = "";
	struct buf subject;
	date_format(mail->report->day, date);
	snprintf(events, sizeof events, "%llu",
	    (unsigned long long)mail->report->events);
	snprintf(bytes, sizeof bytes, "%llu",
	    (unsigned long long)mail->report->bytes);
	if (c->mail.links[0] != '\0')
		snprintf(
		    link, sizeof link, "%s%s", c->mail.links, mail->report->id);
	if (mail->doubts > 0)
		snprintf(again, sizeof again, "%u", mail->doubts + 1);
	const char *const values[POST_N_FACTS] = {[LIST] = mail->report->list,
	    [TITLE] = mail->subscriber->title,
	    [REPORT] = report_names[mail->report->scan],
	    [DATE] = date,
	    [TYPE] = schema_of(mail->report->scan)->name,
	    [NAME] = mail->report->file,
	    [EVENTS] = events,
	    [BYTES] = bytes,
	    [LINK] = link,
	    [ATTACHMENT] = d->attachment,
	    [SITE] = c->site.base_url,
	    [CONTACT] = c->operator.contact,
	    [AGAIN] = again};
	for (int i = 0; i < POST_N_FACTS; i++)
		facts[i] = (struct letter_fact){post_names[i].name, values[i]};
	buf_init(&subject, MOST_HEAD / 4);
	letter_fill(d->post->template, facts, POST_N_FACTS, &subject, &d->text);
	write_head(d, subject.text);
	buf_done(&subject);
}

/* Makes the mail. False: it cannot be; e says why. */
static bool
write_mail(struct draft *d)
{
	buf_init(&d->text, MOST_TEXT);
	if (!attach(d))
		return false;
	if (d->packed == NULL && d->post->config->mail.links[0] == '\0')
		return err_set(d->e,
		    "%s/%s is larger, packed, than mail.attach_kb allows, and "
		    "without mail.links it cannot be fetched either",
		    d->mail->cut->folder, d->mail->report->file);
	write_letter(d);
	return true;
}

static void
draft_done(struct draft *d)
{
	for (size_t i = 0; i < d->n_headers; i++)
		buf_done(&d->headers[i]);
	buf_done(&d->text);
	free(d->packed);
}

static bool
note(const struct draft *d, enum mail_state state, const char *why,
    struct err *e)
{
	return journal_add(d->mail->journal, d->mail->report->file,
	    d->mail->contact, state, why, e);
}

/* From here on the server may have the mail. */
static bool
note_ending(void *context)
{
	struct draft *d = context;
	d->is_ending = true;
	return note(d, MAIL_IN_DOUBT, NULL, d->e);
}

static void
say(const struct queue_mail *mail, const char *what, const char *why)
{
	fprintf(stderr, "%s to %s %s: %s\n", mail->report->file, mail->contact,
	    what, why);
}

/* A mail that did not go waits twice as long as the last time. */
static void
put_off(struct post *p, struct queue_mail *mail)
{
	const unsigned doublings =
	    mail->tries < MOST_DOUBLINGS ? mail->tries : MOST_DOUBLINGS;
	mail->due_ms =
	    now_ms() + ((int64_t)p->config->mail.retry_s * 1000 << doublings);
	mail->tries++;
}

/* Writes down what became of a mail. False: no more is to be sent. */
static bool
settle(struct post *p, struct draft *d, enum smtp_outcome outcome,
    const struct err *why, struct err *e)
{
	struct queue_mail *mail = d->mail;
	const enum mail_state waiting =
	    d->is_ending ? MAIL_NOT_TAKEN : MAIL_WAITING;
	switch (outcome) {
	case SMTP_SENT:
		mail->is_done = true;
		p->n_sent++;
		return note(d, MAIL_SENT, NULL, e);
	case SMTP_REFUSED:
		mail->is_done = true;
		p->n_refused++;
		say(mail, "was refused", why->text);
		return note(d, MAIL_REFUSED, why->text, e);
	case SMTP_LATER:
		say(mail, "must wait", why->text);
		put_off(p, mail);
		return note(d, waiting, why->text, e);
	case SMTP_IN_DOUBT:
		mail->doubts++;
		mail->is_done = mail->doubts >= QUEUE_MOST_DOUBTS;
		p->n_doubtful += mail->is_done;
		say(mail,
		    mail->is_done
			? "may have arrived once or twice, or not, and is not "
			  "sent again"
			: "may have arrived, and will be sent once more",
		    why->text);
		put_off(p, mail);
		return true;
	case SMTP_NO_SERVER:
		return !d->is_ending || note(d, waiting, why->text, e);
	case SMTP_UNFIT:
	case SMTP_GIVEN_UP:
		break;
	}
	*e = *why;
	return false;
}

/* Sends one mail. False: no more can be sent. */
static bool
post_one(struct post *p, struct queue_mail *mail, enum smtp_outcome *outcome,
    struct err *e)
{
	struct err why = {{0}}, fault = {{0}};
	struct draft d = {.post = p, .mail = mail, .e = &fault};
	bool ok = true;
	*outcome = SMTP_REFUSED;
	if (!write_mail(&d)) {
		say(mail, "cannot be sent", fault.text);
		mail->is_done = true;
		p->n_broken++;
	} else {
		const struct smtp_mail m = {.from = p->config->mail.from,
		    .to = mail->contact,
		    .headers = d.heads,
		    .text = d.text.text,
		    .name = d.packed != NULL ? d.attachment : NULL,
		    .type = "application/zip",
		    .bytes = d.packed,
		    .n = d.n_packed,
		    .on_ending = note_ending,
		    .context = &d};
		*outcome = smtp_send(p->smtp, &m, &why);
		if (*outcome == SMTP_GIVEN_UP)
			why = fault;
		ok = settle(p, &d, *outcome, &why, e);
	}
	if (*outcome == SMTP_NO_SERVER)
		*e = why;
	draft_done(&d);
	return ok;
}

/* Waits until `due`, or gives up if that is too long. */
static bool
wait_for(const struct post *p, int64_t started_ms, int64_t due_ms)
{
	if (due_ms - started_ms > (int64_t)p->patience_s * 1000)
		return false;
	sleep_until(due_ms);
	return true;
}

/* Sends a mail that is due. While there is no server, nothing else would go
 * either. */
static bool
post_due(
    struct post *p, struct queue_mail *mail, int64_t started_ms, struct err *e)
{
	enum smtp_outcome outcome;
	for (unsigned tries = 0;; tries++) {
		if (!post_one(p, mail, &outcome, e))
			return false;
		if (outcome != SMTP_NO_SERVER)
			return true;
		if (tries == 0)
			fprintf(stderr, "no mail goes out: %s\n", e->text);
		const unsigned doublings =
		    tries < MOST_DOUBLINGS ? tries : MOST_DOUBLINGS;
		if (!wait_for(p, started_ms,
			now_ms() + ((int64_t)p->config->mail.retry_s * 1000
				       << doublings)))
			return false;
	}
}

static void
count_waiting(struct post *p, const struct queue *q)
{
	for (size_t i = 0; i < q->n; i++)
		p->n_waiting += !q->mails[i].is_done;
}

bool
post_all(struct post *p, struct queue *q, struct err *e)
{
	const int64_t started_ms = now_ms();
	bool ok = true;
	for (;;) {
		int64_t next_ms = INT64_MAX;
		for (size_t i = 0; ok && i < q->n; i++) {
			struct queue_mail *mail = &q->mails[i];
			if (!mail->is_done && mail->due_ms <= now_ms())
				ok = post_due(p, mail, started_ms, e);
			if (!mail->is_done && mail->due_ms < next_ms)
				next_ms = mail->due_ms;
		}
		if (!ok || next_ms == INT64_MAX ||
		    !wait_for(p, started_ms, next_ms))
			break;
	}
	count_waiting(p, q);
	return ok;
}
