#include "lib/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BAR_CELLS = 28 };

static int64_t
now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

void
progress_start(
    struct progress *p, const char *label, uint64_t total, bool quiet)
{
	const char *term = getenv("TERM");
	*p = (struct progress){
	    .label = label,
	    .total = total,
	    .started_ns = now_ns(),
	    .quiet = quiet,
	    .bar = !quiet && isatty(STDERR_FILENO) && term != NULL &&
		   strcmp(term, "dumb") != 0,
	};
	progress_show(p, 0, NULL);
}

static void
draw_bar(const struct progress *p, uint64_t done)
{
	if (p->total == 0)
		return;
	const double share = (double)done / (double)p->total;
	const int filled = (int)(BAR_CELLS * (share < 1 ? share : 1));
	fputc('[', stderr);
	for (int i = 0; i < BAR_CELLS; i++)
		fputs(i < filled ? "#" : ".", stderr);
	fprintf(stderr, "] %3d %%", (int)(100 * (share < 1 ? share : 1)));
}

void
progress_show(struct progress *p, uint64_t done, const char *note)
{
	const int64_t now = now_ns();
	if (!p->bar || (p->shown_ns != 0 && now - p->shown_ns < 200000000))
		return;
	p->shown_ns = now;
	fprintf(stderr, "\r\033[K%-32s ", p->label);
	draw_bar(p, done);
	if (note != NULL)
		fprintf(stderr, "  %s", note);
	fflush(stderr);
}

void
progress_end(struct progress *p, const char *summary)
{
	if (p->quiet)
		return;
	const double took_s = (double)(now_ns() - p->started_ns) / 1e9;
	fprintf(stderr, "%s%-32s %.1f s%s%s\n", p->bar ? "\r\033[K" : "",
	    p->label, took_s, summary != NULL ? ", " : "",
	    summary != NULL ? summary : "");
}
