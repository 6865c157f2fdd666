/* What the tests of the history's file share: days made of dice, a model of
 * what the file must hold, and what it says of itself as text. */
#ifndef TESTS_UNIT_STORE_MODEL_H
#define TESTS_UNIT_STORE_MODEL_H

#include "lib/buf.h"
#include "lib/date.h"

#include "render/keep/store.h"
#include "tests/unit/support.h"

enum {
	MODEL_KEYS = 24,
	MODEL_DAYS = 1188,
	MODEL_MADE = 30, /* days that model_file makes */
	MODEL_TEXT = 1 << 24
};

/* 2023-10-01: the days are of four calendar years, of which one is a leap one.
 */
enum { MODEL_FIRST = 19631 };

/* What a file must hold: cells and, per day, its digest; 0: not there. */
struct model {
	int32_t cells[N_SCANS][MODEL_DAYS][N_SERIES_KINDS][MODEL_KEYS];
	unsigned digests[N_SCANS][MODEL_DAYS];
};

/* The key of a number, in the order of numbers: the world has 0. */
static inline struct store_value
model_key(size_t key)
{
	static const uint16_t countries[] = {0, 'A' << 8 | 'T', 'D' << 8 | 'E'};
	const struct store_value v = {.country = countries[key / 8],
	    .inner = key % 8 == 7 ? UINT32_MAX : (uint32_t)(key % 8 * 1000)};
	return v;
}

/* The classes of a day's blocks, made of its digest; NULL: IPv6 has none. */
static inline const uint8_t *
model_blocks(const struct model *m, enum scan scan, size_t day)
{
	static uint8_t classes[DISCLOSE_BLOCKS];
	const unsigned digest = m->digests[scan][day];
	if (schema_of(scan)->is_v6)
		return NULL;
	memset(classes, (int)(digest % BLOCK_CLASSES), sizeof classes);
	classes[digest % DISCLOSE_BLOCKS] = BLOCK_CLASSES - 1;
	return classes;
}

/* Puts a day that the model has into the file. */
static inline bool
model_put(struct store *s, const struct model *m, enum scan scan, size_t day,
    struct err *e)
{
	struct store_value values[N_SERIES_KINDS][MODEL_KEYS];
	char digest[16];
	struct store_day d = {.scan = scan,
	    .day = MODEL_FIRST + (day_t)day,
	    .digest = digest,
	    .run = "{\"scan\": \"ntp\"}",
	    .blocks = model_blocks(m, scan, day)};
	snprintf(digest, sizeof digest, "%u", m->digests[scan][day]);
	for (int kind = 0; kind < N_SERIES_KINDS; kind++) {
		d.values[kind] = values[kind];
		for (size_t key = 0; key < MODEL_KEYS; key++) {
			struct store_value v = model_key(key);
			v.value = m->cells[scan][day][kind][key];
			if (v.value >= 0)
				values[kind][d.n_values[kind]++] = v;
		}
	}
	return store_put(s, &d, e);
}

/* Casts a new day into the model; now and then it has nothing at all. */
static inline void
model_cast(struct model *m, enum scan scan, size_t day)
{
	const bool is_empty = dice(20) == 0;
	m->digests[scan][day] = 1 + (unsigned)dice(1000000);
	for (int kind = 0; kind < N_SERIES_KINDS; kind++)
		for (size_t key = 0; key < MODEL_KEYS; key++)
			m->cells[scan][day][kind][key] =
			    is_empty || dice(3) == 0 ? STORE_NO_VALUE
			    : dice(50) == 0          ? INT32_MAX
						     : (int32_t)dice(300);
}

/* Empties the model. */
static inline void
model_start(struct model *m)
{
	memset(m, 0, sizeof *m);
	memset(m->cells, 0xff, sizeof m->cells);
}

/* Adds one value of one day to the text. */
static inline void
model_say_value(struct buf *text, enum scan scan, day_t day, int kind,
    const struct store_value *v)
{
	buf_printf(text, "%d %d %d %u %u %d\n", (int)scan, (int)day, kind,
	    v->country, v->inner, v->value);
}

/* Adds the values of a series to the text. */
static inline void
model_hear_series(void *context, const struct store_series *series)
{
	struct buf *text = context;
	struct store_value v = {
	    .country = series->country, .inner = series->inner};
	for (size_t i = 0; i < series->n_days; i++) {
		v.value = series->values[i];
		if (v.value >= 0)
			model_say_value(text, series->scan,
			    series->first + (day_t)i, (int)series->kind, &v);
	}
}

/* Adds a day to the text. */
static inline void
model_hear_day(void *context, enum scan scan, day_t day, const char *run)
{
	buf_printf(context, "day %d %d %s\n", (int)scan, (int)day, run);
}

/* Adds blocks to the text, as a sum in which each has a weight. */
static inline void
model_hear_blocks(void *context, enum scan scan, day_t day,
    const uint8_t classes[static DISCLOSE_BLOCKS])
{
	uint64_t sum = 0;
	for (size_t i = 0; i < DISCLOSE_BLOCKS; i++)
		sum += (i + 1) * classes[i];
	buf_printf(context, "blocks %d %d %llu\n", (int)scan, (int)day,
	    (unsigned long long)sum);
}

/* Adds a name to the text. */
static inline void
model_hear_name(void *context, uint32_t asn, const char *name)
{
	buf_printf(context, "name %u %s\n", asn, name);
}

/* All that the file says between two days; the caller frees it. */
static inline char *
store_text(struct store *s, day_t first, day_t last)
{
	struct buf text;
	struct err e;
	buf_init(&text, MODEL_TEXT);
	buf_text(&text, "");
	if (!store_each_series(s, first, last, model_hear_series, &text, &e) ||
	    !store_each_day(s, model_hear_day, &text, &e) ||
	    !store_each_blocks(s, model_hear_blocks, &text, &e) ||
	    !store_each_name(s, model_hear_name, &text, &e))
		fail_msg("%s", e.text);
	assert_false(text.cut);
	return text.text;
}

/* Fails at the first line in which the texts differ; frees both. */
static inline void
must_be_same(char *is, char *want)
{
	size_t i = 0, line = 0;
	for (; is[i] == want[i] && is[i] != '\0'; i++)
		line = is[i] == '\n' ? i + 1 : line;
	if (is[i] != want[i])
		fail_msg(
		    "\"%.60s\" should be \"%.60s\"", is + line, want + line);
	free(is);
	free(want);
}

/* Opens a file that must open, and not be emptied. */
static inline struct store *
store_reopen(const char *path)
{
	const char *emptied;
	struct err e;
	struct store *s = store_open(path, 5, &emptied, &e);
	if (s == NULL)
		fail_msg("%s", e.text);
	if (emptied != NULL)
		fail_msg("emptied: %s", emptied);
	return s;
}

/* Fails with e unless ok. */
static inline void
must_work(bool ok, const struct err *e)
{
	if (!ok)
		fail_msg("%s", e->text);
}

/* Makes a file that holds a new model's first days; gives its path. */
static inline const char *
model_file(struct model *m, const char *name)
{
	const char *path = scratch(name);
	struct err e;
	model_start(m);
	struct store *s = store_reopen(path);
	must_work(store_begin(s, &e), &e);
	for (size_t day = 0; day < MODEL_MADE; day++)
		for (int scan = 0; scan < N_SCANS; scan++) {
			model_cast(m, (enum scan)scan, day);
			must_work(
			    model_put(s, m, (enum scan)scan, day, &e), &e);
		}
	must_work(store_put_name(s, 3320, "Telekom", MODEL_FIRST, &e), &e);
	must_work(store_commit(s, &e), &e);
	store_close(s);
	return path;
}

#endif
