/* The command line of simnet. */
#ifndef TESTS_SIMNET_SETTINGS_H
#define TESTS_SIMNET_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/err.h"

#include "tests/simnet/model.h"

enum { SETTINGS_PEERS_MOST = 16 };

enum command {
	COMMAND_SERVE,
	COMMAND_TRUTH,
	COMMAND_DRAW,
	COMMAND_WRITE_ARCHIVE,
	COMMAND_HELP
};

/* Texts point into argv; NULL is not given. */
struct settings {
	enum command command;
	struct model model; /* its day is --date */
	day_t from, to;
	const char *targets;
	const char *truth;
	const char *ready;
	const char *counters;
	const char *out;
	const char *config;
	const char *asn_csv[2];
	size_t n_asn_csv;
	const char *places;
	const char *asns;
	const char *peers[SETTINGS_PEERS_MOST];
	size_t n_peers;
	unsigned max_seconds;
	unsigned hosts;
	bool quiet;
};

/* Reads the command line. False: e says what is wrong with it. */
bool settings_read(struct settings *s, int argc, char **argv, struct err *e)
    __attribute__((warn_unused_result));

/* The text of --help. */
extern const char settings_help[];

#endif
