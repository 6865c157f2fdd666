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
	if (n > MAX_VALUE_BYTES)
		n = MAX_VALUE_BYTES;
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
take_variable(const char *name, size_t name_bytes, const char *value,
    size_t value_bytes, struct row *row, struct arena *arena, unsigned *n_bad)
{
	enum column column;
	if (value_bytes == 0 || name_bytes > MAX_NAME_BYTES ||
	    !find_column(name, name_bytes, &column) ||
	    row->value[column] != NULL)
		return;
	row->value[column] = column_value(column, value, value_bytes, arena);
	if (row->value[column] == NULL)
		++*n_bad;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0';
}

/* Where an item that starts at i ends: at the next comma or line end outside
 * quotes. A quote that never closes ends with its line. */
static size_t
item_end(const char *text, size_t n, size_t i)
{
	bool quoted = false;
	for (; i < n; i++) {
		if (text[i] == '"')
			quoted = !quoted;
		else if (text[i] == '\n' || (text[i] == ',' && !quoted))
			break;
	}
	return i;
}

static void
trim(const char **start, const char **end)
{
	while (*start < *end && is_blank(**start))
		++*start;
	while (*start < *end && is_blank((*end)[-1]))
		--*end;
}

/* Text is "name=value, name="quoted value", bare name, …" with line breaks
 * behind commas (RFC 9327 §2.1; ntpq's own reader is the reference). */
void
control_columns(const char *text, size_t n, struct row *row,
    struct arena *arena, unsigned *n_bad)
{
	for (size_t i = 0; i < n;) {
		const size_t stop = item_end(text, n, i);
		const char *name = text + i, *end = text + stop;
		const char *sign = memchr(name, '=', stop - i);
		i = stop + 1;
		if (sign == NULL)
			continue;
		const char *name_end = sign, *value = sign + 1;
		trim(&name, &name_end);
		trim(&value, &end);
		if (value < end && *value == '"')
			value++;
		if (value < end && end[-1] == '"')
			end--;
		take_variable(name, (size_t)(name_end - name), value,
		    (size_t)(end - value), row, arena, n_bad);
	}
}
