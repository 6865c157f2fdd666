/* The command line of ntpcensus-scan. */
#ifndef SCANNER_OPTIONS_H
#define SCANNER_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/date.h"

#include "scanner/link/open.h"
#include "scanner/probes/probe.h"

enum {
	OPTIONS_MOST_LISTS = 64,
	OPTIONS_MOST_PEERS = 16,
	OPTIONS_MOST_CAPTURES = 4096
};

enum command {
	COMMAND_SCAN,
	COMMAND_RESUME,
	COMMAND_FINISH_PARTIAL,
	COMMAND_PROBE,
	COMMAND_CAPTURE,
	COMMAND_COUNT,
	COMMAND_EXIT
};

/* Texts belong to the command line. */
struct options {
	enum command command;
	int exit_code;     /* of COMMAND_EXIT: --help, --version, bad usage */
	const char *probe; /* the one host of COMMAND_PROBE */
	bool json;         /* of its answers */
	bool show_clients; /* its monlist too */
	const char *captures[OPTIONS_MOST_CAPTURES]; /* files */
	size_t n_captures;
	bool unsolicited;   /* of captures: answers without a question too */
	const char *counts; /* the file that COMMAND_COUNT writes */
	const char *targets[OPTIONS_MOST_LISTS]; /* files or ranges */
	size_t n_targets;
	const char *excludes[OPTIONS_MOST_LISTS]; /* files */
	size_t n_excludes;
	uint64_t rate_pps; /* packets a second; 0: not given */
	uint64_t rate_bps; /* or bits a second; 0: not given */
	enum link_io io;   /* the way in and out */
	const char *out;   /* NULL: not given */
	bool has_date;
	day_t date;
	bool used[N_PROBES];
	bool has_seed;
	uint64_t seed;
	unsigned shard, n_shards; /* both 0: the whole scan */
	const char *config;
	const char *check_key;    /* a file; NULL: a key of our own */
	const char *status_file;  /* gets JSON lines; NULL: none */
	const char *metrics_file; /* for Prometheus; NULL: none */
	uint64_t retry_s;         /* 0: silent hosts are not asked again */
	bool dry_run;
	bool revise;
	bool quiet;
	bool with_private;
	bool isolated;
	const char *peers[OPTIONS_MOST_PEERS];
	size_t n_peers;
};

/* What --help says, in parts; the last is NULL. */
extern const char *const options_help[];

/* Reads the command line. What is wrong with it goes to standard error; help
 * and version go to standard output; the command is then COMMAND_EXIT. */
void options_read(struct options *o, int argc, char **argv);

#endif
