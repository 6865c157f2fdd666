/* The packets that the model answers with are taken by the scanner's own probes
 * and become rows by its own code, so that a written day and a scanned one
 * differ in the way the packets went only. Each host is asked one second after
 * another thousand of them. */
#include "tests/simnet/past_day.h"

#include "scanner/day.h"
#include "scanner/result.h"
#include "scanner/run.h"
#include "tests/simnet/model.h"

enum { STARTS_AT_S = 3 * 3600, HOSTS_PER_SECOND = 1000, SEQUENCE = 1 };

struct writing {
	const struct past *past;
	struct model model;
	struct run run;
	struct day day;
	struct replies replies;
	struct pool pool;
	struct arena arena;
	uint64_t n_asked;
	struct err *e;
};

static bool
echoes(const struct probe *probe, const uint8_t *bytes, size_t n)
{
	uint16_t sequence;
	return probe->echo(bytes, n, &sequence) &&
	       (probe->sequence_bits == 0 || sequence == SEQUENCE);
}

static void
count_verdict(struct account *a, enum verdict verdict)
{
	uint64_t *const counts[] = {
	    [VERDICT_VALID] = &a->received_valid,
	    [VERDICT_DUPLICATE] = &a->received_duplicate,
	    [VERDICT_ERROR] = &a->received_error,
	    [VERDICT_EMPTY] = &a->received_empty,
	    [VERDICT_MALFORMED] = &a->received_malformed,
	};
	++*counts[verdict];
}

/* One packet, as the scanner's engine would take it. */
static void
take_packet(struct writing *w, const struct probe *probe,
    const struct packet *p, struct account *a, struct answer *answer)
{
	const uint8_t *bytes = replies_payload(&w->replies, p);
	for (unsigned i = 0; i < p->copies; i++) {
		if (p->is_late) {
			a->received_late++;
		} else if (!echoes(probe, bytes, p->len)) {
			a->received_unasked++;
		} else if (p->sender == SENDER_OTHER_ADDRESS) {
			a->received_other_source++;
		} else {
			count_verdict(a,
			    probe_take(probe, answer, bytes, p->len, &w->pool));
		}
	}
}

static struct account *
account_of(struct writing *w, const struct probe *probe, const struct addr *a)
{
	return &w->run.accounts[a->is_v6 ? probe->scan_ipv6 : probe->scan_ipv4];
}

static bool
add_row(struct writing *w, const struct probe *probe, const struct addr *asked,
    const struct answer *answer, uint16_t port)
{
	struct row row;
	struct account *a = account_of(w, probe, asked);
	unsigned n_bad = 0;
	bool ok = true;
	time_t when = w->run.started + (time_t)(w->n_asked / HOSTS_PER_SECOND);
	if (result_row(probe, answer,
		probe->request_bytes + answer->again_bytes, asked, port, when,
		&row, &w->arena, &n_bad)) {
		a->rows_again += answer->asked_again;
		ok = day_add(&w->day,
		    asked->is_v6 ? probe->scan_ipv6 : probe->scan_ipv4, asked,
		    &row, w->e);
	} else if (answer->error != 0) {
		a->refused++;
		a->errors[answer->error]++;
	} else if (answer->is_empty) {
		a->empty++;
	}
	a->bad_values += n_bad;
	arena_reset(&w->arena);
	return ok;
}

/* Sends one request; gives the port that the last answer came from. */
static uint16_t
send(struct writing *w, const struct probe *probe, const struct addr *asked,
    const uint8_t *request, size_t n, struct answer *answer)
{
	const struct question q = {.client = {.bytes = {192, 0, 2, 1}},
	    .client_port = 50000,
	    .len = n,
	    .bytes = request};
	struct account *a = account_of(w, probe, asked);
	uint16_t port = PROBE_PORT;
	model_answer(&w->model, asked, &q, &w->replies);
	for (size_t i = 0; i < w->replies.n_packets; i++) {
		const struct packet *p = &w->replies.packets[i];
		take_packet(w, probe, p, a, answer);
		port = p->sender == SENDER_OTHER_PORT ? 1230 : port;
	}
	return port;
}

static bool
ask(struct writing *w, const struct probe *probe, const struct addr *asked)
{
	uint8_t request[PROBE_MAX_REQUEST_BYTES];
	struct answer answer = {0};
	struct account *a = account_of(w, probe, asked);
	probe->request(request, SEQUENCE);
	const uint16_t port =
	    send(w, probe, asked, request, probe->request_bytes, &answer);
	a->asked++;
	a->sent++;
	if (answer.packets == 0)
		return true;
	a->answered++;
	if (answer.wants_again) {
		const size_t n = probe->again(request);
		answer.asked_again = true;
		answer.again_bytes = (uint32_t)n;
		a->sent_again++;
		send(w, probe, asked, request, n, &answer);
	}
	bool ok = add_row(w, probe, asked, &answer, port);
	pool_give(&w->pool, answer.pieces);
	return ok;
}

static bool
ask_all(void *context, const struct addr *asked)
{
	struct writing *w = context;
	w->n_asked++;
	if (asked->is_v6)
		w->run.ipv6++;
	else
		w->run.ipv4++;
	for (int i = 0; i < N_PROBES; i++)
		if (!ask(w, probes[i], asked))
			return false;
	return true;
}

static bool
has_family(const struct target_list *t, bool is_v6)
{
	for (size_t i = 0; i < t->n_ranges; i++)
		if (t->ranges[i].first.is_v6 == is_v6)
			return true;
	return false;
}

static void
fill_run(struct writing *w, day_t day)
{
	const struct past *past = w->past;
	bool families[2] = {
	    has_family(past->targets, false), has_family(past->targets, true)};
	w->run = (struct run){.program = "simnet",
	    .origin = "simnet",
	    .link = "",
	    .simulated = true,
	    .date = day,
	    .started = (time_t)day * SECONDS_PER_DAY + STARTS_AT_S,
	    .is_complete = true,
	    .seed = past->settings->model.population.seed,
	    .quiet_ms = past->config->scan.quiet_ms,
	    .timeout_ms = past->config->scan.timeout_ms,
	    .asked = past->targets->n};
	w->run.ended =
	    w->run.started + (time_t)(past->targets->n / HOSTS_PER_SECOND);
	for (int i = 0; i < N_PROBES; i++) {
		w->run.accounts[probes[i]->scan_ipv4].runs = families[0];
		w->run.accounts[probes[i]->scan_ipv6].runs = families[1];
	}
}

static bool
write_day(struct writing *w)
{
	bool runs[N_SCANS];
	for (int i = 0; i < N_SCANS; i++)
		runs[i] = w->run.accounts[i].runs;
	if (!day_start(&w->day, w->past->settings->out,
		(struct day_part){.date = w->run.date}, runs, false, w->e) ||
	    !target_list_walk(w->past->targets, ask_all, w))
		return false;
	struct json *record = run_record(&w->run);
	bool ok = day_finish(&w->day, w->past->geo, NULL, record, true, w->e);
	json_free(record);
	return ok;
}

bool
past_day_write(const struct past *past, day_t day, struct err *e)
{
	struct writing w = {.past = past,
	    .model = past->settings->model,
	    .day = {.lock = -1},
	    .e = e};
	w.model.day = day;
	fill_run(&w, day);
	replies_init(&w.replies);
	bool ok = write_day(&w);
	day_close(&w.day);
	replies_done(&w.replies);
	pool_done(&w.pool);
	arena_reset(&w.arena);
	return ok;
}
