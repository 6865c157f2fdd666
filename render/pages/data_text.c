/* Keys, days and most names are plain: they hold nothing that CSV or JSON would
 * write in another way, and go out as they are. All others go through the
 * libraries that know the rules. */
#include "render/pages/data_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/json.h"
#include "lib/mem.h"
#include "lib/record.h"

enum { FIELD_MOST = 1 << 20 };

/* Spreadsheets run cells that start so; names come from anybody. */
static const char FORMULA_STARTS[] = "=+-@\t\r";

/* The length of a text of nothing but printable ASCII, of which JSON writes
 * none but " and \ in another way and CSV none but " and the comma; 0: it is
 * empty or something else. */
static size_t
plain_length(const char *text)
{
	size_t n = 0;
	for (; text[n] != '\0'; n++)
		if (text[n] < ' ' || text[n] > '~' || text[n] == '"' ||
		    text[n] == '\\' || text[n] == ',')
			return 0;
	return n;
}

static void
add_field(struct buf *out, const char *text)
{
	char *field = NULL;
	size_t n = 0;
	FILE *stream = mem_need(open_memstream(&field, &n));
	record_write_field(stream, text);
	fclose(stream);
	buf_add(out, field, n);
	free(field);
}

void
data_text_csv(struct buf *out, const char *text)
{
	const size_t n = plain_length(text);
	const bool is_formula =
	    text[0] != '\0' && strchr(FORMULA_STARTS, text[0]) != NULL;
	if (n > 0 && !is_formula && text[0] != ' ' && text[n - 1] != ' ') {
		buf_add(out, text, n);
		return;
	}
	if (!is_formula) {
		add_field(out, text);
		return;
	}
	struct buf safe;
	buf_init(&safe, FIELD_MOST);
	buf_char(&safe, '\'');
	buf_text(&safe, text);
	add_field(out, safe.text);
	buf_done(&safe);
}

void
data_text_json(struct buf *out, const char *text)
{
	const size_t len = plain_length(text);
	if (len > 0) {
		buf_char(out, '"');
		buf_add(out, text, len);
		buf_char(out, '"');
		return;
	}
	/* An array of one, without its brackets and its newline. */
	struct json *array = json_new_array();
	size_t n;
	json_append_text(array, text[0] != '\0' ? text : NULL);
	char *written = json_write_text(array, true, &n);
	buf_add(out, written + 1, n - 3);
	free(written);
	json_free(array);
}

char *
data_text_digits(char *out, uint64_t number)
{
	char digits[DATA_TEXT_DIGITS];
	size_t at = sizeof digits;
	do
		digits[--at] = (char)('0' + number % 10);
	while ((number /= 10) > 0);
	while (at < sizeof digits)
		*out++ = digits[at++];
	return out;
}

void
data_text_number(struct buf *out, uint64_t number)
{
	char digits[DATA_TEXT_DIGITS];
	buf_add(
	    out, digits, (size_t)(data_text_digits(digits, number) - digits));
}
