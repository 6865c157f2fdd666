/* Folders of the site that are closed once they are made: years that have
 * passed, with a file for each of some 30,000 networks. No run looks into them
 * again, and both trees share their files. */
#ifndef RENDER_SITE_CLOSED_H
#define RENDER_SITE_CLOSED_H

#include "render/site/site.h"

/* Whether the spare tree may be changed; says so before the first change. */
typedef bool closed_change_fn(void *site, struct err *e);

/* Removes the closed folders of the spare tree that do not stay, so that they
 * can be made anew. */
bool closed_clear(struct site *site, closed_change_fn *about_to_change,
    struct err *e) __attribute__((warn_unused_result));

/* Closes what was put into folders that are to be closed: they take the places
 * of their files in the next manifest. */
void closed_fold(struct site *site);

/* Takes over the closed folders that stay, from the tree that is shown if the
 * spare one lacks them. */
bool closed_keep(struct site *site, closed_change_fn *about_to_change,
    struct err *e) __attribute__((warn_unused_result));

#endif
