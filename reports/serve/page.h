/* The reports of a list for people: a form, and links behind it. */
#ifndef REPORTS_SERVE_PAGE_H
#define REPORTS_SERVE_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "reports/serve/catalogue.h"
#include "reports/serve/clients.h"
#include "reports/serve/server.h"

/* True if the path is the page's: /reports/index.php, as clients of such pages
 * know it, or /reports/. */
bool page_is_at(const char *path);

/* Answers: GET with the form; POST of `user` (the list) and `password` (the
 * secret of its key) with links to all its reports, newest first. who gets the
 * list, or "" if nobody was let in. */
void page_answer(struct catalogue *catalogue, const struct clients *clients,
    const struct server_request *request, struct server_reply *reply, char *who,
    size_t room);

/* Finds a field of a form as browsers send it, decoded, in n bytes; writes it
 * with a NUL behind it into out. False: there is none, it is too long for the
 * room, or no text. */
bool page_field(
    const char *form, size_t n, const char *name, char *out, size_t room);

#endif
