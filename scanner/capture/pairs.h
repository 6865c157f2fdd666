/* Questions and their answers, paired as they come in a capture. */
#ifndef SCANNER_CAPTURE_PAIRS_H
#define SCANNER_CAPTURE_PAIRS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/addr.h"

#include "scanner/capture/message.h"
#include "scanner/probes/probe.h"

/* More exchanges are not kept open at once; the oldest end early. */
enum { PAIRS_MOST_OPEN = 1 << 22, PAIRS_MOST_CODES = 4 };

/* Who talks to whom, and about what. */
struct pair {
	struct addr server, client;
	uint16_t client_port; /* the server's is 123 */
	uint16_t sequence;
	unsigned probe;
};

/* One server's answer to one client's question, asked once or again. */
struct exchange {
	struct pair pair;
	uint64_t sent_bytes; /* of all its questions; 0: only answers came */
	int64_t first_ms;    /* when it began */
	int64_t asked_ms;    /* when it was last asked */
	int64_t last_ms;     /* when its last answer came */
	uint16_t codes[PAIRS_MOST_CODES]; /* Mode 7: what was asked */
	unsigned n_codes;
	struct answer answer;
	struct exchange *next_in_bucket;
	struct exchange *older, *newer; /* by asked_ms */
};

struct pairs;

/* Called once for each exchange when its time is over: in the order of their
 * last questions. */
typedef void pairs_done_fn(void *context, const struct exchange *exchange);

/* An exchange ends when its server has been silent for quiet_ms after an
 * answer, and timeout_ms after its last question, all by the capture's clock.
 * With `unsolicited` an answer without a question begins one too. */
struct pairs *pairs_new(uint32_t quiet_ms, uint32_t timeout_ms,
    bool unsolicited, pairs_done_fn *on_done, void *context);
void pairs_free(struct pairs *p);

/* Takes a question of n bytes. True: it begins an exchange. */
bool pairs_question(struct pairs *p, const struct pair *pair,
    const struct message *message, size_t n, int64_t now_ms);

/* What an answer was. */
enum paired {
	PAIRED,         /* *verdict says more */
	PAIRED_LATE,    /* its exchange was over */
	PAIRED_UNASKED, /* nobody had asked this */
	PAIRED_OTHER    /* it answers a question that is none of ours */
};

struct paired_as {
	enum verdict verdict;
	bool is_first;       /* the server had not said anything yet */
	bool is_begun;       /* an exchange began with it, unasked */
	bool is_unsolicited; /* as all of its exchange are */
};

/* Takes an answer of n bytes; *as is filled if it is PAIRED. */
enum paired pairs_answer(struct pairs *p, const struct pair *pair,
    const struct message *message, const uint8_t *bytes, size_t n,
    int64_t now_ms, struct paired_as *as);

/* Ends all exchanges. */
void pairs_end(struct pairs *p);

#endif
