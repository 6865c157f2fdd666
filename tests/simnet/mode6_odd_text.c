#include "tests/simnet/mode6_odd_text.h"

#include <stdio.h>
#include <string.h>

#include "tests/simnet/dice.h"

enum { PURPOSE_TEXT = 8 };

void
mode6_odd_identity(const struct host *h, struct identity *id)
{
	const char *version = NULL;
	if (h->fault6 == FAULT6_MARKUP)
		version = "<script>alert('ntp')</script>";
	else if (h->fault6 == FAULT6_FORMULA)
		version = "=HYPERLINK(A1;ntp)";
	else if (h->fault6 == FAULT6_ODD_BYTES)
		id->system = "odd bytes \x80\xff\x7f\x01";
	if (version != NULL) {
		snprintf(id->version, sizeof id->version, "%s", version);
		id->style = STYLE_NTPD428;
	}
	if (h->fault6 == FAULT6_WORD_NUMBERS)
		snprintf(id->version, sizeof id->version, "%s", "words");
}

static void
add_word_numbers(struct varlist *v)
{
	varlist_add(v, "version=\"words\"");
	varlist_add(v, "system=\"words\"");
	varlist_add(v, "leap=eleven");
	varlist_add(v, "stratum=two");
	varlist_add(v, "precision=-10.0");
	varlist_add(v, "rootdelay=1e400");
	varlist_add(v, "rootdisp=nan");
	varlist_add(v, "peer=0xdb17");
	varlist_add(v, "tc=--");
	varlist_add(v, "offset=1.5ms");
	varlist_add(v, "frequency=+inf");
	varlist_add(v, "sys_jitter=sys_0.976");
	varlist_add(v, "clk_wander=99999999999999999999");
}

/* A variable whose name or value is very long. */
static void
add_long(struct varlist *v, const struct host *h, bool is_name)
{
	struct dice d = {dice_mix(h->key, PURPOSE_TEXT)};
	size_t len = dice_between(&d, 3000, is_name ? 30000 : 60000);
	char item[60100];
	memset(item, 'x', sizeof item);
	if (is_name) {
		memcpy(item + len, "=1", 2);
		len += 2;
	} else {
		memcpy(item, "long=", 5);
	}
	varlist_add_bytes(v, item, len);
}

void
mode6_odd_text(const struct host *h, struct varlist *v)
{
	static const char nul[] = "motd=\"line\r\nend and nul\0here\"";
	switch (h->fault6) {
	case FAULT6_BARE_COMMAS:
		varlist_add(v, "plain=abc");
		varlist_add(v, "quoted=value, with commas and spaces");
		varlist_add(v, "hash=semi;colon=equals");
		break;
	case FAULT6_BARE_NAMES:
		varlist_add(v, "empty");
		varlist_add(v, "tai");
		varlist_add(v, "=nameless");
		break;
	case FAULT6_ODD_BYTES:
		varlist_add_bytes(v, nul, sizeof nul - 1);
		break;
	case FAULT6_OPEN_QUOTE:
		varlist_add(v, "banner=\"never ends, and=so on");
		break;
	case FAULT6_LONG_NAME:
		add_long(v, h, true);
		break;
	case FAULT6_LONG_VALUE:
		add_long(v, h, false);
		break;
	case FAULT6_WORD_NUMBERS:
		add_word_numbers(v);
		break;
	default:
		break;
	}
}

bool
mode6_odd_needs_fragments(enum fault6 fault)
{
	return fault == FAULT6_MORE_FOREVER || fault == FAULT6_GAP ||
	       fault == FAULT6_DOUBLED || fault == FAULT6_OVERLAP ||
	       fault == FAULT6_REORDERED;
}
