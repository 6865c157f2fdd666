#include "lib/control.h"

#include <stdlib.h>
#include <string.h>

#include "lib/bytes.h"
#include "lib/text.h"

/* RFC 9327 §2, the first two bytes: LI(2) VN(3) mode(3) | R E M opcode(5). */
enum {
	MODE_CONTROL = 6,
	VERSION_ASKED = 2,
	OPCODE_READVAR = 2,
	BIT_RESPONSE = 0x80,
	BIT_ERROR = 0x40,
	BIT_MORE = 0x20
};

enum { MAX_NAME_BYTES = 64, MAX_VALUE_BYTES = 255 };

void
control_request(uint8_t out[static CONTROL_REQUEST_BYTES], uint16_t sequence)
{
	memset(out, 0, CONTROL_REQUEST_BYTES);
	out[0] = VERSION_ASKED << 3 | MODE_CONTROL;
	out[1] = OPCODE_READVAR;
	bytes_put16(out + 2, sequence);
}

enum control_kind
control_parse(const uint8_t *bytes, size_t n, struct control_packet *out)
{
	*out = (struct control_packet){0};
	if (n >= 4)
		out->sequence = bytes_get16(bytes + 2);
	if (n < CONTROL_HEADER_BYTES)
		return CONTROL_MALFORMED;
	const unsigned version = bytes[0] >> 3 & 7;
	const uint16_t association = bytes_get16(bytes + 6);
	if ((bytes[0] & 7) != MODE_CONTROL || version < 1 || version > 4 ||
	    (bytes[1] & BIT_RESPONSE) == 0 ||
	    (bytes[1] & 0x1f) != OPCODE_READVAR || association != 0)
		return CONTROL_MALFORMED;
	out->more = (bytes[1] & BIT_MORE) != 0;
	out->offset = bytes_get16(bytes + 8);
	out->count = bytes_get16(bytes + 10);
	out->data = bytes + CONTROL_HEADER_BYTES;
	if (bytes[1] & BIT_ERROR) {
		out->error = bytes[4];
		return CONTROL_ERROR;
	}
	return out->count <= n - CONTROL_HEADER_BYTES ? CONTROL_DATA
						      : CONTROL_MALFORMED;
}

/* The piece that has the byte at `offset`; NULL: it is in a hole. */
static const struct control_piece *
piece_at(const struct control_piece *pieces, size_t offset)
{
	for (; pieces != NULL; pieces = pieces->next)
		if (pieces->offset <= offset &&
		    offset - pieces->offset < pieces->count)
			return pieces;
	return NULL;
}

/* How many bytes of p from `offset` on no earlier piece claims. */
static size_t
run_length(const struct control_piece *pieces, const struct control_piece *p,
    size_t offset)
{
	size_t end = (size_t)p->offset + p->count;
	for (; pieces != p; pieces = pieces->next)
		if (pieces->offset > offset && pieces->offset < end &&
		    pieces->count > 0)
			end = pieces->offset;
	return end - offset;
}

bool
control_assemble(const struct control_piece *pieces, struct buf *text)
{
	const struct control_piece *p;
	size_t offset = 0;
	while ((p = piece_at(pieces, offset)) != NULL) {
		const size_t n = run_length(pieces, p, offset);
		buf_add(text, p->data + (offset - p->offset), n);
		offset += n;
	}
	for (p = pieces; p != NULL; p = p->next)
		if (p->count > 0 && p->offset > offset)
			return false;
	return true;
}

/* The names that servers use, old and new, and the column of each. */
static const struct {
	const char *name;
	enum column column;
} names[] = {
    {"version", COLUMN_VERSION},
    {"clk_wander", COLUMN_CLK_WANDER},
    {"clock", COLUMN_CLOCK},
    {"error", COLUMN_ERROR},
    {"frequency", COLUMN_FREQUENCY},
    {"freq", COLUMN_FREQUENCY},
    {"jitter", COLUMN_JITTER},
    {"sys_jitter", COLUMN_JITTER},
    {"leap", COLUMN_LEAP},
    {"mintc", COLUMN_MINTC},
    {"noise", COLUMN_NOISE},
    {"offset", COLUMN_OFFSET},
    {"peer", COLUMN_PEER},
    {"phase", COLUMN_PHASE},
    {"poll", COLUMN_POLL},
    {"precision", COLUMN_PRECISION},
    {"processor", COLUMN_PROCESSOR},
    {"refid", COLUMN_REFID},
    {"reftime", COLUMN_REFTIME},
    {"rootdelay", COLUMN_ROOTDELAY},
    {"rootdispersion", COLUMN_ROOTDISPERSION},
    {"rootdisp", COLUMN_ROOTDISPERSION},
    {"stability", COLUMN_STABILITY},
    {"state", COLUMN_STATE},
    {"stratum", COLUMN_STRATUM},
    {"system", COLUMN_SYSTEM},
    {"tai", COLUMN_TAI},
    {"tc", COLUMN_TC},
};

static bool
find_column(const char *name, size_t n, enum column *out)
{
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strlen(names[i].name) == n &&
		    memcmp(names[i].name, name, n) == 0) {
			*out = names[i].column;
			return true;
		}
	return false;
}

/* An integer column takes decimals, and the hexadecimal form that some servers
 * give an association (0xdb17) in. NULL: value is neither. */
static const char *
integer_value(const char *value, struct arena *arena)
{
	int64_t number;
	if (strncmp(value, "0x", 2) == 0 && strlen(value) <= 10 &&
	    value[2] != '\0' &&
	    value[2 + strspn(value + 2, "0123456789abcdefABCDEF")] == '\0')
		number = (int64_t)strtoll(value, NULL, 16);
	else if (!text_to_int(value, INT32_MIN, INT32_MAX, &number))
		return NULL;
	return arena_printf(arena, "%lld", (long long)number);
}

/* The value as its column may hold it; NULL: it may not. */
static const char *
column_value(
    enum column column, const char *bytes, size_t n, struct arena *arena)
{
	struct buf readable;
	double number;
	if (n > MAX_VALUE_BYTES) {
		/* A part of a text is a text, but a part of a number lies. */
		if (schema_column_type(column) != COLUMN_IS_TEXT)
			return NULL;
		n = MAX_VALUE_BYTES;
	}
	buf_init(&readable, (size_t)4 * MAX_VALUE_BYTES);
	text_add_readable(&readable, bytes, n);
	const char *value = arena_text(arena, readable.text);
	buf_done(&readable);
	switch (schema_column_type(column)) {
	case COLUMN_IS_INTEGER:
		return integer_value(value, arena);
	case COLUMN_IS_DECIMAL:
		return text_to_decimal(value, &number) ? value : NULL;
	case COLUMN_IS_TEXT:
		break;
	}
	return value;
}

static void
take_variable(const struct control_variable *v, struct row *row,
    struct arena *arena, unsigned *n_bad)
{
	enum column column;
	if (v->value_bytes == 0 || v->name_bytes > MAX_NAME_BYTES ||
	    !find_column(v->name, v->name_bytes, &column) ||
	    row->value[column] != NULL)
		return;
	row->value[column] =
	    column_value(column, v->value, v->value_bytes, arena);
	if (row->value[column] == NULL)
		++*n_bad;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\0';
}

static bool
is_item_end(char c)
{
	return c == ',' || c == '\r' || c == '\n';
}

static const char *
skip_blanks(const char *p, const char *end)
{
	while (p < end && is_blank(*p))
		p++;
	return p;
}

/* Where blanks before `end` start. */
static const char *
cut_blanks(const char *p, const char *end)
{
	while (end > p && is_blank(end[-1]))
		end--;
	return end;
}

static const char *
find_item_end(const char *p, const char *end)
{
	while (p < end && !is_item_end(*p))
		p++;
	return p;
}

/* The quote that closes the one at p: the next one, if it ends its item. NULL:
 * there is none, and the quote at p is a character like any other. Between the
 * two stands anything, commas and line breaks too. */
static const char *
closing_quote(const char *p, const char *end)
{
	const char *quote = memchr(p + 1, '"', (size_t)(end - p - 1));
	if (quote == NULL)
		return NULL;
	const char *next = skip_blanks(quote + 1, end);
	return next == end || is_item_end(*next) ? quote : NULL;
}

/* Reads the value that starts behind a sign and ends, if it is not quoted, at
 * item_end. Gives where the item ends. */
static const char *
read_value(const char *value, const char *item_end, const char *end,
    struct control_variable *out)
{
	value = skip_blanks(value, item_end);
	const char *value_end = cut_blanks(value, item_end);
	if (value < item_end && *value == '"') {
		const char *quote = closing_quote(value, end);
		value++;
		if (quote != NULL) {
			out->is_quoted = true;
			value_end = quote;
			item_end = find_item_end(quote, end);
		}
	}
	out->value = value;
	out->value_bytes = (size_t)(value_end - value);
	return item_end;
}

/* Text is "name=value, name="quoted value", bare name, …" with line breaks
 * behind commas (RFC 9327 §2.1; ntpq's own reader is the reference). */
bool
control_next(const char **at, const char *end, struct control_variable *out)
{
	while (*at < end) {
		const char *name = skip_blanks(*at, end);
		const char *item_end = find_item_end(name, end);
		const char *sign = memchr(name, '=', (size_t)(item_end - name));
		const char *name_end =
		    cut_blanks(name, sign != NULL ? sign : item_end);
		*out = (struct control_variable){
		    .name = name, .name_bytes = (size_t)(name_end - name)};
		if (sign != NULL)
			item_end = read_value(sign + 1, item_end, end, out);
		*at = item_end < end ? item_end + 1 : end;
		if (sign != NULL || out->name_bytes > 0)
			return true;
	}
	return false;
}

size_t
control_whole_items(const char *text, size_t n)
{
	const char *const end = text + n;
	struct control_variable v;
	const char *whole = text;
	for (const char *at = text; control_next(&at, end, &v);) {
		const bool is_open =
		    v.value > text && v.value[-1] == '"' && !v.is_quoted;
		if (is_open || (at == end && !is_item_end(end[-1])))
			break;
		whole = at;
	}
	return (size_t)(whole - text);
}

void
control_columns(const char *text, size_t n, struct row *row,
    struct arena *arena, unsigned *n_bad)
{
	struct control_variable v;
	for (const char *at = text; control_next(&at, text + n, &v);)
		take_variable(&v, row, arena, n_bad);
}
