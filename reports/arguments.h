/* The command line of one command, by a table of its options. */
#ifndef REPORTS_ARGUMENTS_H
#define REPORTS_ARGUMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum argument_kind {
	ARGUMENT_TEXT,   /* out: const char *, not empty */
	ARGUMENT_NUMBER, /* out: uint32_t */
	ARGUMENT_TIME,   /* out: time_t */
	ARGUMENT_DAY,    /* out: day_t */
	ARGUMENT_FLAG,   /* out: bool, which becomes true */
	ARGUMENT_LIST    /* out: struct argument_list; may come often */
};

/* The values of an option that may come often. */
enum { ARGUMENTS_MOST_VALUES = 64 };
struct argument_list {
	const char *items[ARGUMENTS_MOST_VALUES];
	size_t n;
};

/* An option, and where its value goes. */
struct argument {
	const char *name; /* without the -- */
	enum argument_kind kind;
	void *out;
	uint32_t least; /* of a number */
	uint32_t most;
};

/* A command and what its help says. The usage ends in a line end. */
struct arguments {
	const char *command;
	const char *usage;
	const char *help;
	const struct argument *options;
	size_t n_options;
};

enum { ARGUMENTS_MOST = 24 };

/* Reads argv, where argv[0] is the command; what is no option is left in *rest,
 * which ends in NULL. False: the program is to end with *code, and what there
 * was to say is said. */
bool arguments_read(const struct arguments *a, int argc, char **argv,
    char ***rest, int *code) __attribute__((warn_unused_result));

/* Says what is wrong with the command line. Gives the exit code. */
int arguments_complain(
    const struct arguments *a, const char *what, const char *text);

#endif
