/* Groups of countries, such as the European Union, as things that are counted:
 * what is published of their countries, added up. Anybody can add that up, so
 * nothing more is disclosed. */
#ifndef RENDER_KEEP_GROUPS_H
#define RENDER_KEEP_GROUPS_H

#include "lib/err.h"

#include "render/keep/history.h"

/* What a group is, beside the entity of the same place. */
struct group {
	const char *kind;    /* "continent", "subregion", "union", "registry" */
	uint16_t *countries; /* by their letters, ascending */
	size_t n_countries;
};

/* Adds to a history the groups of a file as entities of their kind: key, name
 * and article are the file's, number is the place among them. A group's count
 * of a day is the sum of its countries' published ones; suppressed if there is
 * none. A group of which nothing is ever published is left out. No file: there
 * are no groups. False: the file is wrong, e says where
 * and why. */
bool groups_add(struct history *h, const char *path, struct err *e)
    __attribute__((warn_unused_result));

/* True if a country is in a group. */
bool groups_have(const struct group *group, uint32_t country);

#endif
