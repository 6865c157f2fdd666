#include "scanner/one/variables.h"

#include <stdlib.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/control.h"
#include "lib/date.h"
#include "lib/text.h"

enum {
	LINE_BYTES = 79,
	/* A byte is shown as four at most, a text no longer than it can be. */
	SHOWN_MAX = 4 * CONTROL_TEXT_MAX + 64,
	TIMESTAMP_BYTES = 19 /* 0x12345678.12345678 */
};

/* Seconds from the start of NTP's first era, 1900, to that of UNIX. */
static const int64_t unix_epoch = 2208988800;
static const int64_t era_seconds = (int64_t)1 << 32;

static bool
is_name(const struct control_variable *v, const char *name)
{
	return v->name_bytes == strlen(name) &&
	       memcmp(v->name, name, v->name_bytes) == 0;
}

static bool
is_hex(const char *p, size_t n)
{
	for (; n > 0; p++, n--)
		if (*p == '\0' || strchr("0123456789abcdefABCDEF", *p) == NULL)
			return false;
	return true;
}

/* Adds the time that a timestamp means, to the millisecond, unless it is no
 * timestamp or not set. Years are those nearest to us: 1968 to 2104. */
static void
add_time(struct buf *line, const struct control_variable *v)
{
	char text[TIMESTAMP_BYTES + 1], time[DATE_TEXT_MAX];
	if (v->value_bytes != TIMESTAMP_BYTES)
		return;
	memcpy(text, v->value, TIMESTAMP_BYTES);
	text[TIMESTAMP_BYTES] = '\0';
	if (memcmp(text, "0x", 2) != 0 || text[10] != '.' ||
	    !is_hex(text + 2, 8) || !is_hex(text + 11, 8))
		return;
	const int64_t s = strtoll(text + 2, NULL, 16);
	const uint64_t fraction = strtoull(text + 11, NULL, 16);
	if (s == 0 && fraction == 0)
		return;
	date_format_time(
	    s - unix_epoch + (s < era_seconds / 2 ? era_seconds : 0), time);
	buf_printf(line, " %.*s.%03uZ", (int)strlen(time) - 1, time,
	    (unsigned)(fraction * 1000 >> 32));
}

/* Makes the item as it is shown. */
static void
make_item(struct buf *item, const struct control_variable *v)
{
	static const char *const bits[] = {"00", "01", "10", "11"};
	buf_reset(item);
	text_add_readable(item, v->name, v->name_bytes);
	if (v->value == NULL)
		return;
	buf_text(item, v->is_quoted ? "=\"" : "=");
	if (is_name(v, "leap") && v->value_bytes == 1 && *v->value >= '0' &&
	    *v->value <= '3')
		buf_text(item, bits[*v->value - '0']);
	else
		text_add_readable(item, v->value, v->value_bytes);
	if (v->is_quoted)
		buf_char(item, '"');
	if (is_name(v, "clock") || is_name(v, "reftime"))
		add_time(item, v);
}

void
variables_print(const char *text, size_t n, FILE *out)
{
	struct control_variable v;
	struct buf item;
	size_t column = 0;
	buf_init(&item, SHOWN_MAX);
	for (const char *at = text; control_next(&at, text + n, &v);) {
		make_item(&item, &v);
		/* ", " before it and "," behind it. */
		if (column > 0 && column + item.len + 3 > LINE_BYTES) {
			fputs(",\n", out);
			column = 0;
		} else if (column > 0) {
			column += (size_t)fprintf(out, ", ");
		}
		fputs(item.text, out);
		column += item.len;
	}
	if (column > 0)
		fputc('\n', out);
	buf_done(&item);
}

struct json *
variables_json(const char *text, size_t n)
{
	struct json *object = json_new_object();
	struct control_variable v;
	struct buf name, value;
	buf_init(&name, SHOWN_MAX);
	buf_init(&value, SHOWN_MAX);
	for (const char *at = text; control_next(&at, text + n, &v);) {
		buf_reset(&name);
		text_add_readable(&name, v.name, v.name_bytes);
		if (json_get(object, name.text) != NULL)
			continue;
		buf_reset(&value);
		if (v.value != NULL)
			text_add_readable(&value, v.value, v.value_bytes);
		json_set_text(
		    object, name.text, v.value != NULL ? value.text : NULL);
	}
	buf_done(&name);
	buf_done(&value);
	return object;
}
