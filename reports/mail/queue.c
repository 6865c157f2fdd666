#include "reports/mail/queue.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

/* A cut, which stays where it is. */
struct queue_cut {
	struct held entries;
	struct queue_cut *next;
};

/* What the queue is made from. */
struct filling {
	struct queue *queue;
	const struct shelf *shelf;
	const struct subscriber **by_list;
	size_t n_subscribers;
	bool again; /* what was refused, too */
	struct err *e;
};

static int
compare(const void *left, const void *right)
{
	const struct subscriber *const *a = left, *const *b = right;
	return strcmp((*a)->list, (*b)->list);
}

static const struct subscriber *
find_subscriber(const struct filling *f, const char *list)
{
	const struct subscriber key = {.list = list}, *const at = &key;
	const struct subscriber **found = NULL;
	if (f->n_subscribers > 0)
		found = bsearch(&at, f->by_list, f->n_subscribers,
		    sizeof f->by_list[0], compare);
	return found != NULL ? *found : NULL;
}

/* Adds a mail unless it is known to be done. */
static void
add_mail(struct filling *f, struct queue_mail mail)
{
	struct queue *q = f->queue;
	const struct journal_entry *known =
	    journal_find(mail.journal, mail.report->file, mail.contact);
	if (known != NULL) {
		if (known->state == MAIL_SENT ||
		    (known->state == MAIL_REFUSED && !f->again) ||
		    known->doubts >= QUEUE_MOST_DOUBTS)
			return;
		mail.tries = known->tries;
		mail.doubts = known->doubts;
	}
	q->mails = mem_grow(q->mails, &q->room, q->n + 1, sizeof mail);
	q->mails[q->n++] = mail;
}

static void
add_cut(struct filling *f, struct journal *journal, const struct held *cut)
{
	for (size_t i = 0; i < cut->n; i++) {
		const struct report_entry *report = &cut->items[i];
		const struct subscriber *s = find_subscriber(f, report->list);
		if (s == NULL || !s->deliveries[DELIVERY_MAIL] ||
		    !s->types[report->scan] || report->day < s->proven)
			continue;
		for (size_t j = 0; j < s->n_contacts; j++)
			add_mail(f, (struct queue_mail){.cut = cut,
					.report = report,
					.subscriber = s,
					.contact = s->contacts[j],
					.journal = journal});
	}
}

static bool
add_scan(struct filling *f, struct journal *journal, enum scan scan)
{
	for (unsigned k = 1;; k++) {
		struct queue_cut *cut = mem_new(1, sizeof *cut);
		const bool ok = held_read(
		    &cut->entries, f->shelf, journal->day, scan, k, f->e);
		cut->next = f->queue->cuts;
		f->queue->cuts = cut;
		if (!ok)
			return f->e->text[0] == '\0';
		add_cut(f, journal, &cut->entries);
	}
}

static bool
add_day(struct filling *f, struct journal *journal)
{
	for (int scan = 0; scan < N_SCANS; scan++)
		if (!add_scan(f, journal, (enum scan)scan))
			return false;
	return true;
}

bool
queue_fill(struct queue *q, const struct shelf *shelf,
    const struct subscribers *subscribers, const char *spool, day_t first,
    day_t last, bool again, struct err *e)
{
	struct filling f = {.queue = q,
	    .shelf = shelf,
	    .n_subscribers = subscribers->n,
	    .again = again,
	    .e = e};
	bool ok = true;
	*q = (struct queue){0};
	f.by_list = mem_new(subscribers->n + 1, sizeof f.by_list[0]);
	for (size_t i = 0; i < subscribers->n; i++)
		f.by_list[i] = &subscribers->items[i];
	qsort(f.by_list, subscribers->n, sizeof f.by_list[0], compare);
	q->journals =
	    mem_new((size_t)(last - first) + 1, sizeof q->journals[0]);
	for (day_t day = first; ok && day <= last; day++) {
		struct journal *journal = &q->journals[q->n_journals++];
		ok = journal_open(journal, spool, day, e) &&
		     add_day(&f, journal);
	}
	free(f.by_list);
	return ok;
}

void
queue_done(struct queue *q)
{
	struct queue_cut *next;
	for (struct queue_cut *cut = q->cuts; cut != NULL; cut = next) {
		next = cut->next;
		held_done(&cut->entries);
		free(cut);
	}
	for (size_t i = 0; i < q->n_journals; i++)
		journal_done(&q->journals[i]);
	free(q->journals);
	free(q->mails);
	*q = (struct queue){0};
}
