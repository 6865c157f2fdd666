/* The file is read once, and each line cut into pieces, so that saying
 * something is copying. Its lines are "name = text"; "#" begins a remark. In a
 * text "~" is a space at which no line ends, and {name} a value. The first line
 * says how the language counts: "plurals = one-other". */
#include "render/figures/messages.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/file.h"
#include "lib/mem.h"
#include "lib/text.h"

enum { MAX_BYTES = 1 << 18, VALUES_MOST = 6, TEXT_MOST = 8192 };

static const struct {
	const char *name;
	const char *values; /* words with blanks between them */
	bool is_counted;
} known[N_MESSAGES] = {
#define SAID(id, name, values) [MESSAGE_##id] = {name, values, false},
#define COUNTED(id, name, values) [MESSAGE_##id] = {name, values, true},
    MESSAGES(SAID, COUNTED)
#undef SAID
#undef COUNTED
};

/* A part of a text, and the value that comes behind it. */
struct piece {
	const char *text;
	size_t len;
	int value; /* -1: none */
};

struct text {
	struct piece *pieces; /* NULL: not in the file */
	size_t n;
};

/* How a language counts: which of its forms a number takes. The names are those
 * of the Unicode CLDR's plural categories. */
static size_t
count_other(int64_t n)
{
	(void)n;
	return 0;
}

static size_t
count_one_other(int64_t n)
{
	return n == 1 ? 0 : 1;
}

/* French counts 0 as 1. */
static size_t
count_one_of_two_other(int64_t n)
{
	return n == 0 || n == 1 ? 0 : 1;
}

/* Polish. */
static size_t
count_one_few_many(int64_t n)
{
	const bool is_few = n % 10 >= 2 && n % 10 <= 4;
	const bool is_teen = n % 100 >= 12 && n % 100 <= 14;
	if (n == 1)
		return 0;
	return is_few && !is_teen ? 1 : 2;
}

/* Russian and Ukrainian: 21 counts as 1. */
static size_t
count_ones_few_many(int64_t n)
{
	if (n % 10 == 1 && n % 100 != 11)
		return 0;
	return n == 1 ? 2 : count_one_few_many(n);
}

/* Czech and Slovak. */
static size_t
count_one_few_other(int64_t n)
{
	if (n == 1)
		return 0;
	return n >= 2 && n <= 4 ? 1 : 2;
}

static const struct rule {
	const char *name;
	const char *forms[MESSAGES_FORMS];
	size_t (*choose)(int64_t n);
} rules[] = {
    {"other", {"other"}, count_other},
    {"one-other", {"one", "other"}, count_one_other},
    {"zero-one-other", {"one", "other"}, count_one_of_two_other},
    {"one-few-many", {"one", "few", "many"}, count_one_few_many},
    {"ones-few-many", {"one", "few", "many"}, count_ones_few_many},
    {"one-few-other", {"one", "few", "other"}, count_one_few_other},
};

/* What all is said by. */
static struct {
	struct arena arena;
	const struct rule *rule;
	struct text texts[N_MESSAGES][MESSAGES_FORMS];
	const char *months[2][MESSAGES_MONTHS]; /* in full, short */
} current;

/* A file under way. */
struct reading {
	const char *path;
	size_t line;
	struct err *e;
};

static bool
fail(const struct reading *r, const char *what, const char *name)
{
	return err_set(r->e, "%s:%zu: %s %s", r->path, r->line, name, what);
}

/* The place of a word of n bytes among words; -1: it is not there. */
static int
place_of(const char *words, const char *word, size_t n)
{
	for (int place = 0; *words; place++) {
		const size_t len = strcspn(words, " ");
		if (len == n && memcmp(words, word, n) == 0)
			return place;
		words += len + (words[len] == ' ');
	}
	return -1;
}

/* Writes a text with its signs made what they stand for. */
static const char *
make_plain(const char *text)
{
	struct buf b;
	buf_init(&b, TEXT_MOST);
	for (; *text; text++)
		if (*text == '~')
			buf_text(&b, "\u00a0");
		else
			buf_char(&b, *text);
	const char *plain = arena_text(&current.arena, b.text);
	buf_done(&b);
	return plain;
}

/* Cuts a text into pieces. */
static bool
cut(const struct reading *r, enum message id, const char *text,
    struct text *out)
{
	size_t n_braces = 0;
	for (const char *c = text; *c; c++)
		n_braces += *c == '{';
	out->pieces =
	    arena_new(&current.arena, n_braces + 1, sizeof *out->pieces);
	for (out->n = 0;; out->n++) {
		struct piece *p = &out->pieces[out->n];
		*p = (struct piece){text, strcspn(text, "{"), -1};
		text += p->len;
		if (*text == '\0')
			break;
		const size_t n = strcspn(++text, "}");
		p->value = place_of(known[id].values, text, n);
		if (text[n] == '\0' || p->value < 0)
			return fail(r, "has in braces what is no value of it",
			    known[id].name);
		text += n + 1;
	}
	out->n++;
	return true;
}

/* Reads "month-1" to "month-12" and "month-short-…". */
static bool
take_month(const char *name, const char *text, bool *is_twice)
{
	uint64_t month;
	const bool is_short = strncmp(name, "month-short-", 12) == 0;
	if (!is_short && strncmp(name, "month-", 6) != 0)
		return false;
	if (!text_to_uint(
		name + (is_short ? 12 : 6), MESSAGES_MONTHS, &month) ||
	    month == 0)
		return false;
	const char **place = &current.months[is_short][month - 1];
	*is_twice = *place != NULL;
	*place = make_plain(text);
	return true;
}

/* The form that a name such as "hosts-where.one" ends in. */
static bool
find_form(const char *ending, size_t *form)
{
	for (*form = 0; *form < MESSAGES_FORMS; ++*form) {
		const char *name = current.rule->forms[*form];
		if (name != NULL && strcmp(ending, name) == 0)
			return true;
	}
	return false;
}

static bool
take_message(const struct reading *r, const char *name, const char *text)
{
	const size_t len = strcspn(name, ".");
	size_t form = 0;
	bool is_twice = false;
	if (take_month(name, text, &is_twice))
		return !is_twice || fail(r, "is there twice", name);
	for (int id = 0; id < N_MESSAGES; id++) {
		if (strlen(known[id].name) != len ||
		    strncmp(known[id].name, name, len) != 0)
			continue;
		if (known[id].is_counted != (name[len] == '.') ||
		    (name[len] == '.' && !find_form(name + len + 1, &form)))
			return fail(r, "is no form of the plural here", name);
		struct text *out = &current.texts[id][form];
		if (out->pieces != NULL)
			return fail(r, "is there twice", name);
		return cut(r, (enum message)id, make_plain(text), out);
	}
	return fail(r, "is no message", name);
}

static bool
take_rule(const struct reading *r, const char *text)
{
	for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
		if (strcmp(text, rules[i].name) == 0) {
			current.rule = &rules[i];
			return true;
		}
	return fail(r, "is no way to count that is known", text);
}

static bool
take_line(const struct reading *r, char *line)
{
	char *text = strchr(line, '=');
	if (line[0] == '#' || line[strspn(line, " \t")] == '\0')
		return true;
	if (text == NULL)
		return fail(r, "is no line \"name = text\"", "this");
	*text++ = '\0';
	line = text_trim(line);
	text = text_trim(text);
	if (current.rule == NULL && strcmp(line, "plurals") != 0)
		return fail(r, "comes before \"plurals = …\"", line);
	return strcmp(line, "plurals") == 0 ? take_rule(r, text)
					    : take_message(r, line, text);
}

/* Says which message the file lacks. */
static bool
check_whole(const char *path, struct err *e)
{
	for (int i = 0; i < 2; i++)
		for (int month = 0; month < MESSAGES_MONTHS; month++)
			if (current.months[i][month] == NULL)
				return err_set(e, "%s: month-%s%d is missing",
				    path, i == 1 ? "short-" : "", month + 1);
	for (int id = 0; id < N_MESSAGES; id++)
		for (size_t form = 0; form < MESSAGES_FORMS; form++) {
			const char *name = current.rule != NULL
					       ? current.rule->forms[form]
					       : NULL;
			const bool is_needed =
			    known[id].is_counted ? name != NULL : form == 0;
			if (is_needed && current.texts[id][form].pieces == NULL)
				return err_set(e, "%s: %s%s%s is missing", path,
				    known[id].name,
				    known[id].is_counted ? "." : "",
				    known[id].is_counted ? name : "");
		}
	return true;
}

bool
messages_read(const char *path, struct err *e)
{
	char *bytes;
	size_t n;
	struct reading r = {.path = path, .e = e};
	messages_done();
	if (!file_read(path, MAX_BYTES, &bytes, &n, e))
		return false;
	bool ok = strlen(bytes) == n && text_is_utf8(bytes, n);
	if (!ok)
		err_set(e, "%s is not UTF-8 text", path);
	char *rest = bytes;
	for (char *line; ok && (line = strsep(&rest, "\n")) != NULL;) {
		r.line++;
		ok = take_line(&r, line);
	}
	ok = ok && check_whole(path, e);
	free(bytes);
	if (!ok)
		messages_done();
	return ok;
}

void
messages_done(void)
{
	arena_reset(&current.arena);
	memset(&current, 0, sizeof current);
}

static const char *
put_together(
    struct arena *arena, const struct text *text, const char *const values[])
{
	size_t lens[VALUES_MOST] = {0}, len = 0;
	assert(text->pieces != NULL);
	for (size_t i = 0; i < text->n; i++) {
		const int value = text->pieces[i].value;
		if (value >= 0)
			lens[value] = strlen(values[value]);
		len += text->pieces[i].len + (value >= 0 ? lens[value] : 0);
	}
	char *out = arena_new(arena, len + 1, 1), *at = out;
	for (size_t i = 0; i < text->n; i++) {
		const struct piece *p = &text->pieces[i];
		memcpy(at, p->text, p->len);
		at += p->len;
		if (p->value >= 0) {
			memcpy(at, values[p->value], lens[p->value]);
			at += lens[p->value];
		}
	}
	return out;
}

const char *
messages_text(enum message id)
{
	assert(!known[id].is_counted && known[id].values[0] == '\0');
	assert(current.texts[id][0].pieces != NULL);
	return current.texts[id][0].pieces[0].text;
}

const char *
messages_say(struct arena *arena, enum message id, const char *const values[])
{
	assert(!known[id].is_counted);
	return put_together(arena, &current.texts[id][0], values);
}

const char *
messages_count(
    struct arena *arena, enum message id, int64_t n, const char *const values[])
{
	assert(known[id].is_counted);
	const size_t form = current.rule->choose(n < 0 ? -n : n);
	return put_together(arena, &current.texts[id][form], values);
}

const char *
messages_month(int month, bool is_short)
{
	assert(month >= 0 && month < MESSAGES_MONTHS);
	return current.months[is_short][month];
}

int
messages_form(const char *rule, int64_t n)
{
	for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
		if (strcmp(rules[i].name, rule) == 0)
			return (int)rules[i].choose(n);
	return -1;
}
