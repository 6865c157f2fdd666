/* A crash leaves three kinds of hosts: those below the checkpoint's slot, which
 * are counted; those reserved, of which nobody knows whether they were asked;
 * and, among both, those whose row came after the checkpoint. Such a row proves
 * that its host was asked and has answered. */
#include "scanner/restore.h"

#include <string.h>
#include <unistd.h>

#include "scanner/question.h"
#include "scanner/spool.h"

struct restoring {
	struct day *day;
	struct checkpoint *c;
	struct run *run;
	struct question questions[N_PROBES];
	unsigned n_questions;
};

/* The question whose rows a scan has, and its number among those asked. */
static struct question *
question_of(struct restoring *r, enum scan scan, unsigned *number)
{
	for (*number = 0; *number < r->n_questions; ++*number) {
		struct question *q = &r->questions[*number];
		if (q->probe->scan_ipv4 == scan || q->probe->scan_ipv6 == scan)
			return q;
	}
	return NULL;
}

static void
count_reserved(struct restoring *r)
{
	for (uint64_t slot = r->c->slot; slot < r->c->reserved; slot++) {
		const struct question *q = &r->questions[slot % r->n_questions];
		const struct addr a =
		    question_address(q, slot / r->n_questions);
		run_account(r->run, q->probe, &a)->not_asked++;
	}
}

/* Counts the host of a row that came after the checkpoint. */
static bool
count_row(struct restoring *r, enum scan scan, const struct addr *a)
{
	unsigned number;
	uint64_t position;
	const struct question *q = question_of(r, scan, &number);
	struct account *account = &r->run->accounts[scan];
	if (q == NULL || !question_find(q, a, &position))
		return false;
	const uint64_t slot = position * r->n_questions + number;
	if (slot >= r->c->reserved)
		return false;
	if (slot >= r->c->slot) {
		account->not_asked--;
		account->asked++;
		account->sent++;
	}
	account->answered++;
	r->run->rows_recovered++;
	return true;
}

/* Looks at the rows of a scan; cuts off what is no whole row. */
static bool
recover_rows(struct restoring *r, enum scan scan, struct err *e)
{
	struct spool spool;
	if (!day_rows(r->day, scan, &spool, e))
		return false;
	bool ok = spool.end >= r->c->spool_bytes[scan];
	for (size_t i = 0; ok && i < spool.n; i++)
		if (spool_offset(&spool, i) >= r->c->spool_bytes[scan])
			ok = count_row(r, scan, spool_addr(&spool, i));
	const size_t end = spool.end;
	const bool is_cut = spool.is_cut;
	spool_close(&spool);
	if (!ok)
		return err_set(e,
		    "the rows in %s do not fit their checkpoint: "
		    "--finish-partial makes a day of them",
		    r->day->work);
	return !is_cut ||
	       ftruncate(fileno(r->day->spools[scan]), (off_t)end) == 0 ||
	       err_errno(e, "cannot cut a torn row off in %s", r->day->work);
}

static bool
read_work(struct restoring *r, struct targets *targets, struct err *e)
{
	char path[PATH_MAX], space[FINGERPRINT_TEXT_MAX];
	if (!day_path(r->day, "checkpoint.json", path, e) ||
	    !checkpoint_read(path, r->c, r->run, e) ||
	    !day_path(r->day, "targets", path, e) ||
	    !targets_load(targets, path, e))
		return false;
	targets_fingerprint(targets, space);
	if (strcmp(space, r->run->space) == 0 && r->run->date == r->day->date &&
	    r->run->n_shards == r->day->n_shards &&
	    r->run->shard == r->day->shard)
		return true;
	targets_done(targets);
	return err_set(e, "%s holds the targets of another scan", r->day->work);
}

bool
restore(struct day *day, struct checkpoint *c, struct run *run,
    struct targets *targets, struct err *e)
{
	static const uint8_t no_key[RANDOM_KEY_BYTES];
	struct restoring r = {.day = day, .c = c, .run = run};
	bool ok = read_work(&r, targets, e);
	if (!ok)
		return false;
	run->asked = targets->n;
	run->ipv4 = targets->n_ipv4;
	run->ipv6 = targets->n - targets->n_ipv4;
	run->ports = 1;
	for (unsigned i = 0; i < N_PROBES; i++)
		if (c->used[i])
			question_init(&r.questions[r.n_questions++], i, targets,
			    run, no_key);
	count_reserved(&r);
	for (int scan = 0; ok && scan < N_SCANS; scan++)
		if (day->spools[scan] != NULL)
			ok = recover_rows(&r, (enum scan)scan, e);
	for (unsigned i = 0; i < r.n_questions; i++)
		question_done(&r.questions[i]);
	if (!ok)
		targets_done(targets);
	run->under_way += c->under_way;
	c->slot = c->reserved;
	return ok;
}
