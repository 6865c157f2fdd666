/* A packet's maker knows what it means to a faultless scanner (replies.h), and
 * the network's dice say whether it arrives. Truth is the sum of the two; no
 * decoder is involved.
 *
 * Mode 6 makes a row if a proper fragment arrives and no proper error does,
 * Mode 7 if a proper packet with an item arrives. An answer from an address
 * that was not asked is a case of its own: whether it can be trusted is the
 * scanner's to decide. */
#include "tests/simnet/truth.h"

#include "lib/record.h"

#include "tests/simnet/mode6.h"

static const uint8_t request6[12] = {0x16, 0x02, 0, 1};
static const uint8_t request7[12] = {0x17, 0x00, 3, 42};
static const uint8_t old_request7[160] = {0x17, 0x00, 2, 42};

static struct question
question_of(const uint8_t *request, size_t len)
{
	return (struct question){.client = {.bytes = {192, 0, 2, 1}},
	    .client_port = 50000,
	    .len = len,
	    .bytes = request};
}

struct tally {
	uint32_t data;
	uint32_t refusals;
	uint32_t all_data; /* had nothing been lost */
	uint32_t all_refusals;
	uint32_t elsewhere;
};

static bool
makes_row(unsigned mode, uint32_t data, uint32_t refusals)
{
	return data > 0 && (mode == 7 || refusals == 0);
}

static void
count(const struct packet *p, struct tally *t, struct truth *out)
{
	if (p->meaning == MEANS_NOTHING || p->is_late)
		return;
	bool is_data = p->meaning == MEANS_DATA;
	out->n_packets += p->copies;
	out->n_bytes += (uint64_t)p->len * p->copies;
	out->n_lost += p->copies == 0;
	if (p->sender == SENDER_OTHER_ADDRESS) {
		t->elsewhere += is_data ? p->copies : 0;
		return;
	}
	t->data += is_data ? p->copies : 0;
	t->refusals += is_data ? 0 : p->copies;
	t->all_data += is_data;
	t->all_refusals += !is_data;
}

/* True if an error arrived that says, in our version and with our codes, that
 * the implementation or the form is not known: a scanner may then ask once in
 * the older form. */
static bool
calls_for_old_form(const struct replies *r)
{
	for (size_t i = 0; i < r->n_packets; i++) {
		const struct packet *p = &r->packets[i];
		const uint8_t *b = replies_payload(r, p);
		if (p->meaning == MEANS_REFUSAL && p->copies > 0 &&
		    !p->is_late && p->sender != SENDER_OTHER_ADDRESS &&
		    (b[0] >> 3 & 7) == 2 && b[2] == 3 && b[3] == 42 &&
		    (b[4] >> 4 == 1 || b[4] >> 4 == 3))
			return true;
	}
	return false;
}

static void
ask(const struct model *m, const struct addr *asked, const struct question *q,
    struct replies *scratch, struct tally *t, struct truth *out)
{
	model_answer(m, asked, q, scratch);
	for (size_t i = 0; i < scratch->n_packets; i++)
		count(&scratch->packets[i], t, out);
}

struct truth
truth_of(const struct model *m, const struct addr *asked, unsigned mode,
    struct replies *scratch)
{
	const struct question q = mode == 6
				      ? question_of(request6, sizeof request6)
				      : question_of(request7, sizeof request7);
	const struct question old =
	    question_of(old_request7, sizeof old_request7);
	struct tally t = {0};
	struct truth out = {0};
	ask(m, asked, &q, scratch, &t, &out);
	if (mode == 7 && calls_for_old_form(scratch))
		ask(m, asked, &old, scratch, &t, &out);
	if (makes_row(mode, t.data, t.refusals))
		out.found = FOUND_YES;
	else if (makes_row(mode, t.all_data, t.all_refusals))
		out.found = FOUND_LOST;
	else if (t.elsewhere > 0)
		out.found = FOUND_ELSEWHERE;
	return out;
}

struct writer {
	const struct model *model;
	FILE *out;
	struct replies scratch;
};

static void
write_counts(FILE *out, const struct truth *t, const char *fault)
{
	static const char *const words[] = {"no", "yes", "lost", "elsewhere"};
	fprintf(out, ",%s,%u,%llu,%u,%s", words[t->found], t->n_packets,
	    (unsigned long long)t->n_bytes, t->n_lost, fault);
}

static bool
write_target(void *context, const struct addr *a)
{
	struct writer *w = context;
	const struct model *m = w->model;
	struct host h = population_host(&m->population, a, m->day);
	if (!h.is_here)
		return !ferror(w->out);
	struct truth six = truth_of(m, a, 6, &w->scratch);
	struct truth seven = truth_of(m, a, 7, &w->scratch);
	struct mode6_truth said = mode6_tell(&h);
	bool plain = said.is_plain && six.n_lost == 0;
	char ip[ADDR_TEXT_MAX];
	addr_format(a, ip);
	fprintf(w->out, "%s,%s", ip, population_profile_name(h.profile));
	write_counts(w->out, &six, fault6_name(h.fault6));
	fputc(',', w->out);
	record_write_field(w->out, said.version);
	fprintf(w->out, ",%s,%d", said.stratum, plain);
	write_counts(w->out, &seven, fault7_name(h.fault7));
	fprintf(w->out, ",%u\n", (unsigned)h.n_items);
	return !ferror(w->out);
}

void
truth_write(const struct model *m, const struct target_list *targets, FILE *out)
{
	struct writer w = {.model = m, .out = out};
	fputs("ip,profile,mode6,packets6,bytes6,lost6,fault6,version,stratum,"
	      "plain6,mode7,packets7,bytes7,lost7,fault7,items\n",
	    out);
	replies_init(&w.scratch);
	target_list_walk(targets, write_target, &w);
	replies_done(&w.scratch);
}
