#include "render/profile.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { PHASES_MOST = 64, NO_PHASE = -1 };

static struct phase {
	const char *name;
	int outer; /* its index, or NO_PHASE */
	int depth;
	double wall_s, cpu_s; /* minus what they were at its beginning */
	long peak_kb;
} phases[PHASES_MOST];
static int n_phases, open_phase = NO_PHASE;

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

/* Adds what the clocks say, or takes it off. */
static void
read_clocks(struct phase *p, int sign)
{
	struct timespec now;
	struct rusage used;
	clock_gettime(CLOCK_MONOTONIC, &now);
	getrusage(RUSAGE_SELF, &used);
	p->wall_s += sign * ((double)now.tv_sec + (double)now.tv_nsec / 1e9);
	p->cpu_s += sign * (seconds(used.ru_utime) + seconds(used.ru_stime));
	p->peak_kb = used.ru_maxrss;
}

static int
find_phase(const char *name)
{
	int i = 0;
	while (i < n_phases && (phases[i].outer != open_phase ||
				   strcmp(phases[i].name, name) != 0))
		i++;
	return i;
}

void
profile_begin(const char *name)
{
	const int i = find_phase(name);
	assert(i < PHASES_MOST);
	if (i == n_phases) {
		phases[n_phases++] = (struct phase){.name = name,
		    .outer = open_phase,
		    .depth = open_phase == NO_PHASE
				 ? 0
				 : phases[open_phase].depth + 1};
	}
	open_phase = i;
	read_clocks(&phases[i], -1);
}

void
profile_end(void)
{
	assert(open_phase != NO_PHASE);
	read_clocks(&phases[open_phase], 1);
	open_phase = phases[open_phase].outer;
}

void
profile_print(FILE *out)
{
	fprintf(
	    out, "%-32s %9s %9s %9s\n", "phase", "wall s", "CPU s", "peak MB");
	for (int i = 0; i < n_phases; i++) {
		const struct phase *p = &phases[i];
		fprintf(out, "%*s%-*s %9.3f %9.3f %9ld\n", 2 * p->depth, "",
		    32 - 2 * p->depth, p->name, p->wall_s, p->cpu_s,
		    p->peak_kb / 1024);
	}
}
