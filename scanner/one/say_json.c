#include <stdio.h>
#include <string.h>

#include "lib/text.h"

#include "scanner/one/advice.h"
#include "scanner/one/say.h"
#include "scanner/one/status.h"
#include "scanner/one/variables.h"

static void
set_address(struct json *object, const char *name, const struct addr *a)
{
	char text[ADDR_TEXT_MAX];
	addr_format(a, text);
	json_set_text(object, name, text);
}

/* What is told of both questions. */
static struct json *
question_json(const struct finding *f, const struct said *said)
{
	struct json *object = json_new_object();
	struct buf why;
	const bool is_open = said->door == DOOR_OPEN;
	json_set_text(object, "state", finding_door_word(said->door));
	json_set_text(
	    object, "report", is_open ? finding_report(f, said) : NULL);
	buf_init(&why, 1024);
	say_why(f, said, &why);
	json_set_text(object, "why", why.text);
	buf_done(&why);
	json_set_number(object, "sent_bytes", (long long)said->sent_bytes);
	json_set_flag(object, "asked_again", said->answer.asked_again);
	json_set_number(object, "packets", said->answer.packets);
	json_set_number(object, "response_size", (long long)said->answer.bytes);
	json_set_real(
	    object, "amplification", (double)finding_amplification(said) / 100);
	if (said->answer.packets > 0) {
		set_address(object, "from", &said->from);
		json_set_number(object, "port", said->port);
	}
	if (said->answer.error != 0)
		json_set_number(object, "error",
		    said->answer.error == UINT8_MAX ? 0 : said->answer.error);
	return object;
}

static struct json *
control_json(const struct finding *f, const struct said *said)
{
	struct json *object = question_json(f, said);
	if (said->text.len == 0)
		return object;
	char word[5];
	const struct status s = status_read(said->status);
	snprintf(word, sizeof word, "%04x", said->status);
	json_set_text(object, "status", word);
	json_set_text(object, "status_leap", s.leap);
	json_set_text(object, "status_source", s.source);
	json_set_number(object, "status_events", s.n_events);
	json_set_text(object, "status_event", s.event);
	json_set_flag(object, "whole", said->is_whole);
	json_set(object, "variables",
	    variables_json(said->text.text, said->text.len));
	return object;
}

static struct json *
private_json(struct finding *f, struct said *said)
{
	struct json *object = question_json(f, said);
	json_set_number(object, "clients", (long long)said->answer.items);
	if (f->show_clients)
		json_set(object, "list", clients_json(&said->clients));
	return object;
}

static struct json *
advice_json(const struct finding *f)
{
	struct json *array = json_new_array();
	const struct buf *text = &f->said[0].text;
	const struct advice *advice[N_ADVICES];
	const size_t n = finding_door(f) == DOOR_OPEN
			     ? advice_choose(text->text, text->len, advice)
			     : 0;
	for (size_t i = 0; i < n; i++) {
		struct json *object = json_new_object();
		json_set_text(object, "software", advice[i]->software);
		json_set_text(object, "text", advice[i]->text);
		json_append(array, object);
	}
	return array;
}

struct json *
say_json(struct finding *f)
{
	struct json *object = json_new_object();
	struct buf host;
	buf_init(&host, 4096);
	text_add_readable(&host, f->host, strlen(f->host));
	json_set_text(object, "host", host.text);
	buf_done(&host);
	set_address(object, "address", &f->address);
	json_set_number(object, "addresses", f->n_addresses);
	json_set_text(object, "state", finding_door_word(finding_door(f)));
	json_set(object, "mode6", control_json(f, &f->said[0]));
	json_set(object, "mode7", private_json(f, &f->said[1]));
	json_set_number(object, "stray_packets", (long long)f->n_stray);
	json_set(object, "advice", advice_json(f));
	return object;
}
