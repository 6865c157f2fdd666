/* Captures: bytes are read as a file of frames, and questions and answers in it
 * are paired. The first byte: bit 0 takes answers that nobody asked for. */
#include "scanner/capture/hosts.h"
#include "scanner/capture/pairs.h"
#include "scanner/capture/source.h"
#include "scanner/result.h"
#include "tests/fuzz/rows.h"

enum { QUIET_MS = 2000, TIMEOUT_MS = 10000 };

/* What came of a file. */
struct counts {
	unsigned n_begun, n_done;
};

/* An exchange is over: its row is as a report must be. */
static void
take_exchange(void *context, const struct exchange *x)
{
	struct counts *n = context;
	const struct probe *probe = probes[x->pair.probe];
	struct arena arena = {0};
	struct row row;
	unsigned n_bad = 0;
	n->n_done++;
	must(x->n_codes > 0, "it is about something");
	if (result_row(probe, &x->answer, x->sent_bytes, &x->pair.server, 123,
		x->first_ms / 1000, &row, &arena, &n_bad))
		must_be_good(
		    &row, schema_of(x->pair.server.is_v6 ? probe->scan_ipv6
							 : probe->scan_ipv4));
	arena_reset(&arena);
}

static void
take_datagram(
    struct pairs *pairs, const struct datagram *d, int64_t ms, struct counts *n)
{
	struct message m;
	struct paired_as as;
	message_read(d->bytes, d->n, &m);
	const bool is_question = m.kind == MESSAGE_QUESTION;
	const struct pair pair = {.server = is_question ? d->to : d->from,
	    .client = is_question ? d->from : d->to,
	    .client_port = is_question ? d->from_port : d->to_port,
	    .sequence = m.sequence,
	    .probe = m.probe};
	if (is_question)
		n->n_begun += pairs_question(pairs, &pair, &m, d->n, ms);
	else if (m.kind == MESSAGE_ANSWER &&
		 pairs_answer(pairs, &pair, &m, d->bytes, d->n, ms, &as) ==
		     PAIRED)
		n->n_begun += as.is_begun;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct input in = {bytes, n};
	const bool unsolicited = take_byte(&in) & 1;
	const char *const path = file_of(0, in.bytes, in.n);
	struct counts counts = {0};
	struct source *source = source_new(&path, 1);
	struct pairs *pairs = pairs_new(
	    QUIET_MS, TIMEOUT_MS, unsolicited, take_exchange, &counts);
	struct source_frame frame;
	struct err e = {{0}};
	enum source_end end;
	while ((end = source_next(source, &frame, &e)) == SOURCE_FRAME) {
		struct datagram d;
		must(frame.ms >= 0, "a clock starts in 1970");
		if (frame_read(frame.link, frame.bytes, frame.n, &d) ==
		    FRAME_DATAGRAM)
			take_datagram(pairs, &d, frame.ms, &counts);
	}
	must((end == SOURCE_END) == (e.text[0] == '\0'), "an end is explained");
	pairs_end(pairs);
	must(counts.n_begun == counts.n_done, "what began has ended");
	pairs_free(pairs);
	source_free(source);
	return 0;
}
