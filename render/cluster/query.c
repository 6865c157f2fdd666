/* SQL finds of each address the row that counts, the one of the lowest key, and
 * counts it by country and each of the numbers that the load has put there. All
 * arithmetic is of integers, and what needs more than sums (percentiles, names
 * of classes) is done here, by the renderer's own code: both sources of days
 * give the same bytes. */
#include "render/cluster/query.h"

#include <stdlib.h>
#include <string.h>

#include "lib/binary.h"
#include "lib/mem.h"

#include "render/read/classes.h"
#include "render/read/day.h"
#include "render/read/windows.h"

enum { MAX_SQL_BYTES = 1 << 26, NUMBER_BITS = 32, LOAD_BITS = 22 };

/* A table of half a billion cells is no answer to these questions. */
static const size_t max_answer_bytes = (size_t)1 << 33;

/* What a cell of the answer counts hosts by; ROWS counts rows. */
enum kind {
	BY_NETWORK,
	BY_FAMILY,
	BY_STRATUM,
	BY_SIZE,
	BY_HUNDREDTHS,
	BY_BLOCK,
	ROWS,
	N_KINDS
};

/* Hosts of one amplification in one country. */
struct factor {
	uint32_t hundredths;
	uint16_t country;
	uint64_t hosts;
};

struct factors {
	struct factor *factors;
	size_t n;
	size_t room;
};

/* The place of a row's load among all: rank 0 is the first. */
static void
add_rank(struct buf *sql, const struct query *q)
{
	if (q->n == 1) {
		buf_text(sql, "toUInt64(0)");
		return;
	}
	buf_text(sql, "toUInt64(transform(load,[");
	for (size_t i = 0; i < q->n; i++)
		buf_printf(sql, "%s%llu", i > 0 ? "," : "",
		    (unsigned long long)q->loads[i]);
	buf_text(sql, "],[");
	for (size_t i = 0; i < q->n; i++)
		buf_printf(sql, "%stoUInt32(%zu)", i > 0 ? "," : "", i);
	buf_text(sql, "],toUInt32(0)))");
}

/* Which row of an address counts: that with the lowest key. */
static void
add_key(struct buf *sql, const struct query *q)
{
	buf_text(sql, "bitShiftLeft(");
	add_rank(sql, q);
	buf_printf(sql, ",%d)+number", NUMBER_BITS);
}

/* The rows that are looked at. */
static void
add_from(struct buf *sql, const struct clickhouse *s, const struct query *q,
    day_t first)
{
	char from[DATE_TEXT_MAX], to[DATE_TEXT_MAX];
	date_format(first, from);
	date_format(q->day, to);
	buf_printf(sql,
	    " FROM %s WHERE day>='%s' AND day<='%s' AND scan='%s' AND load IN(",
	    s->all_hosts, from, to, schema_of(q->scan)->name);
	for (size_t i = 0; i < q->n; i++)
		buf_printf(sql, "%s%llu", i > 0 ? "," : "",
		    (unsigned long long)q->loads[i]);
	buf_text(sql, ") GROUP BY address");
}

/* What counts of a host is packed into two numbers, as each argMin keeps a key
 * of its own for each address. */
static void
write_day(struct buf *sql, const struct clickhouse *s, const struct query *q)
{
	buf_text(sql,
	    "SELECT x.1 AS kind,x.2 AS place,x.3 AS what,toUInt64(sum(x.4)) "
	    "FROM(SELECT argMin(bitShiftLeft(toUInt64(network),32)"
	    "+hundredths,");
	add_key(sql, q);
	buf_text(sql, ")AS a,argMin(reinterpretAsUInt16(country)"
		      "+bitShiftLeft(toUInt64(family),16)"
		      "+bitShiftLeft(toUInt64(stratum_class),24)"
		      "+bitShiftLeft(toUInt64(size_class),32)"
		      "+bitShiftLeft(toUInt64(block),40),");
	add_key(sql, q);
	buf_text(sql, ")AS b,toUInt16(bitAnd(b,65535))AS c,toUInt64(1)AS one,"
		      "count()AS n");
	add_from(sql, s, q, q->day);
	buf_text(sql, ")ARRAY JOIN[(toUInt8(0),c,toUInt32(bitShiftRight(a,32)),"
		      "one),");
	if (day_has_versions(q->scan))
		buf_text(sql, "(toUInt8(1),c,toUInt32(bitAnd(bitShiftRight(b,"
			      "16),255)),one),"
			      "(toUInt8(2),c,toUInt32(bitAnd(bitShiftRight(b,"
			      "24),255)),one),");
	if (!schema_of(q->scan)->is_v6)
		buf_text(sql, "(toUInt8(5),toUInt16(0),toUInt32(bitAnd("
			      "bitShiftRight(b,40),65535)),one),");
	buf_text(sql,
	    "(toUInt8(3),c,toUInt32(bitAnd(bitShiftRight(b,32),255)),one),"
	    "(toUInt8(4),c,toUInt32(bitAnd(a,4294967295)),one),"
	    "(toUInt8(6),toUInt16(0),toUInt32(0),n)]AS x "
	    "GROUP BY kind,place,what ORDER BY kind,place,what "
	    "FORMAT RowBinary");
}

/* A country that SQL has read as a number has its letters the other way. */
static uint16_t
country_of(uint64_t place)
{
	return (uint16_t)((place & 0xff) << 8 | place >> 8);
}

static void
add_factor(
    struct factors *f, uint16_t country, uint32_t hundredths, uint64_t hosts)
{
	if (f->n == f->room)
		f->factors = mem_grow(
		    f->factors, &f->room, f->n + 1, sizeof f->factors[0]);
	f->factors[f->n++] = (struct factor){hundredths, country, hosts};
}

/* Takes one cell of the answer. False: it is none. */
static bool
take_cell(struct binary *in, struct count *out, struct factors *factors,
    uint64_t *rows)
{
	const uint64_t kind = binary_number(in, 1);
	const uint16_t country = country_of(binary_number(in, 2));
	const uint32_t what = (uint32_t)binary_number(in, 4);
	const uint64_t n = binary_number(in, 8);
	if (in->is_cut || kind >= N_KINDS || (kind != ROWS && n > INT32_MAX))
		return false;
	switch ((enum kind)kind) {
	case ROWS:
		*rows = n;
		return true;
	case BY_BLOCK:
		if (out->blocks == NULL || what >= COUNT_BLOCKS)
			return false;
		out->blocks[what] = (uint32_t)n;
		return true;
	case BY_HUNDREDTHS:
		if (what != AMPLIFICATION_UNKNOWN)
			add_factor(factors, country, what, n);
		tally_add(&out->tallies[INNER_AMPLIFICATION], country,
		    what != AMPLIFICATION_UNKNOWN ? class_of_amplification(what)
						  : 0,
		    (int32_t)n);
		return true;
	default:
		tally_add(&out->tallies[kind], country, what, (int32_t)n);
		return true;
	}
}

_Static_assert((int)BY_NETWORK == INNER_ASN && (int)BY_FAMILY == INNER_FAMILY &&
		   (int)BY_STRATUM == INNER_STRATUM &&
		   (int)BY_SIZE == INNER_SIZE,
    "kinds");

/* The factor that this many hundredths of the hosts do not exceed: the nearest
 * rank. The factors rise. */
static int32_t
percentile(const struct factor *factors, size_t n, uint64_t hundredths)
{
	uint64_t all = 0, below;
	for (size_t i = 0; i < n; i++)
		all += factors[i].hosts;
	below = (all * hundredths + 99) / 100 - 1;
	while (factors->hosts <= below)
		below -= factors++->hosts;
	return factors->hundredths < INT32_MAX ? (int32_t)factors->hundredths
					       : INT32_MAX;
}

static void
add_percentiles(struct tally *figures, uint16_t country,
    const struct factor *factors, size_t n)
{
	tally_add(figures, country, FIGURE_AMPLIFICATION_P50,
	    percentile(factors, n, 50));
	tally_add(figures, country, FIGURE_AMPLIFICATION_P95,
	    percentile(factors, n, 95));
}

static int
compare_in_country(const void *left, const void *right)
{
	const struct factor *a = left, *b = right;
	if (a->country != b->country)
		return a->country < b->country ? -1 : 1;
	return (a->hundredths > b->hundredths) -
	       (a->hundredths < b->hundredths);
}

static int
compare_in_world(const void *left, const void *right)
{
	const struct factor *a = left, *b = right;
	return (a->hundredths > b->hundredths) -
	       (a->hundredths < b->hundredths);
}

static void
find_percentiles(struct factors *f, struct tally *figures)
{
	if (f->n == 0)
		return;
	qsort(f->factors, f->n, sizeof f->factors[0], compare_in_country);
	for (size_t i = 0, end; i < f->n; i = end) {
		for (end = i; end < f->n &&
			      f->factors[end].country == f->factors[i].country;)
			end++;
		add_percentiles(
		    figures, f->factors[i].country, f->factors + i, end - i);
	}
	qsort(f->factors, f->n, sizeof f->factors[0], compare_in_world);
	add_percentiles(figures, COUNTRY_WORLD, f->factors, f->n);
}

static bool
is_no_answer(const struct clickhouse *s, struct err *e)
{
	return err_set(e, "%s answers with what are no counts", s->name);
}

static bool
take_day(const struct clickhouse *s, const struct buf *answer,
    struct count *out, uint64_t *rows, struct err *e)
{
	struct binary in = {answer->text, answer->text + answer->len, false};
	struct factors factors = {0};
	bool ok = true;
	while (ok && in.at < in.end)
		ok = take_cell(&in, out, &factors, rows) || is_no_answer(s, e);
	if (ok)
		find_percentiles(&factors, &out->figures);
	free(factors.factors);
	for (int i = 0; i < N_INNERS; i++)
		tally_sort(&out->tallies[i]);
	tally_sort(&out->figures);
	return ok;
}

bool
query_day(struct clickhouse *s, const struct query *q, struct count *out,
    uint64_t *rows, struct err *e)
{
	struct buf sql, answer;
	*out = (struct count){0};
	*rows = 0;
	if (!schema_of(q->scan)->is_v6)
		out->blocks = mem_new(COUNT_BLOCKS, sizeof out->blocks[0]);
	if (q->n == 0)
		return true;
	buf_init(&sql, MAX_SQL_BYTES);
	buf_init(&answer, max_answer_bytes);
	write_day(&sql, s, q);
	const bool ok = clickhouse_ask(s, sql.text, &answer, e) &&
			take_day(s, &answer, out, rows, e);
	buf_done(&sql);
	buf_done(&answer);
	return ok;
}

/* The country is that of the last day on which a host was there. */
static void
write_windows(struct buf *sql, const struct clickhouse *s,
    const struct query *q, day_t complete)
{
	char day[DATE_TEXT_MAX], before[DATE_TEXT_MAX];
	date_format(q->day, day);
	date_format(complete != INT32_MIN ? complete : q->day, before);
	buf_text(sql, "SELECT place,toUInt64(sum(ago<7)),toUInt64(sum(ago<30)),"
		      "toUInt64(count()),toUInt64(sum(is AND NOT was)),"
		      "toUInt64(sum(is AND was)),"
		      "toUInt64(sum(was AND NOT is)),toUInt64(sum(n)) FROM("
		      "SELECT ");
	buf_printf(sql,
	    "min(toDate('%s')-day)AS ago,max(day='%s')AS is,max(day='%s')AS "
	    "was,count()AS n,argMin(reinterpretAsUInt16(country),"
	    "bitShiftLeft(toUInt64(toDate('%s')-day),%d)+",
	    day, day, before, day, NUMBER_BITS + LOAD_BITS);
	add_key(sql, q);
	buf_text(sql, ")AS place");
	add_from(sql, s, q, q->day - (WINDOWS_DAYS - 1));
	buf_text(sql, ")GROUP BY place ORDER BY place FORMAT RowBinary");
}

enum { N_WINDOW_FIGURES = FIGURE_GONE - FIGURE_SEEN_7 + 1 };

/* Takes a country's figures, and adds them to the world's. */
static bool
take_country(struct binary *in, enum figure end, struct tally *figures,
    int32_t world[static N_WINDOW_FIGURES], uint64_t *rows)
{
	const uint16_t country = country_of(binary_number(in, 2));
	for (int i = 0; i < N_WINDOW_FIGURES; i++) {
		const int f = FIGURE_SEEN_7 + i;
		const uint64_t n = binary_number(in, 8);
		if (in->is_cut || n > (uint64_t)(INT32_MAX - world[i]))
			return false;
		world[i] += (int32_t)n;
		if (f <= (int)end)
			tally_add(figures, country, (uint32_t)f, (int32_t)n);
	}
	*rows += binary_number(in, 8);
	return !in->is_cut;
}

static bool
take_windows(const struct clickhouse *s, const struct buf *answer,
    bool has_churn, struct tally *figures, uint64_t *rows, struct err *e)
{
	struct binary in = {answer->text, answer->text + answer->len, false};
	int32_t world[N_WINDOW_FIGURES] = {0};
	const enum figure end = has_churn ? FIGURE_GONE : FIGURE_SEEN_365;
	while (in.at < in.end)
		if (!take_country(&in, end, figures, world, rows))
			return is_no_answer(s, e);
	for (int f = FIGURE_SEEN_7; f <= (int)end; f++)
		tally_add(figures, COUNTRY_WORLD, (uint32_t)f,
		    world[f - FIGURE_SEEN_7]);
	tally_sort(figures);
	return true;
}

bool
query_windows(struct clickhouse *s, const struct query *q, day_t complete,
    struct tally *figures, uint64_t *rows, struct err *e)
{
	struct buf sql, answer;
	*rows = 0;
	if (q->n >> LOAD_BITS != 0)
		return err_set(e, "%s holds more than %d files of a year",
		    s->name, 1 << LOAD_BITS);
	buf_init(&sql, MAX_SQL_BYTES);
	buf_init(&answer, max_answer_bytes);
	if (q->n > 0)
		write_windows(&sql, s, q, complete);
	const bool ok =
	    (q->n == 0 || clickhouse_ask(s, sql.text, &answer, e)) &&
	    take_windows(s, &answer, complete != INT32_MIN, figures, rows, e);
	buf_done(&sql);
	buf_done(&answer);
	return ok;
}
