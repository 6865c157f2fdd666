/* What ntpcensus-report says of its commands, and of those among them that work
 * on the folder of reports by the same options. */
#ifndef REPORTS_HELP_H
#define REPORTS_HELP_H

/* Of the program: its commands. */
extern const char help_usage[];
extern const char help_commands[];

/* Of one command. Both texts end in a line end. */
struct help {
	const char *usage;
	const char *text;
};

extern const struct help help_check, help_cut, help_index, help_serve;

#endif
