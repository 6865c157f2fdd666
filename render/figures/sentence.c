/* The finding in words. Every number that can be one has a singular, and a
 * change that one decimal of a percent cannot show is told in hosts. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "render/figures/figures.h"
#include "render/figures/messages.h"

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

/* "in Germany", "worldwide", … */
static const char *
phrase_where(const struct entity *entity, struct arena *arena)
{
	switch (entity->kind) {
	case ENTITY_COUNTRY:
		if (!takes_article(entity->name))
			return SAY(arena, IN, entity->name);
		return SAY(arena, IN_THE,
		    messages_text(MESSAGE_COUNTRY_ARTICLE), entity->name);
	case ENTITY_GROUP:
		if (entity->article[0] == '\0')
			return SAY(arena, IN, entity->name);
		return SAY(arena, IN_THE, entity->article, entity->name);
	case ENTITY_ASN:
		if (!has_name(entity))
			return SAY(arena, IN_NETWORK, entity->key);
		return SAY(arena, IN_NAMED_NETWORK, entity->key, entity->name);
	case ENTITY_FAMILY:
		return SAY(arena, OF_FAMILY, entity->name);
	case ENTITY_STRATUM:
	case ENTITY_SIZE:
	case ENTITY_AMPLIFICATION:
		return SAY(arena, OF_CLASS, entity->name);
	case ENTITY_WORLD:
	case N_ENTITY_KINDS:
		break;
	}
	return messages_text(MESSAGE_WORLDWIDE);
}

static const char *
phrase_question(enum scan scan)
{
	static const enum message questions[N_SCANS] = {
	    [SCAN_NTP] = MESSAGE_MODE_6_IPV4,
	    [SCAN_NTPMONITOR] = MESSAGE_MODE_7_IPV4,
	    [SCAN6_NTP] = MESSAGE_MODE_6_IPV6,
	    [SCAN6_NTPMONITOR] = MESSAGE_MODE_7_IPV6,
	};
	return messages_text(questions[scan]);
}

/* ", 1.2 % fewer than a week before"; and whether a day brings that anyway. */
static const char *
phrase_change(const struct change *change, int32_t usual, struct arena *arena)
{
	const bool is_more = change->hosts > 0;
	const int32_t size = abs(change->hosts);
	const char *doubt = size <= usual ? messages_text(MESSAGE_USUAL) : "";
	if (!change->known)
		return messages_text(MESSAGE_WEEK_UNKNOWN);
	if (change->hosts == 0)
		return messages_text(MESSAGE_WEEK_SAME);
	if (fabs(change->percent) >= least_percent) {
		const char *percent = SAY(arena, PERCENT,
		    figures_decimal(fabs(change->percent), 1, arena));
		return is_more ? SAY(arena, WEEK_MORE, percent, doubt)
			       : SAY(arena, WEEK_FEWER, percent, doubt);
	}
	const char *hosts = figures_number(size, arena);
	return is_more ? SAY_COUNT(arena, WEEK_HOSTS_MORE, size, hosts, doubt)
		       : SAY_COUNT(arena, WEEK_HOSTS_FEWER, size, hosts, doubt);
}

/* "; rank 7 of 213 countries", nothing for the world and for groups */
static const char *
phrase_rank(const struct figures *f, enum entity_kind kind, struct arena *arena)
{
	static const enum message ranks[N_ENTITY_KINDS] = {
	    [ENTITY_COUNTRY] = MESSAGE_RANK_COUNTRY,
	    [ENTITY_ASN] = MESSAGE_RANK_NETWORK,
	    [ENTITY_FAMILY] = MESSAGE_RANK_FAMILY,
	    [ENTITY_STRATUM] = MESSAGE_RANK_STRATUM,
	    [ENTITY_SIZE] = MESSAGE_RANK_SIZE,
	    [ENTITY_AMPLIFICATION] = MESSAGE_RANK_AMPLIFICATION};
	if (kind == ENTITY_WORLD || kind == ENTITY_GROUP || f->rank == 0)
		return "";
	return messages_count(arena, ranks[kind], f->ranked,
	    (const char *const[]){figures_number(f->rank, arena),
		figures_number(f->ranked, arena)});
}

const char *
figures_sentence(const struct history *h, const struct entity *entity,
    enum scan scan, size_t day, struct arena *arena)
{
	const struct figures f = figures_of(h, entity, scan, day);
	const char *date = figures_day(h->first + (day_t)day, arena);
	const char *where = phrase_where(entity, arena);
	const char *question = phrase_question(scan);
	if (f.hosts == HOSTS_MISSING)
		return SAY(arena, LEDE_NO_SCAN, where, question, date);
	if (f.hosts == HOSTS_SUPPRESSED)
		return SAY(arena, LEDE_WITHHELD, where, question, date,
		    figures_number(h->min_count, arena));
	const char *hosts = SAY_COUNT(
	    arena, HOSTS_WHERE, f.hosts, figures_number(f.hosts, arena), where);
	const int32_t usual = figures_usual_change(entity, scan, day);
	return SAY(arena, LEDE, hosts, question, date,
	    phrase_change(&f.week, usual, arena),
	    phrase_rank(&f, entity->kind, arena));
}

const char *
figures_day(day_t day, struct arena *arena)
{
	const time_t midnight = (time_t)day * SECONDS_PER_DAY;
	struct tm t = {.tm_mday = 1};
	gmtime_r(&midnight, &t);
	return SAY(arena, DAY, arena_printf(arena, "%d", t.tm_mday),
	    messages_month(t.tm_mon, false),
	    arena_printf(arena, "%d", t.tm_year + 1900));
}
