/* Finds links of a rendered site that lead nowhere.
 *
 *   links FOLDER
 *
 * Every href and src in every page must be an address elsewhere (https, http,
 * mailto), or a relative one of a file that is there, by its whole name, and
 * whose #fragment, if it has one, is the id of something. Pages link to each
 * other by the thousand, so each target is looked at once. */
#include <ctype.h>
#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "lib/buf.h"
#include "lib/file.h"
#include "lib/mem.h"

enum { PAGE_SIZE_MAX = 64 << 20 };

/* Texts that were seen, each once; a table with open places. */
struct set {
	char **places;
	size_t n_places; /* a power of two */
	size_t n;
};

static struct set targets; /* "folder/file" or "folder/file#id" */
static struct set ids;     /* "folder/file#id" of pages that were read */
static struct set pages;   /* whose ids were read */
static size_t n_pages, n_links, n_bad;
static size_t folder_len;

static size_t
hash(const char *text)
{
	uint64_t h = 14695981039346656037u;
	for (; *text; text++)
		h = (h ^ (unsigned char)*text) * 1099511628211u;
	return (size_t)(h ^ h >> 32);
}

static char **
find_place(const struct set *set, const char *text)
{
	size_t i = hash(text) & (set->n_places - 1);
	while (set->places[i] && strcmp(set->places[i], text) != 0)
		i = (i + 1) & (set->n_places - 1);
	return &set->places[i];
}

static bool
is_in(const struct set *set, const char *text)
{
	return set->n_places > 0 && *find_place(set, text);
}

static void
grow(struct set *set)
{
	struct set larger = {.n = set->n};
	larger.n_places = set->n_places ? 2 * set->n_places : 1024;
	larger.places = mem_new(larger.n_places, sizeof *larger.places);
	for (size_t i = 0; i < set->n_places; i++)
		if (set->places[i])
			*find_place(&larger, set->places[i]) = set->places[i];
	free(set->places);
	*set = larger;
}

/* Adds a text. False: it was there. */
static bool
add(struct set *set, const char *text)
{
	if (set->n * 2 >= set->n_places)
		grow(set);
	char **place = find_place(set, text);
	if (*place)
		return false;
	*place = mem_text(text);
	set->n++;
	return true;
}

static void
complain(const char *page, const char *link, const char *why)
{
	n_bad++;
	printf("%s: \"%s\" %s\n", page + folder_len, link, why);
}

static char *
read_page(const char *path)
{
	struct err e;
	char *text;
	if (file_read(path, PAGE_SIZE_MAX, &text, NULL, &e))
		return text;
	fprintf(stderr, "links: %s\n", e.text);
	exit(2);
}

/* Copies the value of the attribute that begins at `at` into out, with &amp;
 * and %XX read. NULL: it is too long, else the end of the value. */
static const char *
copy_value(const char *at, char quote, char out[static PATH_MAX])
{
	size_t n = 0;
	while (*at && *at != quote && n < PATH_MAX - 1) {
		const char hex[3] = {
		    at[0] ? at[1] : 0, at[0] && at[1] ? at[2] : 0, 0};
		if (strncmp(at, "&amp;", 5) == 0) {
			out[n++] = '&';
			at += 5;
		} else if (*at == '%' && isxdigit(hex[0]) && isxdigit(hex[1])) {
			out[n++] = (char)strtoul(hex, NULL, 16);
			at += 3;
		} else {
			out[n++] = *at++;
		}
	}
	out[n] = '\0';
	return *at == quote ? at : NULL;
}

/* Notes "page#id" for each id of a page, once. */
static void
read_ids(const char *page)
{
	char id[PATH_MAX];
	struct buf whole;
	if (!add(&pages, page))
		return;
	char *text = read_page(page);
	buf_init(&whole, PAGE_SIZE_MAX);
	for (const char *at = text; (at = strstr(at, " id=\""));) {
		at += 5;
		if (!copy_value(at, '"', id))
			continue;
		buf_reset(&whole);
		buf_printf(&whole, "%s#%s", page, id);
		if (!add(&ids, whole.text))
			complain(page, id, "is the id of two things");
	}
	buf_done(&whole);
	free(text);
}

/* Removes "x/../" and "./" from a path. */
static void
straighten(char *path)
{
	char *out = path;
	for (const char *at = path; *at;) {
		const size_t n = strcspn(at, "/") + (strchr(at, '/') != NULL);
		if (strncmp(at, "../", 3) == 0 && out > path + 1) {
			out--;
			while (out > path && out[-1] != '/')
				out--;
		} else if (strncmp(at, "./", 2) != 0) {
			memmove(out, at, n);
			out += n;
		}
		at += n;
	}
	*out = '\0';
}

/* Checks a target that was not looked at before: a path, without or with an
 * id. */
static void
check_target(const char *page, const char *link, char *target)
{
	struct stat st;
	char *id = strchr(target, '#');
	if (id)
		*id = '\0';
	if (stat(target, &st) != 0)
		complain(page, link, "is not there");
	else if (!S_ISREG(st.st_mode))
		complain(page, link, "is a folder, and names no file in it");
	else if (id) {
		read_ids(target);
		*id = '#';
		if (!is_in(&ids, target))
			complain(page, link, "has no such id");
	}
}

static void
check_link(const char *page, const char *link)
{
	struct buf target;
	n_links++;
	if (strcmp(link, "#") == 0 || strncasecmp(link, "https:", 6) == 0 ||
	    strncasecmp(link, "http:", 5) == 0 ||
	    strncasecmp(link, "mailto:", 7) == 0)
		return;
	/* The 404 page is shown at any address. */
	if (link[0] == '/' && strcmp(page + folder_len, "404.html") == 0)
		return;
	if (link[0] == '\0' || link[0] == '/') {
		complain(page, link, "is not relative");
		return;
	}
	const int n = (int)(strrchr(page, '/') + 1 - page);
	buf_init(&target, PAGE_SIZE_MAX);
	buf_printf(&target, "%.*s%s", link[0] == '#' ? INT_MAX : n, page, link);
	straighten(target.text);
	if (strncmp(target.text, page, folder_len) != 0)
		complain(page, link, "leads out of the site");
	else if (add(&targets, target.text))
		check_target(page, link, target.text);
	buf_done(&target);
}

static void
check_page(const char *path)
{
	char value[PATH_MAX];
	char *text = read_page(path);
	n_pages++;
	for (const char *at = text; (at = strpbrk(at, "hs"));) {
		const size_t n = strncmp(at, "href=\"", 6) == 0  ? 6
				 : strncmp(at, "src=\"", 5) == 0 ? 5
								 : 0;
		if (n == 0 || at == text || at[-1] != ' ') {
			at++;
			continue;
		}
		const char *end = copy_value(at + n, '"', value);
		if (end)
			check_link(path, value);
		at = end ? end : at + n;
	}
	free(text);
}

static int
visit(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)ftw;
	const size_t n = strlen(path);
	if (type == FTW_F && n > 5 && strcmp(path + n - 5, ".html") == 0)
		check_page(path);
	return 0;
}

int
main(int argc, char **argv)
{
	char folder[PATH_MAX];
	if (argc != 2 || !realpath(argv[1], folder)) {
		fprintf(stderr, "usage: links FOLDER\n");
		return 2;
	}
	folder_len = strlen(folder) + 1;
	if (nftw(folder, visit, 16, FTW_PHYS) != 0) {
		fprintf(stderr, "links: %s: %s\n", folder, strerror(errno));
		return 2;
	}
	printf("%zu pages, %zu links to %zu places, %zu bad\n", n_pages,
	    n_links, targets.n, n_bad);
	return n_bad > 0 || n_pages == 0;
}
