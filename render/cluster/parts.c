#include "render/cluster/parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/binary.h"
#include "lib/mem.h"
#include "lib/text.h"

enum { MAX_SQL_BYTES = 2048, MAX_ANSWER_BYTES = 1 << 28 };

static int
compare(const void *left, const void *right)
{
	const struct part *a = left, *b = right;
	return (a->load > b->load) - (a->load < b->load);
}

/* Reads an id such as 20261122-0-123. */
static bool
parse_id(struct part *p)
{
	char date[DATE_TEXT_MAX];
	const char *dash = strrchr(p->id, '-');
	snprintf(date, sizeof date, "%.4s-%.2s-%.2s", p->id,
	    strlen(p->id) >= 4 ? p->id + 4 : "",
	    strlen(p->id) >= 6 ? p->id + 6 : "");
	return dash != NULL && date_parse(date, &p->day) &&
	       text_to_uint(dash + 1, UINT64_MAX, &p->load);
}

static bool
take_part(struct binary *in, struct part *p)
{
	size_t n;
	const char *id = binary_text(in, &n);
	*p = (struct part){.rows = binary_number(in, 8)};
	p->changed = (time_t)binary_number(in, 4);
	if (in->is_cut || n >= sizeof p->id)
		return false;
	memcpy(p->id, id, n);
	return parse_id(p);
}

bool
parts_list(struct parts *p, struct clickhouse *s, bool all_nodes, struct err *e)
{
	struct buf sql, answer;
	size_t room = 0;
	*p = (struct parts){0};
	buf_init(&sql, MAX_SQL_BYTES);
	buf_init(&answer, MAX_ANSWER_BYTES);
	buf_printf(&sql,
	    "SELECT partition_id, toUInt64(sum(rows)), "
	    "toUInt32(max(modification_time)) FROM %s WHERE database = '%s' "
	    "AND table = 'hosts' AND active GROUP BY partition_id "
	    "FORMAT RowBinary",
	    all_nodes ? s->all_parts : "system.parts", s->database);
	bool ok = clickhouse_ask(s, sql.text, &answer, e);
	struct binary in = {answer.text, answer.text + answer.len, false};
	while (ok && in.at < in.end) {
		struct part part;
		ok = take_part(&in, &part) ||
		     err_set(e, "%s answers with what is no list of partitions",
			 s->name);
		p->parts =
		    mem_grow(p->parts, &room, p->n + 1, sizeof p->parts[0]);
		if (ok)
			p->parts[p->n++] = part;
	}
	if (p->n > 0)
		qsort(p->parts, p->n, sizeof p->parts[0], compare);
	buf_done(&sql);
	buf_done(&answer);
	return ok;
}

void
parts_done(struct parts *p)
{
	free(p->parts);
	*p = (struct parts){0};
}

uint64_t
parts_rows(const struct parts *p, uint64_t load)
{
	const struct part wanted = {.load = load};
	const struct part *found = p->n == 0 ? NULL
					     : bsearch(&wanted, p->parts, p->n,
						   sizeof p->parts[0], compare);
	return found != NULL ? found->rows : 0;
}

bool
parts_drop(struct clickhouse *s, const char *id, struct err *e)
{
	struct buf sql;
	buf_init(&sql, MAX_SQL_BYTES);
	buf_printf(&sql, "ALTER TABLE %s DROP PARTITION ID '%s'", s->hosts, id);
	const bool ok = clickhouse_ask(s, sql.text, NULL, e);
	buf_done(&sql);
	return ok;
}
