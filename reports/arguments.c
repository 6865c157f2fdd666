#include "reports/arguments.h"

#include <assert.h>
#include <getopt.h>
#include <stdio.h>
#include <time.h>

#include "lib/date.h"
#include "lib/text.h"
#include "lib/version.h"

#include "reports/options.h"

int
arguments_complain(
    const struct arguments *a, const char *what, const char *text)
{
	fprintf(stderr, "ntpcensus-report %s: %s%s\n%s", a->command, what, text,
	    a->usage);
	fprintf(stderr, "Try ntpcensus-report %s --help.\n", a->command);
	return EXIT_USAGE;
}

/* Adds a value to a list. False: it is full. */
static bool
add(struct argument_list *list, const char *value)
{
	if (list->n == ARGUMENTS_MOST_VALUES)
		return false;
	list->items[list->n++] = value;
	return true;
}

static bool
take(const struct arguments *a, const struct argument *option,
    const char *value, int *code)
{
	char what[128];
	uint64_t number;
	switch (option->kind) {
	case ARGUMENT_TEXT:
		*(const char **)option->out = value;
		if (value[0] != '\0')
			return true;
		snprintf(what, sizeof what, "--%s is empty", option->name);
		break;
	case ARGUMENT_NUMBER:
		if (text_to_uint(value, option->most, &number) &&
		    number >= option->least) {
			*(uint32_t *)option->out = (uint32_t)number;
			return true;
		}
		snprintf(what, sizeof what, "--%s is %u to %u, not ",
		    option->name, option->least, option->most);
		break;
	case ARGUMENT_TIME:
		if (date_parse_time(value, option->out))
			return true;
		snprintf(what, sizeof what,
		    "--%s is a time such as 2026-11-22T06:00:00Z, not ",
		    option->name);
		break;
	case ARGUMENT_DAY:
		if (date_parse(value, option->out))
			return true;
		snprintf(what, sizeof what,
		    "--%s is a day such as 2026-11-22, not ", option->name);
		break;
	case ARGUMENT_LIST:
		if (add(option->out, value))
			return true;
		snprintf(
		    what, sizeof what, "--%s comes too often: ", option->name);
		break;
	case ARGUMENT_FLAG:
		return *(bool *)option->out = true;
	}
	*code = arguments_complain(a, what, value);
	return false;
}

/* --help and --version stand behind the command's own options. */
static void
make_table(const struct arguments *a, struct option *out)
{
	assert(a->n_options <= ARGUMENTS_MOST);
	for (size_t i = 0; i < a->n_options; i++)
		*out++ = (struct option){a->options[i].name,
		    a->options[i].kind == ARGUMENT_FLAG ? no_argument
							: required_argument,
		    NULL, (int)i};
	*out++ = (struct option){"help", no_argument, NULL, 'h' << 8};
	*out++ = (struct option){"version", no_argument, NULL, 'v' << 8};
	*out = (struct option){0};
}

bool
arguments_read(
    const struct arguments *a, int argc, char **argv, char ***rest, int *code)
{
	struct option table[ARGUMENTS_MOST + 3];
	static char name[64]; /* argv keeps it */
	int i;
	make_table(a, table);
	/* By which getopt_long begins its sentences. */
	snprintf(name, sizeof name, "ntpcensus-report %s", a->command);
	argv[0] = name;
	while ((i = getopt_long(argc, argv, "", table, NULL)) != -1) {
		switch (i) {
		case 'h' << 8:
			printf("%s\n%s", a->usage, a->help);
			*code = EXIT_DONE;
			return false;
		case 'v' << 8:
			puts("ntpcensus-report " VERSION);
			*code = EXIT_DONE;
			return false;
		case '?':
			/* getopt_long has named the mistake. */
			fprintf(stderr, "Try ntpcensus-report %s --help.\n",
			    a->command);
			*code = EXIT_USAGE;
			return false;
		default:
			if (!take(a, &a->options[i], optarg, code))
				return false;
		}
	}
	*rest = argv + optind;
	return true;
}
