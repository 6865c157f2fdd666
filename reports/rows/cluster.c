/* How many rows a question finds is not known before; so days are asked for in
 * runs, and a run whose answer is too long is made shorter. What an answer
 * holds is handed on only when it is there as a whole. */
#include "reports/rows/cluster.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lib/binary.h"
#include "lib/mem.h"

enum {
	MOST_SQL_BYTES = 8 << 20,
	IDLE_S = 30,
	LAST_DAY = 49672, /* 2105-12-31: the last one that it knows */
	FIRST_RUN = 2,
	GROWTH = 4,
	MAPPED_BYTES = 12,
	ADDRESS_BYTES = 16
};

static const size_t most_answer_bytes = (size_t)1 << 28;

static time_t
seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

/* Takes a connection that is free, or makes one. */
static struct clickhouse *
take_server(struct cluster *c, struct err *e)
{
	struct clickhouse *s = NULL;
	pthread_mutex_lock(&c->turn);
	if (c->n_idle > 0)
		s = c->idle[--c->n_idle];
	pthread_mutex_unlock(&c->turn);
	if (s == NULL)
		s = clickhouse_open(c->config, e);
	if (s != NULL)
		s->idle_s = IDLE_S;
	return s;
}

static void
give_server(struct cluster *c, struct clickhouse *s)
{
	pthread_mutex_lock(&c->turn);
	const bool is_kept = c->n_idle < CLUSTER_MOST_IDLE;
	if (is_kept)
		c->idle[c->n_idle++] = s;
	pthread_mutex_unlock(&c->turn);
	if (!is_kept)
		clickhouse_close(s);
}

/* Reads the list of files, and exchanges it for the one before. */
static bool
read_ledger(struct cluster *c, struct err *e)
{
	struct ledger fresh;
	struct clickhouse *s = take_server(c, e);
	if (s == NULL)
		return false;
	const bool ok = ledger_read(&fresh, s, 0, LAST_DAY, e);
	give_server(c, s);
	if (ok) {
		pthread_rwlock_wrlock(&c->lock);
		const struct ledger before = c->ledger;
		c->ledger = fresh;
		fresh = before;
		pthread_rwlock_unlock(&c->lock);
	}
	ledger_done(&fresh);
	return ok;
}

/* Reads it again if it is old; others go on with the old one meanwhile. */
static bool
freshen(struct cluster *c, struct err *e)
{
	const time_t now = seconds();
	pthread_mutex_lock(&c->turn);
	const bool is_old = now - c->seen >= CLUSTER_FRESH_S;
	if (is_old)
		c->seen = now;
	pthread_mutex_unlock(&c->turn);
	if (!is_old || read_ledger(c, e))
		return true;
	pthread_mutex_lock(&c->turn);
	c->seen = now - CLUSTER_FRESH_S;
	pthread_mutex_unlock(&c->turn);
	return false;
}

bool
cluster_init(struct cluster *c, const struct config *config, struct err *e)
{
	*c = (struct cluster){.config = config, .seen = seconds()};
	pthread_rwlock_init(&c->lock, NULL);
	pthread_mutex_init(&c->turn, NULL);
	return read_ledger(c, e);
}

void
cluster_done(struct cluster *c)
{
	for (size_t i = 0; i < c->n_idle; i++)
		clickhouse_close(c->idle[i]);
	ledger_done(&c->ledger);
	pthread_rwlock_destroy(&c->lock);
	pthread_mutex_destroy(&c->turn);
}

/* A question under way. */
struct asking {
	struct cluster *cluster;
	const struct cluster_question *question;
	struct clickhouse *server;
	cluster_row_fn *on_row;
	cluster_day_fn *on_day;
	void *context;
	struct buf sql;
	struct buf answer;
	uint64_t n_rows; /* of all answers */
	struct err *e;
};

/* Adds the loads that count of the days first…last. False: there is none. */
static bool
add_loads(struct asking *a, day_t first, day_t last)
{
	const struct ledger *l = &a->cluster->ledger;
	const char *comma = "";
	pthread_rwlock_rdlock(&a->cluster->lock);
	for (size_t i = 0; i < l->archive.n_files; i++) {
		const struct archive_file *f = &l->archive.files[i];
		if (f->is_run || f->day < first || f->day > last ||
		    !a->question->scans[f->scan] || l->loaded[i].rows == 0)
			continue;
		buf_printf(&a->sql, "%s%llu", comma,
		    (unsigned long long)l->loaded[i].load);
		comma = ",";
	}
	pthread_rwlock_unlock(&a->cluster->lock);
	return comma[0] != '\0';
}

/* Makes the SQL for a run of days. False: they have no rows. */
static bool
make_sql(struct asking *a, day_t first, day_t last)
{
	const char *order = a->question->is_ascending ? "" : " DESC";
	char from[DATE_TEXT_MAX], to[DATE_TEXT_MAX];
	date_format(first, from);
	date_format(last, to);
	buf_reset(&a->sql);
	buf_text(&a->sql, "SELECT day, toInt8(scan), address");
	for (int c = 0; c < N_COLUMNS; c++)
		if (c != COLUMN_IP)
			buf_printf(&a->sql, ",`%s`",
			    schema_column_name((enum column)c));
	buf_printf(&a->sql,
	    " FROM %s WHERE day >= '%s' AND day <= '%s' AND load IN (",
	    a->server->all_hosts, from, to);
	if (!add_loads(a, first, last))
		return false;
	buf_printf(&a->sql,
	    ") AND (%s) ORDER BY day%s, scan, address, load, number LIMIT %d "
	    "FORMAT RowBinary",
	    a->question->where, order, CLUSTER_MOST_ROWS + 1);
	return true;
}

static void
take_address(struct binary *in, struct addr *out)
{
	static const uint8_t mapped[MAPPED_BYTES] = {[10] = 0xff, [11] = 0xff};
	uint8_t bytes[ADDRESS_BYTES];
	for (int i = 0; i < ADDRESS_BYTES; i++)
		bytes[i] = (uint8_t)binary_number(in, 1);
	*out =
	    (struct addr){.is_v6 = memcmp(bytes, mapped, sizeof mapped) != 0};
	if (out->is_v6)
		memcpy(out->bytes, bytes, sizeof bytes);
	else
		memcpy(out->bytes, bytes + sizeof mapped,
		    sizeof bytes - sizeof mapped);
}

/* Reads a row; ip gets its address as text. False: it is none. */
static bool
take_row(
    struct binary *in, struct cluster_row *row, char ip[static ADDR_TEXT_MAX])
{
	row->day = (day_t)binary_number(in, 2);
	const uint64_t scan = binary_number(in, 1);
	take_address(in, &row->addr);
	for (int c = 0; c < N_COLUMNS; c++)
		if (c != COLUMN_IP)
			row->value[c].text = binary_text(in, &row->value[c].n);
	if (in->is_cut || scan >= N_SCANS)
		return false;
	row->scan = (enum scan)scan;
	addr_format(&row->addr, ip);
	row->value[COLUMN_IP] = (struct record_value){ip, strlen(ip)};
	return true;
}

/* What an answer turned out to be. */
enum run_end { RUN_THROUGH, RUN_ENOUGH, RUN_TOO_LONG, RUN_FAILED };

/* Counts the rows of an answer, which shows that it is right. */
static enum run_end
check_answer(struct asking *a)
{
	struct binary in = {
	    a->answer.text, a->answer.text + a->answer.len, false};
	struct cluster_row row;
	char ip[ADDR_TEXT_MAX];
	uint64_t n = 0;
	for (; in.at < in.end; n++)
		if (!take_row(&in, &row, ip)) {
			err_set(a->e, "%s answers with what are no rows",
			    a->server->name);
			return RUN_FAILED;
		}
	if (n > CLUSTER_MOST_ROWS)
		return RUN_TOO_LONG;
	a->n_rows += n;
	return RUN_THROUGH;
}

static enum run_end
hand_on(struct asking *a)
{
	struct binary in = {
	    a->answer.text, a->answer.text + a->answer.len, false};
	struct cluster_row row;
	char ip[ADDR_TEXT_MAX];
	bool is_open = false;
	day_t day = 0;
	while (in.at < in.end && take_row(&in, &row, ip)) {
		if (is_open && row.day != day && !a->on_day(a->context, day))
			return RUN_ENOUGH;
		is_open = true;
		day = row.day;
		a->on_row(a->context, &row);
	}
	return !is_open || a->on_day(a->context, day) ? RUN_THROUGH
						      : RUN_ENOUGH;
}

static enum run_end
ask_run(struct asking *a, day_t first, day_t last)
{
	if (!make_sql(a, first, last))
		return RUN_THROUGH;
	if (!clickhouse_ask(a->server, a->sql.text, &a->answer, a->e))
		return a->answer.cut ? RUN_TOO_LONG : RUN_FAILED;
	const enum run_end end = check_answer(a);
	return end == RUN_THROUGH ? hand_on(a) : end;
}

/* Asks for the days in runs, from one end to the other. */
static enum cluster_end
ask_all(struct asking *a)
{
	const struct cluster_question *q = a->question;
	const day_t n = q->last - q->first + 1;
	day_t run = q->is_narrow ? n : FIRST_RUN;
	for (day_t at = 0; at < n;) {
		if (run > n - at)
			run = n - at;
		const day_t first =
		    q->is_ascending ? q->first + at : q->last - at - run + 1;
		switch (ask_run(a, first, first + run - 1)) {
		case RUN_FAILED:
			return CLUSTER_FAILED;
		case RUN_ENOUGH:
			return CLUSTER_DONE;
		case RUN_TOO_LONG:
			if (run == 1)
				return CLUSTER_TOO_MUCH;
			run = run > GROWTH * GROWTH ? run / GROWTH / GROWTH : 1;
			continue;
		case RUN_THROUGH:
			break;
		}
		if (a->n_rows > CLUSTER_MOST_ALL)
			return CLUSTER_TOO_MUCH;
		at += run;
		run *= GROWTH;
	}
	return CLUSTER_DONE;
}

/* Leaves out days of which nothing is there. */
static bool
fit_days(struct cluster *c, struct cluster_question *q)
{
	pthread_rwlock_rdlock(&c->lock);
	const struct archive *a = &c->ledger.archive;
	const bool has_files = a->n_files > 0;
	if (has_files && q->first < a->files[0].day)
		q->first = a->files[0].day;
	if (has_files && q->last > a->files[a->n_files - 1].day)
		q->last = a->files[a->n_files - 1].day;
	pthread_rwlock_unlock(&c->lock);
	return has_files && q->first <= q->last;
}

enum cluster_end
cluster_ask(struct cluster *c, const struct cluster_question *q,
    cluster_row_fn *on_row, cluster_day_fn *on_day, void *context,
    struct err *e)
{
	struct cluster_question fitted = *q;
	struct asking a = {.cluster = c,
	    .question = &fitted,
	    .on_row = on_row,
	    .on_day = on_day,
	    .context = context,
	    .e = e};
	if (!freshen(c, e))
		return CLUSTER_FAILED;
	if (!fit_days(c, &fitted))
		return CLUSTER_DONE;
	a.server = take_server(c, e);
	if (a.server == NULL)
		return CLUSTER_FAILED;
	buf_init(&a.sql, MOST_SQL_BYTES);
	buf_init(&a.answer, most_answer_bytes);
	const enum cluster_end end = ask_all(&a);
	buf_done(&a.sql);
	buf_done(&a.answer);
	give_server(c, a.server);
	return end;
}

static void
add_address(struct buf *sql, const struct addr *a)
{
	buf_printf(sql, "toFixedString(unhex('%s",
	    a->is_v6 ? "" : "00000000000000000000ffff");
	for (int i = 0; i < (a->is_v6 ? ADDRESS_BYTES : 4); i++)
		buf_printf(sql, "%02x", a->bytes[i]);
	buf_text(sql, "'), 16)");
}

void
cluster_add_range(struct buf *sql, const struct addr_range *range)
{
	buf_text(sql, "(address >= ");
	add_address(sql, &range->first);
	buf_text(sql, " AND address <= ");
	add_address(sql, &range->last);
	buf_char(sql, ')');
}

/* Letters, digits and what stands in host names: nothing ends a text in SQL. */
static bool
is_harmless(const char *text)
{
	const size_t n = strlen(text);
	for (size_t i = 0; i < n; i++)
		if (!isalnum((unsigned char)text[i]) &&
		    strchr("._-", text[i]) == NULL)
			return false;
	return n > 0;
}

bool
cluster_add_equal(struct buf *sql, enum column column, const char *value)
{
	if (!is_harmless(value))
		return false;
	buf_printf(sql, "lower(`%s`) = lower('%s')", schema_column_name(column),
	    value);
	return true;
}

bool
cluster_add_host(struct buf *sql, const char *text)
{
	size_t n = strlen(text);
	if (!is_harmless(text))
		return false;
	if (text[n - 1] == '.')
		n--; /* a host name may end in it, or not */
	buf_printf(sql, "position(lower(`hostname`), lower('%.*s')) > 0",
	    (int)n, text);
	return true;
}
