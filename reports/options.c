#include "reports/options.h"

#include "reports/arguments.h"
#include "reports/help.h"

enum {
	REPORTS_KEEP_DAYS = 30,
	ROWS_KEEP_DAYS = 366,
	MAX_KEEP_DAYS = 36500,
	MAX_CONNECTIONS = 60000,
	MAX_RATE = 1000000
};

/* A day that nobody can say. */
static const day_t NO_DAY = INT32_MIN;

/* Sets of commands. */
enum {
	CHECK = 1 << COMMAND_CHECK,
	CUT = 1 << COMMAND_CUT,
	INDEX = 1 << COMMAND_INDEX,
	SERVE = 1 << COMMAND_SERVE,
	ALL = CHECK | CUT | INDEX | SERVE
};

static const struct {
	const char *name;
	const struct help *help;
} commands[N_COMMANDS] = {
    [COMMAND_CHECK] = {"check", &help_check},
    [COMMAND_CUT] = {"cut", &help_cut},
    [COMMAND_INDEX] = {"index", &help_index},
    [COMMAND_SERVE] = {"serve", &help_serve},
};

/* An option, and the commands that it is for. */
struct shared {
	int commands;
	struct argument argument;
};

const char *
options_command(enum command command)
{
	return commands[command].name;
}

/* Says which option is missing, if one is that the command needs. */
static bool
is_whole(const struct options *o, enum command command,
    const struct arguments *a, int *code)
{
	const char *missing = NULL;
	if ((1 << command & (CUT | INDEX)) && o->archive == NULL)
		missing = "--archive is missing";
	else if ((1 << command & (CUT | INDEX | SERVE)) && o->out == NULL)
		missing = "--out is missing";
	if (missing != NULL)
		*code = arguments_complain(a, missing, "");
	return missing == NULL;
}

bool
options_read(
    struct options *o, enum command command, int argc, char **argv, int *code)
{
	const struct shared all[] = {
	    {CHECK | CUT | SERVE,
		{"subscribers", ARGUMENT_TEXT, &o->subscribers, 0, 0}},
	    {CUT | INDEX, {"archive", ARGUMENT_TEXT, &o->archive, 0, 0}},
	    {CUT | INDEX | SERVE, {"out", ARGUMENT_TEXT, &o->out, 0, 0}},
	    {CUT | INDEX, {"day", ARGUMENT_DAY, &o->day, 0, 0}},
	    {CUT | INDEX, {"keep-days", ARGUMENT_NUMBER, &o->keep_days, 1,
			      MAX_KEEP_DAYS}},
	    {SERVE, {"listen", ARGUMENT_TEXT, &o->listen, 0, 0}},
	    {SERVE, {"config", ARGUMENT_TEXT, &o->config, 0, 0}},
	    {SERVE, {"front", ARGUMENT_FLAG, &o->behind_front, 0, 0}},
	    {SERVE, {"rate", ARGUMENT_NUMBER, &o->rate, 0, MAX_RATE}},
	    {SERVE, {"connections", ARGUMENT_NUMBER, &o->connections, 1,
			MAX_CONNECTIONS}},
	    {SERVE, {"log", ARGUMENT_TEXT, &o->log, 0, 0}},
	    {CUT | INDEX | SERVE, {"now", ARGUMENT_TIME, &o->now, 0, 0}},
	    {ALL, {"quiet", ARGUMENT_FLAG, &o->quiet, 0, 0}}};
	struct argument own[sizeof all / sizeof all[0]];
	struct arguments a = {commands[command].name,
	    commands[command].help->usage, commands[command].help->text, own,
	    0};
	char **rest;
	*o = (struct options){
	    .subscribers = "/etc/ntpcensus/subscribers.conf",
	    .day = NO_DAY,
	    .keep_days =
		command == COMMAND_INDEX ? ROWS_KEEP_DAYS : REPORTS_KEEP_DAYS,
	    .listen = "127.0.0.1:8090",
	    .connections = 1000,
	    .rate = 20,
	};
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		if (all[i].commands & 1 << command)
			own[a.n_options++] = all[i].argument;
	if (!arguments_read(&a, argc, argv, &rest, code))
		return false;
	if (*rest != NULL) {
		*code = arguments_complain(&a, "this is no option: ", *rest);
		return false;
	}
	o->has_day = o->day != NO_DAY;
	o->has_now = o->now != 0;
	if (!o->has_now)
		o->now = time(NULL);
	return is_whole(o, command, &a, code);
}
