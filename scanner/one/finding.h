/* What one host said to each question, for those who describe it. */
#ifndef SCANNER_ONE_FINDING_H
#define SCANNER_ONE_FINDING_H

#include "scanner/one/clients.h"
#include "scanner/probes/probe.h"

/* How a host stands to a question, from best to worst known. */
enum door {
	DOOR_SILENT, /* nothing came */
	DOOR_CLOSED, /* it answers, but refuses or has nothing to say */
	DOOR_OPEN,   /* its answer makes a row of a report */
	N_DOORS
};

/* "silent", "closed", "open". */
const char *finding_door_word(enum door door);

/* The answer to one question. */
struct said {
	const struct probe *probe;
	enum door door;
	struct answer answer; /* counts; the pieces of its text are gone */
	struct addr from;     /* where the first packet came from */
	uint16_t port;        /* the same */
	uint64_t sent_bytes;
	struct buf text;        /* Mode 6: the variables as they came */
	bool is_whole;          /* no fragment is missing between others */
	uint16_t status;        /* Mode 6: the system status word */
	struct clients clients; /* Mode 7, if they are to be shown */
};

struct finding {
	const char *host; /* as asked for; not owned */
	struct addr address;
	unsigned n_addresses; /* that the host's name has */
	bool show_clients;
	uint64_t n_stray; /* packets to our ports that answer nothing, or came
			     too late */
	uint32_t timeout_ms;
	struct said said[N_PROBES];
};

/* Starts a finding in which nothing was said. */
void finding_init(struct finding *f);
void finding_done(struct finding *f);

/* How the host stands to the worst of its questions. */
enum door finding_door(const struct finding *f);

/* The name of the report that an open host would be in: "scan6_ntp". */
const char *finding_report(const struct finding *f, const struct said *said);

/* Bytes received for each byte sent, in hundredths, rounded. */
uint64_t finding_amplification(const struct said *said);

#endif
