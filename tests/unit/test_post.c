/* A run of mails with a server that does whatever servers do, and with kills at
 * any moment, again and again, until nothing is left: what arrived is then what
 * may have arrived. */
#include <sys/mman.h>
#include <sys/wait.h>

#include "reports/mail/post.c"
#include "tests/unit/support.h"

enum { N_MAILS = 8, MOST_RUNS = 200, DAY = 20779 /* 2026-11-22 */ };

/* What the server knows of a mail, and what was seen of its tries. */
struct fate {
	unsigned n_taken;
	unsigned n_doubts;      /* ends that had no answer */
	unsigned n_copies;      /* tries that said that they are copies */
	unsigned n_false;       /* … or should have, and did not */
	unsigned n_after_doubt; /* tries behind the second doubt */
	bool is_refused;
};

/* Outlives each run, which is a process of its own. */
static struct fate *fates;
static bool is_calm; /* all goes well */
static struct err e;

static bool
is_copy(const struct smtp_mail *mail)
{
	for (size_t i = 0; mail->headers[i] != NULL; i++)
		if (strncmp(mail->headers[i], "X-Ntpcensus-Copy:", 17) == 0)
			return true;
	return false;
}

/* The end was sent; what then? */
static enum smtp_outcome
end_mail(struct fate *f)
{
	const uint64_t luck = is_calm ? 9 : dice(10);
	f->n_doubts++;
	if (luck < 2)
		_exit(9);
	if (luck == 2)
		return SMTP_IN_DOUBT;
	if (luck == 3) {
		f->n_doubts--;
		return SMTP_LATER;
	}
	if (luck == 4 && dice(4) == 0) {
		f->n_doubts--;
		f->is_refused = true;
		return SMTP_REFUSED;
	}
	f->n_taken++;
	if (luck == 5)
		_exit(9);
	if (luck == 6)
		return SMTP_IN_DOUBT;
	f->n_doubts--;
	return SMTP_SENT;
}

enum smtp_outcome
smtp_send(struct smtp *s, const struct smtp_mail *mail, struct err *why)
{
	struct fate *f = &fates[mail->to[1] - '0'];
	(void)s;
	err_set(why, "the server does what servers do");
	f->n_after_doubt += f->n_doubts >= QUEUE_MOST_DOUBTS;
	f->n_copies += is_copy(mail);
	f->n_false += is_copy(mail) != (f->n_doubts > 0);
	assert_true((strstr(mail->text, "copy") != NULL) == is_copy(mail));
	switch (is_calm ? 9 : dice(10)) {
	case 0:
		_exit(9);
	case 1:
		return SMTP_NO_SERVER;
	case 2:
		return SMTP_LATER;
	default:
		if (!mail->on_ending(mail->context))
			return SMTP_GIVEN_UP;
		return end_mail(f);
	}
}

static void
write_shelf(const struct shelf *shelf)
{
	char path[PATH_MAX];
	struct err fault;
	assert_true(shelf_cut_path(shelf, DAY, SCAN_NTP, 1, path));
	assert_true(file_make_folders(path, &fault));
	const size_t n = strlen(path);
	snprintf(path + n, sizeof path - n, "/reports.jsonl");
	FILE *out = fopen(path, "w");
	assert_non_null(out);
	for (int i = 0; i < N_MAILS; i++) {
		char list[8];
		struct report_entry r = {.list = list,
		    .filter = "asn",
		    .scan = SCAN_NTP,
		    .day = DAY,
		    .revision = 1,
		    .events = 1,
		    .bytes = 1};
		snprintf(list, sizeof list, "l%d", i);
		memset(r.sha256, '0', FINGERPRINT_CHARS);
		index_name(&r);
		index_write(out, &r);
	}
	fclose(out);
}

static const char *
write_subscribers(void)
{
	struct buf b;
	buf_init(&b, 1 << 16);
	for (int i = 0; i < N_MAILS; i++)
		buf_printf(&b,
		    "subscriber { list = l%d title = T contacts = "
		    "{\"c%d@a.example\"} asn = {1} delivery = {mail} proven = "
		    "2026-11-01 proof = P }\n",
		    i, i);
	const char *path = scratch_text("subscribers", b.text);
	buf_done(&b);
	return path;
}

/* One run, from start to end, or to its death. Exits with 0 if nothing is left.
 */
static void
run(const struct shelf *shelf, const struct subscribers *subscribers,
    const char *spool)
{
	char from[] = "r@a.example", links[] = "https://a.example/",
	     nothing[1] = "";
	struct config config = {0};
	config.operator.name = config.operator.contact = nothing;
	config.site.base_url = nothing;
	config.mail.from = from;
	config.mail.links = links;
	struct letter_template template;
	struct queue queue;
	assert_true(letter_read(
	    &template, scratch("template"), post_names, POST_N_FACTS, &e));
	if (!queue_fill(&queue, shelf, subscribers, spool, DAY, DAY, false, &e))
		fail_msg("%s", e.text);
	struct post p = {.config = &config,
	    .template = &template,
	    .patience_s = (uint32_t)dice(2)};
	const bool ok = post_all(&p, &queue, &e);
	const bool is_over = ok && p.n_waiting == 0;
	queue_done(&queue);
	letter_done(&template);
	_exit(is_over ? 0 : 1);
}

static void
check_fates(void)
{
	for (int i = 0; i < N_MAILS; i++) {
		const struct fate *f = &fates[i];
		assert_int_equal(f->n_false, 0);
		assert_int_equal(f->n_after_doubt, 0);
		assert_true(f->n_taken <= QUEUE_MOST_DOUBTS);
		if (f->n_doubts == 0)
			assert_int_equal(f->n_taken, !f->is_refused);
		if (f->n_taken > 1)
			assert_true(f->n_copies > 0);
		if (f->n_taken == 0)
			assert_true(
			    f->is_refused || f->n_doubts == QUEUE_MOST_DOUBTS);
	}
}

/* Runs until nothing is left; the last runs are calm. */
static void
deliver(unsigned round)
{
	char spool[256], out[256];
	struct subscribers subscribers;
	int status = 1;
	snprintf(out, sizeof out, "%s/%u", scratch("out"), round);
	snprintf(spool, sizeof spool, "%s/%u", scratch("spool"), round);
	const struct shelf shelf = {.path = out};
	write_shelf(&shelf);
	assert_true(subscribers_read(&subscribers, write_subscribers(), &e));
	memset(fates, 0, N_MAILS * sizeof *fates);
	for (unsigned i = 0; i < MOST_RUNS && status != 0; i++) {
		is_calm = i > 20;
		dice(2);
		const pid_t pid = fork();
		if (pid == 0)
			run(&shelf, &subscribers, spool);
		assert_int_equal(waitpid(pid, &status, 0), pid);
	}
	assert_int_equal(status, 0);
	check_fates();
	subscribers_done(&subscribers);
}

static void
whatever_happens_each_mail_goes_once(void **state)
{
	(void)state;
	scratch_text("template", "Subject: s\n\n{{link}}\n\n{{again}} copy\n");
	for (unsigned round = 0; round < 6; round++)
		deliver(round);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(whatever_happens_each_mail_goes_once),
	};
	dice_start();
	fates = mmap(NULL, N_MAILS * sizeof *fates, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (freopen("/dev/null", "w", stderr) == NULL)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
