/* The table of questions. A probe is one file: its request, the check of its
 * answers, what they say, and the columns of its report. */
#ifndef SCANNER_PROBES_PROBE_H
#define SCANNER_PROBES_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/arena.h"
#include "lib/control.h"
#include "lib/record.h"
#include "lib/schema.h"

#include "scanner/probes/pool.h"

enum { N_PROBES = 2, PROBE_MAX_REQUEST_BYTES = 192, PROBE_PORT = 123 };

/* What one packet was to the answer that it belongs to. */
enum verdict {
	VERDICT_VALID,     /* a part of the answer that was not there yet */
	VERDICT_DUPLICATE, /* a part that was */
	VERDICT_ERROR,     /* the server refuses */
	VERDICT_EMPTY,     /* the server has nothing to say */
	VERDICT_MALFORMED  /* not an answer to this question */
};

/* What one host has said to one question. A zeroed struct has heard nothing. */
struct answer {
	uint32_t packets; /* valid, duplicate, error and empty ones */
	uint64_t bytes;   /* of their UDP payloads */
	uint32_t n_valid;
	uint8_t error; /* the code of the last error answer; 0: none came */
	bool is_empty; /* an empty answer came */

	/* A second question, for those who do not understand the first. */
	bool wants_again;     /* the answer calls for it */
	bool asked_again;     /* it was asked */
	uint32_t again_bytes; /* of its payload */

	/* Mode 7: older forms of the question count too, because whoever takes
	 * the packets has compared their codes with those that were asked. */
	bool any_form;

	/* Mode 6: the fragments as they came; they lie in a pool. */
	struct control_piece *pieces;
	uint16_t n_pieces;
	uint32_t end; /* of the text, as a fragment without more behind it says;
			 0: none came */

	/* Mode 7: which packets of the list came, and its items. */
	uint64_t seen[2];
	uint64_t items;
};

struct probe {
	const char *name; /* "ntp": the word behind --probes */
	enum scan scan_ipv4, scan_ipv6;
	size_t request_bytes;
	unsigned sequence_bits; /* how many bits of its own it echoes … */
	unsigned sequence_at; /* … and where in the request they lie: an even
				 number of bytes in; the rest is constant */

	/* Writes the request; sequence < 2^sequence_bits. */
	void (*request)(uint8_t *out, uint16_t sequence);

	/* The sequence that an answer echoes. False: it has none, being no
	 * answer to this question at all. */
	bool (*echo)(const uint8_t *bytes, size_t n, uint16_t *sequence);

	/* Takes a packet of a host's answer, which has passed the check. Text
	 * goes into the pool. */
	enum verdict (*take)(struct answer *a, const uint8_t *bytes, size_t n,
	    struct pool *pool);

	/* Writes the second question, for an answer that wants_again; gives its
	 * length. NULL: this probe has none. */
	size_t (*again)(uint8_t *out);

	/* Puts what the answer says into the columns that are this probe's own.
	 * False: the answer makes no row. Values live in arena; a value that
	 * its column cannot hold is counted in *n_bad. */
	bool (*columns)(const struct answer *a, struct row *row,
	    struct arena *arena, unsigned *n_bad);
};

extern const struct probe probe_readvar; /* Mode 6 */
extern const struct probe probe_monlist; /* Mode 7 */

/* All probes. */
extern const struct probe *const probes[N_PROBES];

/* Takes a packet as the probe does, and counts it in the answer unless it is
 * malformed. */
enum verdict probe_take(const struct probe *probe, struct answer *a,
    const uint8_t *bytes, size_t n, struct pool *pool);

#endif
