/* What pages say beside their templates: words, numbers, dates and plurals,
 * from a file, so that a second language is another file. */
#ifndef RENDER_FIGURES_MESSAGES_H
#define RENDER_FIGURES_MESSAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/arena.h"
#include "lib/err.h"

/* Each line of the file: the name that it has there, and what stands in braces
 * in it. Those that are COUNTED have a line for each form of the plural. */
#define MESSAGES(SAID, COUNTED)                                                \
	SAID(DIGIT_GROUP, "digit-group", "")                                   \
	SAID(DECIMAL_POINT, "decimal-point", "")                               \
	SAID(DAY, "day", "day month year")                                     \
	SAID(SHORT_DAY, "short-day", "day month")                              \
	SAID(MONTH, "month", "month year")                                     \
	SAID(TIME, "time", "date clock")                                       \
	SAID(SECONDS, "seconds", "s")                                          \
	SAID(MINUTES, "minutes", "min s")                                      \
	SAID(HOURS, "hours", "h min")                                          \
	SAID(NO_SCAN, "no-scan", "")                                           \
	SAID(WITHHELD, "withheld", "")                                         \
	SAID(NOT_RECORDED, "not-recorded", "")                                 \
	SAID(UNKNOWN, "unknown", "")                                           \
	SAID(PERCENT, "percent", "number")                                     \
	SAID(PERCENT_TINY, "percent-tiny", "")                                 \
	SAID(RATE_TINY, "rate-tiny", "")                                       \
	SAID(UP, "up", "size")                                                 \
	SAID(DOWN, "down", "size")                                             \
	SAID(CHANGE_ZERO, "change-zero", "")                                   \
	SAID(CHANGE_TINY, "change-tiny", "")                                   \
	SAID(CHANGE_IN_FULL, "change-in-full", "hosts percent")                \
	SAID(NO_CHANGE, "no-change", "")                                       \
	SAID(LEDE, "lede", "hosts question day change rank")                   \
	SAID(LEDE_NO_SCAN, "lede-no-scan", "where question day")               \
	SAID(LEDE_WITHHELD, "lede-withheld", "where question day least")       \
	SAID(LEDE_NOTHING, "lede-nothing", "")                                 \
	COUNTED(HOSTS_WHERE, "hosts-where", "n where")                         \
	SAID(WORLDWIDE, "worldwide", "")                                       \
	SAID(IN, "in", "name")                                                 \
	SAID(IN_THE, "in-the", "article name")                                 \
	SAID(IN_NETWORK, "in-network", "number")                               \
	SAID(IN_NAMED_NETWORK, "in-named-network", "number name")              \
	SAID(COUNTRY_ARTICLE, "country-article", "")                           \
	SAID(OF_FAMILY, "of-family", "name")                                   \
	SAID(OF_CLASS, "of-class", "name")                                     \
	SAID(MODE_6_IPV4, "mode-6-ipv4", "")                                   \
	SAID(MODE_7_IPV4, "mode-7-ipv4", "")                                   \
	SAID(MODE_6_IPV6, "mode-6-ipv6", "")                                   \
	SAID(MODE_7_IPV6, "mode-7-ipv6", "")                                   \
	SAID(WEEK_UNKNOWN, "week-unknown", "")                                 \
	SAID(WEEK_SAME, "week-same", "")                                       \
	SAID(WEEK_MORE, "week-more", "percent usual")                          \
	SAID(WEEK_FEWER, "week-fewer", "percent usual")                        \
	COUNTED(WEEK_HOSTS_MORE, "week-hosts-more", "n usual")                 \
	COUNTED(WEEK_HOSTS_FEWER, "week-hosts-fewer", "n usual")               \
	SAID(USUAL, "usual", "")                                               \
	COUNTED(RANK_COUNTRY, "rank-country", "rank n")                        \
	COUNTED(RANK_NETWORK, "rank-network", "rank n")                        \
	COUNTED(RANK_FAMILY, "rank-family", "rank n")                          \
	COUNTED(RANK_STRATUM, "rank-stratum", "rank n")                        \
	COUNTED(RANK_SIZE, "rank-size", "rank n")                              \
	COUNTED(RANK_AMPLIFICATION, "rank-amplification", "rank n")            \
	SAID(RANK_OF, "rank-of", "rank n")                                     \
	SAID(STATUS_COMPLETE, "status-complete", "day")                        \
	SAID(STATUS_PARTIAL, "status-partial", "day")                          \
	COUNTED(STATUS_OLD, "status-old", "status n")                          \
	SAID(STATUS_NONE, "status-none", "")

enum { MESSAGES_MONTHS = 12, MESSAGES_FORMS = 3 };

#define MESSAGES_ID(id, name, args) MESSAGE_##id,
enum message { MESSAGES(MESSAGES_ID, MESSAGES_ID) N_MESSAGES };
#undef MESSAGES_ID

/* Reads the file at path, which all that follows is said by; before threads
 * begin, and not while anything is said. False: a name that is missing, twice
 * there, or unknown; e names the file and the line. */
bool messages_read(const char *path, struct err *e)
    __attribute__((warn_unused_result));
void messages_done(void);

/* A message without anything in braces. Lives until messages_done. */
const char *messages_text(enum message id);

/* A message with its values filled in, in the order in which MESSAGES names
 * them; a value is not escaped. Lives in arena. */
const char *messages_say(
    struct arena *arena, enum message id, const char *const values[]);

/* The same of a COUNTED message, in the plural's form for n. */
const char *messages_count(struct arena *arena, enum message id, int64_t n,
    const char *const values[]);

#define SAY(arena, id, ...)                                                    \
	messages_say(arena, MESSAGE_##id, (const char *const[]){__VA_ARGS__})
#define SAY_COUNT(arena, id, n, ...)                                           \
	messages_count(                                                        \
	    arena, MESSAGE_##id, n, (const char *const[]){__VA_ARGS__})

/* Which form of the plural a number takes in a language that counts in the way
 * of that name, from 0; -1: no such way is known. */
int messages_form(const char *rule, int64_t n);

/* A month's name, from 0, in full or short. */
const char *messages_month(int month, bool is_short);

#endif
