#include "scanner/one/say.h"

#include <inttypes.h>
#include <string.h>

#include "lib/text.h"

#include "scanner/one/advice.h"
#include "scanner/one/status.h"
#include "scanner/one/variables.h"

/* Code 0, "unspecified", stands as 255 in an answer. */
static const char *
error_words(const struct said *said)
{
	if (said->probe == &probe_monlist)
		return status_private_error(said->answer.error);
	return status_control_error(said->answer.error);
}

static void
say_closed(const struct finding *f, const struct said *said, struct buf *out)
{
	if (said->answer.error == UINT8_MAX)
		buf_printf(
		    out, "It answers with error 0, %s", error_words(said));
	else if (said->answer.error != 0)
		buf_printf(out, "It answers with error %u, %s",
		    said->answer.error, error_words(said));
	else
		buf_text(out, "It answers, but has nothing to say");
	buf_printf(out, ": it would not be in the report %s.",
	    finding_report(f, said));
}

void
say_why(const struct finding *f, const struct said *said, struct buf *out)
{
	switch (said->door) {
	case DOOR_OPEN:
		buf_printf(out,
		    "It tells this to whoever asks: it would be in the "
		    "report %s.",
		    finding_report(f, said));
		break;
	case DOOR_CLOSED:
		say_closed(f, said, out);
		break;
	case DOOR_SILENT:
	case N_DOORS:
		buf_printf(out,
		    "Nothing came in %.1f s: it would not be in the report "
		    "%s, unless packets were lost or filtered on the way from "
		    "here.",
		    f->timeout_ms / 1000.0, finding_report(f, said));
		break;
	}
}

static const char *
plural(uint64_t n)
{
	return n == 1 ? "" : "s";
}

static void
say_counts(const struct said *said, FILE *out)
{
	const uint64_t hundredths = finding_amplification(said);
	fprintf(out,
	    "sent %" PRIu64 " bytes in %d packet%s, received %" PRIu64
	    " bytes in %u packet%s: amplification %" PRIu64 ".%02u\n",
	    said->sent_bytes, said->answer.asked_again ? 2 : 1,
	    plural(said->answer.asked_again ? 2 : 1), said->answer.bytes,
	    said->answer.packets, plural(said->answer.packets),
	    hundredths / 100, (unsigned)(hundredths % 100));
	if (said->answer.asked_again)
		fputs("asked once more in the older form, as it did not know "
		      "the newer one\n",
		    out);
}

/* Hosts with several addresses do that. */
static void
say_other_source(const struct finding *f, const struct said *said, FILE *out)
{
	char from[ADDR_TEXT_MAX];
	if (said->answer.packets == 0)
		return;
	addr_format(&said->from, from);
	if (addr_compare(&said->from, &f->address) != 0)
		fprintf(out, "answered from another address, %s, port %u\n",
		    from, said->port);
	else if (said->port != PROBE_PORT)
		fprintf(out, "answered from another port, %u\n", said->port);
}

static void
say_question(const struct finding *f, const struct said *said, const char *name,
    FILE *out)
{
	struct buf why;
	buf_init(&why, 1024);
	say_why(f, said, &why);
	fprintf(out, "\n%s: %s\n", name, finding_door_word(said->door));
	say_counts(said, out);
	say_other_source(f, said, out);
	fprintf(out, "%s\n", why.text);
	buf_done(&why);
}

static void
say_variables(const struct said *said, FILE *out)
{
	const struct status s = status_read(said->status);
	if (said->text.len == 0)
		return;
	fprintf(out, "\nassocid=0 status=%04x %s, %s, %u event%s, %s,\n",
	    said->status, s.leap, s.source, s.n_events, plural(s.n_events),
	    s.event);
	variables_print(said->text.text, said->text.len, out);
	if (!said->is_whole)
		fputs("(a part of the answer is missing)\n", out);
}

static void
say_clients(struct finding *f, struct said *said, FILE *out)
{
	if (said->answer.items == 0)
		return;
	fprintf(out, "\n%" PRIu64 " client%s of this server listed%s\n",
	    said->answer.items, plural(said->answer.items),
	    f->show_clients ? ":" : "; --show-clients shows them");
	if (f->show_clients)
		clients_print(&said->clients, out);
	if (said->clients.n_unread > 0)
		fprintf(out, "(%" PRIu64 " in a form that is not known)\n",
		    said->clients.n_unread);
}

static void
say_heading(const struct finding *f, FILE *out)
{
	char address[ADDR_TEXT_MAX];
	struct buf host;
	buf_init(&host, 4096);
	text_add_readable(&host, f->host, strlen(f->host));
	addr_format(&f->address, address);
	fprintf(out, "asked %s, UDP port %d", address, PROBE_PORT);
	if (f->n_addresses > 1)
		fprintf(out, ", the first of %u addresses of %s",
		    f->n_addresses, host.text);
	else if (strcmp(host.text, address) != 0)
		fprintf(out, ", the address of %s", host.text);
	fputc('\n', out);
	buf_done(&host);
}

/* What can be said of closing it. */
static void
say_advice(const struct finding *f, FILE *out)
{
	const struct buf *text = &f->said[0].text;
	const struct advice *advice[N_ADVICES];
	if (finding_door(f) != DOOR_OPEN)
		return;
	const size_t n = advice_choose(text->text, text->len, advice);
	for (size_t i = 0; i < n; i++)
		fprintf(out, "\nTo close it, %s%s:\n%s",
		    n > 1 ? "if it is " : "this seems to be ",
		    advice[i]->software, advice[i]->text);
}

void
say_text(struct finding *f, FILE *out)
{
	say_heading(f, out);
	say_question(f, &f->said[0], "Mode 6 READVAR", out);
	say_variables(&f->said[0], out);
	say_question(f, &f->said[1], "Mode 7 MON_GETLIST_1", out);
	say_clients(f, &f->said[1], out);
	if (f->n_stray > 0)
		fprintf(out,
		    "\n%" PRIu64
		    " packet%s came that answered nothing, or came too late; "
		    "not counted\n",
		    f->n_stray, plural(f->n_stray));
	say_advice(f, out);
}
