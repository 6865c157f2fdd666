#include "lib/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "lib/binary.h"
#include "lib/mem.h"
#include "lib/text.h"

enum { MAX_SQL_BYTES = 1 << 12, MAX_BODY_BYTES = 1 << 28 };

/* A list of a million files still fits. */
static const size_t max_answer_bytes = (size_t)1 << 30;

static const char listed[] =
    "name, digest, bytes, modified, load, form, rows, bad, bad_line, bad_why, "
    "partial, fault, toUInt32(loaded)";

static const char *
take_text(struct binary *in, struct arena *arena)
{
	size_t n;
	const char *text = binary_text(in, &n);
	char *copy = arena_new(arena, n + 1, 1);
	memcpy(copy, text, n);
	return copy;
}

static void
take_digest(struct binary *in, char out[static FINGERPRINT_TEXT_MAX])
{
	for (int i = 0; i < FINGERPRINT_CHARS; i++)
		out[i] = (char)binary_number(in, 1);
	out[FINGERPRINT_CHARS] = '\0';
}

/* Reads one row of `listed`. */
static struct loaded
take_loaded(struct binary *in, struct arena *arena)
{
	struct loaded l = {.name = take_text(in, arena)};
	take_digest(in, l.digest);
	l.bytes = binary_number(in, 8);
	l.modified = (int64_t)binary_number(in, 8);
	l.load = binary_number(in, 8);
	l.form = (uint32_t)binary_number(in, 2);
	l.rows = binary_number(in, 8);
	l.bad = binary_number(in, 8);
	l.bad_line = binary_number(in, 8);
	l.bad_why = take_text(in, arena);
	l.partial = (unsigned)binary_number(in, 1);
	l.fault = take_text(in, arena);
	l.when = (time_t)binary_number(in, 4);
	return l;
}

/* Reads all rows of the answer; of several with one name the last one stays.
 * False: the answer is no such table. */
static bool
take_all(struct ledger *f, const struct buf *answer)
{
	struct binary in = {answer->text, answer->text + answer->len, false};
	size_t room = 0;
	while (in.at < in.end && !in.is_cut) {
		const struct loaded l = take_loaded(&in, &f->arena);
		if (f->n_all > 0 &&
		    strcmp(f->all[f->n_all - 1].name, l.name) == 0)
			f->n_all--;
		f->all =
		    mem_grow(f->all, &room, f->n_all + 1, sizeof f->all[0]);
		f->all[f->n_all++] = l;
	}
	return !in.is_cut;
}

static int
compare_name(const void *name, const void *loaded)
{
	return strcmp(name, ((const struct loaded *)loaded)->name);
}

const struct loaded *
ledger_find(const struct ledger *f, const char *name)
{
	return f->n_all == 0 ? NULL
			     : bsearch(name, f->all, f->n_all, sizeof f->all[0],
				   compare_name);
}

/* Puts what counts into the archive's order. */
static bool
settle(struct ledger *f)
{
	for (size_t i = 0; i < f->n_all; i++)
		if (!archive_add(&f->archive, f->all[i].name))
			return false;
	archive_settle(&f->archive);
	f->loaded = mem_new(f->archive.n_files + 1, sizeof f->loaded[0]);
	for (size_t i = 0; i < f->archive.n_files; i++) {
		f->loaded[i] = *ledger_find(f, f->archive.files[i].path);
		f->loaded[i].rank = (uint32_t)i;
	}
	return true;
}

bool
ledger_read(struct ledger *f, struct clickhouse *s, day_t first, day_t last,
    struct err *e)
{
	char from[DATE_TEXT_MAX], to[DATE_TEXT_MAX];
	struct buf sql, answer;
	*f = (struct ledger){0};
	date_format(first, from);
	date_format(last, to);
	buf_init(&sql, MAX_SQL_BYTES);
	buf_init(&answer, max_answer_bytes);
	/* The order of names must be that of strcmp. */
	buf_printf(&sql,
	    "SELECT %s FROM %s WHERE day >= '%s' AND day <= '%s' "
	    "ORDER BY name, loaded, load FORMAT RowBinary",
	    listed, s->all_files, from, to);
	const bool ok =
	    clickhouse_ask(s, sql.text, &answer, e) &&
	    ((take_all(f, &answer) && settle(f)) ||
		err_set(
		    e, "%s answers with what is no list of files", s->name));
	buf_done(&sql);
	buf_done(&answer);
	return ok;
}

void
ledger_done(struct ledger *f)
{
	archive_done(&f->archive);
	free(f->loaded);
	free(f->all);
	arena_reset(&f->arena);
	*f = (struct ledger){0};
}

/* A row of the table, as it is sent. */
struct sending {
	struct buf bytes;
	size_t sent;
};

static bool
send_some(void *context, char *bytes, size_t room, size_t *n)
{
	struct sending *sending = context;
	const size_t left = sending->bytes.len - sending->sent;
	*n = left < room ? left : room;
	memcpy(bytes, sending->bytes.text + sending->sent, *n);
	sending->sent += *n;
	return true;
}

static void
put_text(struct buf *b, const char *text)
{
	binary_add_text(b, text, strlen(text));
}

/* In the order of the table's columns. */
static void
put_file(struct buf *b, const struct archive_file *file, const struct loaded *l,
    const char *body, size_t n)
{
	binary_add(b, (uint64_t)file->day, 2);
	put_text(b, l->name);
	binary_add(b, file->is_run, 1);
	put_text(b, file->is_run ? "" : schema_of(file->scan)->name);
	binary_add(b, file->shard, 4);
	binary_add(b, file->n_shards, 4);
	binary_add(b, file->revision, 2);
	buf_add(b, l->digest, FINGERPRINT_CHARS);
	binary_add(b, l->bytes, 8);
	binary_add(b, (uint64_t)l->modified, 8);
	binary_add(b, l->load, 8);
	binary_add(b, l->form, 2);
	binary_add(b, l->rows, 8);
	binary_add(b, l->bad, 8);
	binary_add(b, l->bad_line, 8);
	put_text(b, l->bad_why);
	binary_add(b, l->partial, 1);
	put_text(b, l->fault);
	binary_add_text(b, body, n);
	binary_add(b, (uint64_t)l->when, 4);
}

bool
ledger_add(struct clickhouse *s, const struct archive_file *file,
    const struct loaded *loaded, const char *body, size_t n, struct err *e)
{
	struct sending sending = {.sent = 0};
	struct buf sql;
	uint64_t row;
	buf_init(&sql, MAX_SQL_BYTES);
	buf_init(&sending.bytes, MAX_BODY_BYTES);
	put_file(&sending.bytes, file, loaded, body, n);
	buf_printf(&sql,
	    "INSERT INTO %s (day,name,is_run,scan,shard,n_shards,revision,"
	    "digest,bytes,modified,load,form,rows,bad,bad_line,bad_why,partial,"
	    "fault,body,loaded) FORMAT RowBinary",
	    s->files);
	const bool ok =
	    !sending.bytes.cut
		? clickhouse_insert(s, sql.text, send_some, &sending, &row, e)
		: err_set(e, "%s is too large", loaded->name);
	buf_done(&sql);
	buf_done(&sending.bytes);
	return ok;
}

bool
ledger_bodies(struct clickhouse *s, day_t day, ledger_body_fn *on_body,
    void *context, struct err *e)
{
	char date[DATE_TEXT_MAX];
	struct buf sql, answer;
	struct arena arena = {0};
	date_format(day, date);
	buf_init(&sql, MAX_SQL_BYTES);
	buf_init(&answer, max_answer_bytes);
	buf_printf(&sql,
	    "SELECT name, body FROM %s WHERE day = '%s' AND is_run "
	    "ORDER BY name, loaded, load FORMAT RowBinary",
	    s->all_files, date);
	bool ok = clickhouse_ask(s, sql.text, &answer, e);
	struct binary in = {answer.text, answer.text + answer.len, false};
	while (ok && in.at < in.end) {
		size_t n;
		const char *name = take_text(&in, &arena);
		const char *body = binary_text(&in, &n);
		if (in.is_cut)
			ok = err_set(e, "%s answers with what is no run record",
			    s->name);
		else
			on_body(context, name, body, n);
		arena_reset(&arena);
	}
	buf_done(&sql);
	buf_done(&answer);
	return ok;
}
