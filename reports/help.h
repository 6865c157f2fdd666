/* What ntpcensus-report says of its command line. */
#ifndef REPORTS_HELP_H
#define REPORTS_HELP_H

extern const char help_usage[];
extern const char help_text[];

#endif
