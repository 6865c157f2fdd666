/* The finding in words. Every number that can be one has a singular, and a
 * change that one decimal of a percent cannot show is told in hosts. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "render/figures/figures.h"

/* A change is told in percent only if one decimal can hold it. */
static const double least_percent = 0.05;

/* Finds out whether a country's name takes "the" within a sentence. */
static bool
takes_article(const char *name)
{
	static const char *const starts[] = {"United ", "Isle of ", "Holy See",
	    "State of ", "Federated States of ", "British Indian Ocean"};
	static const char *const whole[] = {"Bahamas", "Comoros", "Gambia",
	    "Maldives", "Netherlands", "Philippines", "Seychelles"};
	static const char *const parts[] = {"Islands", "Republic", "Territor"};
	for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
		if (strncmp(name, starts[i], strlen(starts[i])) == 0)
			return true;
	for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++)
		if (strcmp(name, whole[i]) == 0)
			return true;
	if (strncmp(name, "The ", strlen("The ")) == 0)
		return false;
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		if (strstr(name, parts[i]) != NULL)
			return true;
	return false;
}

/* A network without a name is called by its number. */
static bool
has_name(const struct entity *network)
{
	return strncmp(network->name, "AS", 2) != 0 ||
	       strcmp(network->name + 2, network->key) != 0;
}

/* "hosts in Germany", "hosts worldwide", … */
static const char *
phrase_hosts(const struct entity *entity, bool one, struct arena *arena)
{
	const char *hosts = one ? "host" : "hosts";
	switch (entity->kind) {
	case ENTITY_COUNTRY:
		return arena_printf(arena, "%s in %s%s", hosts,
		    takes_article(entity->name) ? "the " : "", entity->name);
	case ENTITY_GROUP:
		return arena_printf(arena, "%s in %s%s%s", hosts,
		    entity->article, entity->article[0] ? " " : "",
		    entity->name);
	case ENTITY_ASN:
		if (!has_name(entity))
			return arena_printf(
			    arena, "%s in AS%s", hosts, entity->key);
		return arena_printf(
		    arena, "%s in AS%s (%s)", hosts, entity->key, entity->name);
	case ENTITY_FAMILY:
		return arena_printf(
		    arena, "%s of the family “%s”", hosts, entity->name);
	case ENTITY_STRATUM:
	case ENTITY_SIZE:
	case ENTITY_AMPLIFICATION:
		return arena_printf(
		    arena, "%s of the class “%s”", hosts, entity->name);
	case ENTITY_WORLD:
	case N_ENTITY_KINDS:
		break;
	}
	return arena_printf(arena, "%s worldwide", hosts);
}

static const char *
phrase_question(enum scan scan)
{
	static const char *const questions[N_SCANS] = {
	    [SCAN_NTP] = "Mode 6 queries",
	    [SCAN_NTPMONITOR] = "Mode 7 monlist queries",
	    [SCAN6_NTP] = "Mode 6 queries over IPv6",
	    [SCAN6_NTPMONITOR] = "Mode 7 monlist queries over IPv6",
	};
	return questions[scan];
}

/* "21 November 2026" */
static const char *
phrase_day(day_t day, struct arena *arena)
{
	static const char *const months[] = {"January", "February", "March",
	    "April", "May", "June", "July", "August", "September", "October",
	    "November", "December"};
	const time_t midnight = (time_t)day * SECONDS_PER_DAY;
	struct tm t;
	gmtime_r(&midnight, &t);
	return arena_printf(
	    arena, "%d %s %d", t.tm_mday, months[t.tm_mon], t.tm_year + 1900);
}

/* Says if a change is no more than what a day brings anyway. */
static const char *
phrase_doubt(const struct change *change, int32_t usual)
{
	return abs(change->hosts) <= usual
		   ? ", which is within its usual change from day to day"
		   : "";
}

/* ", 1.2 % fewer than a week before" */
static const char *
phrase_change(const struct change *change, int32_t usual, struct arena *arena)
{
	const char *which = change->hosts > 0 ? "more" : "fewer";
	const char *doubt = phrase_doubt(change, usual);
	const int32_t size = abs(change->hosts);
	if (!change->known)
		return "; the change since the week before is not known";
	if (change->hosts == 0)
		return ", unchanged from a week before";
	if (fabs(change->percent) >= least_percent)
		return arena_printf(arena,
		    ", %.1f\u00a0%% %s than a week before%s",
		    fabs(change->percent), which, doubt);
	return arena_printf(arena, ", %s %s %s than a week before%s",
	    figures_number(size, arena), size == 1 ? "host" : "hosts", which,
	    doubt);
}

/* "; rank 7 of 213 countries", nothing for the world */
static const char *
phrase_rank(const struct figures *f, enum entity_kind kind, struct arena *arena)
{
	static const char *const one[] = {"", "country", "network",
	    "version family", "stratum", "class of response sizes",
	    "class of amplification factors"};
	static const char *const many[] = {"", "countries", "networks",
	    "version families", "strata", "classes of response sizes",
	    "classes of amplification factors"};
	if (kind == ENTITY_WORLD || kind == ENTITY_GROUP || f->rank == 0)
		return "";
	return arena_printf(arena, "; rank %s of %s %s",
	    figures_number(f->rank, arena), figures_number(f->ranked, arena),
	    f->ranked == 1 ? one[kind] : many[kind]);
}

const char *
figures_sentence(const struct history *h, const struct entity *entity,
    enum scan scan, size_t day, struct arena *arena)
{
	const struct figures f = figures_of(h, entity, scan, day);
	const char *date = phrase_day(h->first + (day_t)day, arena);
	if (f.hosts == HOSTS_MISSING)
		return arena_printf(arena,
		    "How many %s answered %s on %s is not known: there is no "
		    "scan of that day.",
		    phrase_hosts(entity, false, arena), phrase_question(scan),
		    date);
	if (f.hosts == HOSTS_SUPPRESSED)
		return arena_printf(arena,
		    "How many %s answered %s on %s is not published: fewer "
		    "than %s did, or their number would give away a smaller "
		    "one.",
		    phrase_hosts(entity, false, arena), phrase_question(scan),
		    date, figures_number(h->min_count, arena));
	return arena_printf(arena, "%s %s answered %s on %s%s%s.",
	    figures_number(f.hosts, arena),
	    phrase_hosts(entity, f.hosts == 1, arena), phrase_question(scan),
	    date,
	    phrase_change(
		&f.week, figures_usual_change(entity, scan, day), arena),
	    phrase_rank(&f, entity->kind, arena));
}
