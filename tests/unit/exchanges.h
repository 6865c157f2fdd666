/* Hostile exchanges, read from the files of tests/data/answers. */
#ifndef TESTS_UNIT_EXCHANGES_H
#define TESTS_UNIT_EXCHANGES_H

#include "lib/private.h"
#include "lib/schema.h"

#include "scanner/probes/probe.h"
#include "tests/unit/answers.h"
#include "tests/unit/support.h"

/* Each file says what a server sends, and what becomes of it:
 *
 *   ask ntp|ntpmonitor [ipv6] [any]   any: older forms of it were asked too
 *   fragment OFFSET more|last "TEXT" VERDICT   of Mode 6; \r \n \" \xNN, and
 *                     REPEAT:nnnn:x for nnnn times x
 *   items SEQUENCE more|last N BYTES VERDICT [implementation=N] [request=N]
 *   many SEQUENCE PACKETS N BYTES VERDICT      of Mode 7, one after another
 *   refuse CODE VERDICT [implementation=N]
 *   raw HEX... VERDICT
 *   again             the answer called for the second question: it is asked
 *   row COLUMN=VALUE  all that the probe's own columns hold; "row": nothing
 *   no row
 *   bad N             values that their column cannot hold */
enum { MOST_PACKETS = 400, MOST_WANTED = 40 };

struct packet {
	uint8_t *bytes;
	size_t n;
	enum verdict verdict;
	bool is_after_again;
};

struct exchange {
	const char *name;
	const struct probe *probe;
	bool is_v6;
	bool any_form;
	struct packet packets[MOST_PACKETS];
	size_t n;
	bool again;
	bool has_row;
	struct row wanted;
	unsigned n_bad;
	char *text; /* of the file; what is wanted lies in it */
};

static const char *const verdicts[] = {
    [VERDICT_VALID] = "valid",
    [VERDICT_DUPLICATE] = "duplicate",
    [VERDICT_ERROR] = "error",
    [VERDICT_EMPTY] = "empty",
    [VERDICT_MALFORMED] = "malformed",
};

/* The verdict that a word names. */
static inline enum verdict
verdict_of(const struct exchange *x, const char *word)
{
	for (size_t i = 0; i < LENGTH(verdicts); i++)
		if (strcmp(word, verdicts[i]) == 0)
			return (enum verdict)i;
	fail_msg("%s: %s is no verdict", x->name, word);
	return VERDICT_MALFORMED;
}

/* Adds a packet and what it is to be taken for. */
static inline void
add_packet(
    struct exchange *x, const uint8_t *bytes, size_t n, const char *verdict)
{
	assert_true(x->n < MOST_PACKETS);
	struct packet *p = &x->packets[x->n++];
	*p = (struct packet){
	    malloc(n > 0 ? n : 1), n, verdict_of(x, verdict), x->again};
	memcpy(p->bytes, bytes, n);
}

/* The next word of a line, which it cuts off; "" at its end. */
static inline const char *
next_word(char **at)
{
	char *word = *at + strspn(*at, " ");
	char *end = word + strcspn(word, " ");
	*at = *end != '\0' ? end + 1 : end;
	*end = '\0';
	return word;
}

/* The next word, which must be a number. */
static inline unsigned
next_number(char **at)
{
	const char *word = next_word(at);
	uint64_t number;
	if (!text_to_uint(word, UINT16_MAX, &number))
		fail_msg("\"%s\" is no number", word);
	return (unsigned)number;
}

/* The number behind "name=" in the rest of a line, or what it is without. */
static inline unsigned
option(const char *rest, const char *name, unsigned otherwise)
{
	const char *at = strstr(rest, name);
	char word[16];
	uint64_t number;
	if (at == NULL)
		return otherwise;
	at += strlen(name);
	snprintf(word, sizeof word, "%.*s", (int)strcspn(at, " "), at);
	assert_true(text_to_uint(word, 255, &number));
	return (unsigned)number;
}

/* The byte that two hexadecimal digits name. */
static inline uint8_t
hex_byte(const char *digits)
{
	static const char all[] = "0123456789abcdef";
	const char *high = strchr(all, digits[0]);
	const char *low = strchr(all, digits[1]);
	assert_true(high != NULL && low != NULL);
	return (uint8_t)((high - all) << 4 | (low - all));
}

/* Reads a quoted text with escapes; REPEAT:nnnn:x is nnnn times x. Gives what
 * stands behind it. */
static inline char *
read_text(char *at, char *out, uint16_t *n)
{
	for (*n = 0, at++; *at != '"'; at++) {
		if (strncmp(at, "REPEAT:", 7) == 0) {
			char digits[5] = "";
			uint64_t times;
			memcpy(digits, at + 7, 4);
			assert_true(text_to_uint(digits, 9999, &times));
			memset(out + *n, at[12], times);
			*n = (uint16_t)(*n + times);
			at += 12;
		} else if (*at != '\\') {
			out[(*n)++] = *at;
		} else if (*++at == 'x') {
			out[(*n)++] = (char)hex_byte(at + 1);
			at += 2;
		} else {
			out[(*n)++] = *at == 'r'   ? '\r'
				      : *at == 'n' ? '\n'
						   : *at;
		}
	}
	return at + 1;
}

/* Reads OFFSET more|last "TEXT" VERDICT. */
static inline void
read_fragment(struct exchange *x, char *line)
{
	static uint8_t packet[ANSWER_ROOM];
	static char text[ANSWER_ROOM];
	uint16_t n;
	const unsigned offset = next_number(&line);
	const bool more = strcmp(next_word(&line), "more") == 0;
	line = read_text(line, text, &n);
	add_packet(x, packet,
	    control_answer(packet, 1, (uint16_t)offset, more, text, n),
	    next_word(&line));
}

/* Adds a packet of items; options stand in the rest of the line. */
static inline void
add_items(struct exchange *x, const char *rest, unsigned sequence, bool more,
    unsigned items, unsigned bytes, const char *verdict)
{
	uint8_t packet[4096] = {0};
	const size_t n = PRIVATE_HEADER_BYTES + (size_t)items * bytes;
	assert_true(n <= sizeof packet);
	private_answer(packet, (uint8_t)sequence, more, 0);
	packet[2] = (uint8_t)option(rest, "implementation=", 3);
	packet[3] = (uint8_t)option(rest, "request=", 42);
	bytes_put16(packet + 4, (uint16_t)items);
	bytes_put16(packet + 6, (uint16_t)bytes);
	add_packet(x, packet, n, verdict);
}

/* Reads SEQUENCE more|last N BYTES VERDICT. */
static inline void
read_items(struct exchange *x, char *line)
{
	const unsigned sequence = next_number(&line);
	const bool more = strcmp(next_word(&line), "more") == 0;
	const unsigned items = next_number(&line), bytes = next_number(&line);
	const char *verdict = next_word(&line);
	add_items(x, line, sequence, more, items, bytes, verdict);
}

/* Reads SEQUENCE PACKETS N BYTES VERDICT. */
static inline void
read_many(struct exchange *x, char *line)
{
	const unsigned sequence = next_number(&line);
	const unsigned packets = next_number(&line);
	const unsigned items = next_number(&line), bytes = next_number(&line);
	const char *verdict = next_word(&line);
	for (unsigned i = 0; i < packets; i++)
		add_items(x, line, sequence + i, i + 1 < packets, items, bytes,
		    verdict);
}

/* Reads CODE VERDICT. */
static inline void
read_refusal(struct exchange *x, char *line)
{
	uint8_t packet[12];
	size_t n;
	const uint8_t code = (uint8_t)next_number(&line);
	const char *verdict = next_word(&line);
	if (x->probe == &probe_readvar) {
		n = control_error(packet, 1, code);
	} else {
		n = private_error(packet, code);
		packet[2] = (uint8_t)option(line, "implementation=", 3);
	}
	add_packet(x, packet, n, verdict);
}

/* Reads HEX... VERDICT. */
static inline void
read_raw(struct exchange *x, char *line)
{
	uint8_t packet[256];
	size_t n = 0;
	const char *word;
	while (strlen(word = next_word(&line)) == 2)
		packet[n++] = hex_byte(word);
	add_packet(x, packet, n, word);
}

/* Reads COLUMN=VALUE. */
static inline void
read_wanted(struct exchange *x, char *line)
{
	char *equals = strchr(line, '=');
	enum column column;
	x->has_row = true;
	if (equals == NULL)
		return;
	*equals = '\0';
	if (!schema_find_column(line + 1, &column))
		fail_msg("%s: no column %s", x->name, line);
	x->wanted.value[column] = equals + 1;
}

/* Reads one line. */
static inline void
read_line(struct exchange *x, char *line)
{
	char *rest = line + strcspn(line, " ");
	const size_t n = (size_t)(rest - line);
	rest += *rest == ' ';
	if (line[0] == '#' || line[0] == '\0')
		return;
	if (strncmp(line, "ask", n) == 0) {
		x->probe = strncmp(rest, "ntpmonitor", 10) == 0
			       ? &probe_monlist
			       : &probe_readvar;
		x->is_v6 = strstr(rest, "ipv6") != NULL;
		x->any_form = strstr(rest, " any") != NULL;
	} else if (strncmp(line, "fragment", n) == 0)
		read_fragment(x, rest);
	else if (strncmp(line, "items", n) == 0)
		read_items(x, rest);
	else if (strncmp(line, "many", n) == 0)
		read_many(x, rest);
	else if (strncmp(line, "refuse", n) == 0)
		read_refusal(x, rest);
	else if (strncmp(line, "raw", n) == 0)
		read_raw(x, rest);
	else if (strncmp(line, "again", n) == 0)
		x->again = true;
	else if (strncmp(line, "bad", n) == 0)
		x->n_bad = next_number(&rest);
	else if (strncmp(line, "row", n) == 0)
		read_wanted(x, line + n);
	else
		assert_string_equal(line, "no row");
}

/* Reads a file of tests/data/answers; exchange_close frees what it holds. */
static inline void
exchange_open(struct exchange *x, const char *name)
{
	char path[512];
	*x = (struct exchange){.name = name};
	snprintf(path, sizeof path, "tests/data/answers/%s", name);
	x->text = contents(path);
	for (char *at = x->text; *at != '\0';) {
		char *line = at;
		at += strcspn(at, "\n");
		at += *at == '\n' ? (*at = '\0', 1) : 0;
		read_line(x, line);
	}
	if (x->probe == NULL || x->n == 0)
		fail_msg("%s asks or sends nothing", name);
}

/* Frees it. */
static inline void
exchange_close(struct exchange *x)
{
	for (size_t i = 0; i < x->n; i++)
		free(x->packets[i].bytes);
	free(x->text);
}

#endif
