/* One thread reads the file and writes rows into a pair of sockets, the other
 * sends to the server what comes out of it: the kernel holds what is between
 * them, and the slower one sets the pace.
 *
 * The rows are not compressed: in a network as fast as a disk, gzip would take
 * longer than sending, and the server is slower than both. */
#include "render/cluster/upload.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/report.h"

#include "render/cluster/tables.h"
#include "render/read/day.h"
#include "render/read/row.h"

enum { BLOCK_BYTES = 1 << 18, MAX_ROW_BYTES = 4 << 20, MAX_SQL_BYTES = 4096 };

/* The thread that reads. */
struct reader {
	const struct archive_file *file;
	uint64_t load;
	bool plain;
	int out;     /* its end of the pair */
	bool is_off; /* nobody listens any more */
	uint32_t number;
	struct buf block;
	struct upload *upload;
	atomic_uint_fast64_t rows;
};

static void
send_block(struct reader *r)
{
	size_t sent = 0;
	while (!r->is_off && sent < r->block.len) {
		const ssize_t n = send(r->out, r->block.text + sent,
		    r->block.len - sent, MSG_NOSIGNAL);
		if (n >= 0)
			sent += (size_t)n;
		else if (errno != EINTR)
			r->is_off = true;
	}
	buf_reset(&r->block);
}

static void
take_row(void *context, const struct report_row *in)
{
	struct reader *r = context;
	struct table_row row = {.day = r->file->day,
	    .scan = r->file->scan,
	    .load = r->load,
	    .number = ++r->number,
	    .addr = in->addr,
	    .value = in->value};
	if (r->is_off)
		return;
	row_to_host(in->value, day_has_versions(r->file->scan), &row.host);
	tables_add_row(&r->block, &row);
	atomic_fetch_add(&r->rows, 1);
	if (r->block.len >= BLOCK_BYTES)
		send_block(r);
}

/* What was sent cannot be taken back. */
static void
take_again(void *context)
{
	struct reader *r = context;
	r->upload->is_spoiled = true;
	r->is_off = true;
}

/* A single thread reads: its rows come in the file's order. */
static struct report_plan
plan_of(struct reader *r, void **worker)
{
	struct report_plan plan = {.family = schema_of(r->file->scan)->is_v6
						 ? REPORT_OF_IPV6
						 : REPORT_OF_IPV4,
	    .on_row = take_row,
	    .on_again = take_again,
	    .context = r,
	    .workers = worker,
	    .n_workers = 1,
	    .plain = r->plain};
	for (int c = 0; c < N_COLUMNS; c++)
		plan.wanted[c] = true;
	return plan;
}

static void *
read_file(void *context)
{
	struct reader *r = context;
	bool columns[N_COLUMNS];
	const struct report_plan plan = plan_of(r, &context);
	struct upload *u = r->upload;
	buf_init(&r->block, BLOCK_BYTES + MAX_ROW_BYTES);
	*u = (struct upload){.is_spoiled = false};
	if (!report_read(
		&plan, r->file->path, columns, &u->counts, &u->fault) &&
	    u->fault.text[0] == '\0')
		err_set(&u->fault, "%s cannot be read", r->file->path);
	send_block(r);
	buf_done(&r->block);
	shutdown(r->out, SHUT_WR);
	return NULL;
}

/* The thread that sends. */
struct sender {
	int in;
	const struct reader *reader;
	upload_rows_fn *on_rows;
	void *context;
};

static bool
fill(void *context, char *bytes, size_t room, size_t *n)
{
	struct sender *s = context;
	ssize_t got;
	do
		got = recv(s->in, bytes, room, 0);
	while (got < 0 && errno == EINTR);
	*n = got > 0 ? (size_t)got : 0;
	s->on_rows(s->context, atomic_load(&s->reader->rows));
	return got >= 0;
}

/* Looks for the line of a row that the server complains of. */
struct search {
	uint64_t wanted;
	uint64_t line;
	struct record_counts counts;
	bool is_v6;
};

static void
look_at_row(void *context, const struct row *row, const struct addr *addr)
{
	struct search *s = context;
	(void)row;
	if (addr->is_v6 == s->is_v6 && --s->wanted == 0)
		s->line = s->counts.line;
}

/* Names file and line before the server's words. */
static void
name_line(const struct archive_file *file, uint64_t row, struct err *e)
{
	struct search s = {
	    .wanted = row, .is_v6 = schema_of(file->scan)->is_v6};
	bool columns[N_COLUMNS];
	struct err ignored;
	/* A file that is damaged behind that row is read up to it. */
	const bool is_whole =
	    row == 0 || record_read_file(file->path, look_at_row, &s, columns,
			    &s.counts, &ignored);
	(void)is_whole;
	if (s.line > 0)
		err_prefix(
		    e, "%s:%llu", file->path, (unsigned long long)s.line);
	else
		err_prefix(e, "%s", file->path);
}

static bool
insert(
    struct clickhouse *s, struct sender *sender, uint64_t *row, struct err *e)
{
	struct buf sql;
	buf_init(&sql, MAX_SQL_BYTES);
	buf_printf(&sql, "INSERT INTO %s (", s->hosts);
	tables_add_columns(&sql);
	buf_text(&sql, ") FORMAT RowBinary");
	const bool ok = clickhouse_insert(s, sql.text, fill, sender, row, e);
	buf_done(&sql);
	return ok;
}

bool
upload_file(struct clickhouse *s, const struct archive_file *file,
    uint64_t load, bool plain, struct upload *out, upload_rows_fn *on_rows,
    void *context, struct err *e)
{
	int pair[2];
	uint64_t row;
	pthread_t thread;
	struct reader reader = {
	    .file = file, .load = load, .plain = plain, .upload = out};
	struct sender sender = {
	    .reader = &reader, .on_rows = on_rows, .context = context};
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return err_errno(e, "cannot make a pair of sockets");
	reader.out = pair[0];
	sender.in = pair[1];
	const int why = pthread_create(&thread, NULL, read_file, &reader);
	if (why != 0) {
		errno = why;
		err_errno(e, "cannot start a thread");
	}
	const bool ok = why == 0 && insert(s, &sender, &row, e);
	close(pair[1]);
	if (why == 0)
		pthread_join(thread, NULL);
	close(pair[0]);
	if (why == 0 && !ok)
		name_line(file, row, e);
	return ok;
}
