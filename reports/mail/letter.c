#include "reports/mail/letter.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/file.h"
#include "lib/text.h"

enum {
	MOST_BYTES = 1 << 16,
	MOST_PLAIN = 200, /* of a header that is not encoded */
	MOST_WORD = 48    /* of an encoded word, without its frame of 12: 75 is
			     the limit */
};

static const char subject_mark[] = "Subject: ";

static const struct letter_fact *
find_fact(
    const struct letter_fact *facts, size_t n, const char *name, size_t n_name)
{
	for (size_t i = 0; i < n; i++)
		if (strlen(facts[i].name) == n_name &&
		    memcmp(facts[i].name, name, n_name) == 0)
			return &facts[i];
	return NULL;
}

/* The next {{name}} between text and end. False: there is none; *name is NULL
 * unless one has no end. */
static bool
next_name(const char *text, const char *end, const char **name, size_t *n)
{
	const char *from = memmem(text, (size_t)(end - text), "{{", 2);
	*name = from != NULL ? from + 2 : NULL;
	if (from == NULL)
		return false;
	const char *to = memmem(*name, (size_t)(end - *name), "}}", 2);
	*n = to != NULL ? (size_t)(to - *name) : 0;
	return to != NULL;
}

static bool
check_names(const struct letter_template *t, const struct letter_fact *facts,
    size_t n_facts, struct err *e)
{
	unsigned line = 1;
	const char *name, *end;
	size_t n;
	for (const char *p = t->text; *p != '\0'; p = end, line++) {
		end = p + strcspn(p, "\n");
		while (next_name(p, end, &name, &n)) {
			if (find_fact(facts, n_facts, name, n) == NULL)
				return err_set(e, "%s:%u: there is no {{%.*s}}",
				    t->path, line, (int)(n < 60 ? n : 60),
				    name);
			p = name + n + 2;
		}
		if (name != NULL)
			return err_set(e, "%s:%u: {{ has no }}", t->path, line);
		end += *end != '\0';
	}
	return true;
}

bool
letter_read(struct letter_template *t, const char *path,
    const struct letter_fact *facts, size_t n_facts, struct err *e)
{
	size_t n;
	*t = (struct letter_template){.path = path};
	if (!file_read(path, MOST_BYTES, &t->text, &n, e))
		return false;
	if (strlen(t->text) != n || !text_is_utf8(t->text, n) ||
	    strchr(t->text, '\r') != NULL)
		return err_set(
		    e, "%s is not UTF-8 in lines that end with \\n", path);
	const char *line = strchr(t->text, '\n');
	if (strncmp(t->text, subject_mark, strlen(subject_mark)) != 0 ||
	    line == NULL || line[1] != '\n' || line[2] == '\0')
		return err_set(e,
		    "%s:1: a template is \"Subject: …\", an empty line, and "
		    "the text",
		    path);
	return check_names(t, facts, n_facts, e);
}

void
letter_done(struct letter_template *t)
{
	free(t->text);
	*t = (struct letter_template){0};
}

/* Adds what stands between text and end. False: one of its names has no value;
 * then nothing is added. */
static bool
fill(const struct letter_fact *facts, size_t n_facts, const char *text,
    const char *end, struct buf *out)
{
	struct buf filled;
	const char *name;
	size_t n;
	bool ok = true;
	buf_init(&filled, out->most);
	while (ok && next_name(text, end, &name, &n)) {
		const struct letter_fact *fact =
		    find_fact(facts, n_facts, name, n);
		buf_add(&filled, text, (size_t)(name - 2 - text));
		ok = fact != NULL && fact->value[0] != '\0';
		if (ok)
			buf_text(&filled, fact->value);
		text = name + n + 2;
	}
	buf_add(&filled, text, (size_t)(end - text));
	if (ok)
		buf_add(out, filled.text, filled.len);
	buf_done(&filled);
	return ok;
}

void
letter_fill(const struct letter_template *t, const struct letter_fact *facts,
    size_t n_facts, struct buf *subject, struct buf *text)
{
	const char *line = strchr(t->text, '\n');
	bool is_first = true;
	fill(facts, n_facts, t->text + strlen(subject_mark), line, subject);
	for (const char *p = line + 2; *p != '\0';) {
		const char *end = strstr(p, "\n\n");
		const size_t before = text->len;
		if (end == NULL)
			end = p + strlen(p);
		if (!is_first)
			buf_char(text, '\n');
		if (fill(facts, n_facts, p, end, text)) {
			is_first = false;
			if (text->text[text->len - 1] != '\n')
				buf_char(text, '\n');
		} else {
			text->len = before;
			text->text[before] = '\0';
		}
		p = end + strspn(end, "\n");
	}
}

static bool
is_short_ascii(const char *value)
{
	const char *p = value;
	while (*p >= ' ' && *p < 0x7f)
		p++;
	return *p == '\0' && p - value <= MOST_PLAIN &&
	       strstr(value, "=?") == NULL;
}

/* Writes the bytes of one character as RFC 2047 4.2 has them; gives how many of
 * the text they were. */
static size_t
encode_character(const char *p, char out[static 16])
{
	size_t n = 1;
	while (((unsigned char)p[n] & 0xc0) == 0x80 && n < 4)
		n++;
	out[0] = '\0';
	if (n == 1 && (isalnum((unsigned char)*p) || *p == ' ')) {
		snprintf(out, 16, "%c", *p == ' ' ? '_' : *p);
		return 1;
	}
	for (size_t i = 0; i < n; i++)
		snprintf(out + 3 * i, 4, "=%02X", (unsigned char)p[i]);
	return n;
}

void
letter_encode(struct buf *out, const char *value)
{
	size_t room = 0;
	char character[16];
	if (is_short_ascii(value)) {
		buf_text(out, value);
		return;
	}
	for (bool is_first = true; *value != '\0'; is_first = false) {
		value += encode_character(value, character);
		if (strlen(character) > room) {
			buf_text(out, is_first ? "" : "?=\r\n ");
			buf_text(out, "=?UTF-8?Q?");
			room = MOST_WORD;
		}
		buf_text(out, character);
		room -= strlen(character);
	}
	buf_text(out, "?=");
}

void
letter_address(struct buf *out, const char *name, const char *address)
{
	if (name[0] == '\0') {
		buf_text(out, address);
		return;
	}
	if (is_short_ascii(name)) {
		buf_char(out, '"');
		for (; *name != '\0'; name++) {
			if (*name == '"' || *name == '\\')
				buf_char(out, '\\');
			buf_char(out, *name);
		}
		buf_char(out, '"');
	} else {
		letter_encode(out, name);
	}
	buf_printf(out, " <%s>", address);
}

void
letter_date(struct buf *out, time_t when)
{
	char text[64];
	struct tm tm;
	strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S +0000",
	    gmtime_r(&when, &tm));
	buf_text(out, text);
}
