#include "reports/mail/journal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/file.h"
#include "lib/json.h"
#include "lib/mem.h"

enum { MOST_BYTES = 1 << 30 };

static const char *const state_names[N_MAIL_STATES] = {
    "waiting", "not taken", "in doubt", "sent", "refused"};

static int
compare(const void *left, const void *right)
{
	const struct journal_entry *a = left, *b = right;
	const int order = strcmp(a->file, b->file);
	return order != 0 ? order : strcmp(a->contact, b->contact);
}

static bool
read_state(const char *name, enum mail_state *out)
{
	for (int i = 0; i < N_MAIL_STATES; i++)
		if (strcmp(name, state_names[i]) == 0) {
			*out = (enum mail_state)i;
			return true;
		}
	return false;
}

/* A line is one event; they are put together later. Its tries hold the line's
 * number until then, so that equal ones stay in order. */
static bool
take_line(struct journal *j, const char *text, unsigned line, struct err *e)
{
	struct json *value = json_read_text(text, strlen(text));
	const char *file = json_text(value, "file", ""),
		   *contact = json_text(value, "to", "");
	struct journal_entry entry = {.tries = line};
	const bool ok = file[0] != '\0' && contact[0] != '\0' &&
			read_state(json_text(value, "is", ""), &entry.state);
	if (ok) {
		entry.file = arena_text(&j->arena, file);
		entry.contact = arena_text(&j->arena, contact);
		j->known = mem_grow(j->known, &j->room, j->n + 1, sizeof entry);
		j->known[j->n++] = entry;
	}
	json_free(value);
	return ok || err_set(e, "%s:%u tells of no mail", j->path, line);
}

static int
compare_events(const void *left, const void *right)
{
	const struct journal_entry *a = left, *b = right;
	const int order = compare(a, b);
	return order != 0 ? order
			  : (a->tries > b->tries) - (a->tries < b->tries);
}

/* Makes one entry of the events of each mail. */
static void
settle(struct journal *j)
{
	size_t kept = 0;
	if (j->n > 0)
		qsort(j->known, j->n, sizeof j->known[0], compare_events);
	for (size_t i = 0; i < j->n; i++) {
		const struct journal_entry event = j->known[i];
		if (kept == 0 || compare(&j->known[kept - 1], &event) != 0) {
			j->known[kept] = event;
			j->known[kept].tries = j->known[kept].doubts = 0;
			kept++;
		}
		struct journal_entry *mail = &j->known[kept - 1];
		if (event.state == MAIL_IN_DOUBT)
			mail->doubts++;
		else if (event.state == MAIL_NOT_TAKEN && mail->doubts > 0)
			mail->doubts--;
		mail->tries += event.state == MAIL_WAITING ||
			       event.state == MAIL_NOT_TAKEN;
		mail->state = event.state;
	}
	j->n = kept;
}

/* Reads the lines; *whole is how many bytes of the file they are. */
static bool
read_lines(struct journal *j, size_t *whole, struct err *e)
{
	char *text, *end;
	unsigned n = 0;
	bool ok = true;
	*whole = 0;
	if (access(j->path, F_OK) != 0 && errno == ENOENT)
		return true;
	if (!file_read(j->path, MOST_BYTES, &text, NULL, e))
		return false;
	char *line = text;
	for (; ok && (end = strchr(line, '\n')) != NULL; line = end + 1) {
		*end = '\0';
		ok = take_line(j, line, ++n, e);
	}
	*whole = (size_t)(line - text);
	free(text);
	settle(j);
	return ok;
}

bool
journal_open(struct journal *j, const char *spool, day_t day, struct err *e)
{
	char date[DATE_TEXT_MAX];
	size_t whole;
	*j = (struct journal){.file = -1, .day = day};
	date_format(day, date);
	const int n =
	    snprintf(j->path, sizeof j->path, "%s/%s.jsonl", spool, date);
	if (n < 0 || n >= PATH_MAX)
		return err_set(e, "the path %.60s… is too long", spool);
	if (!file_make_folders(spool, e) || !read_lines(j, &whole, e))
		return false;
	j->file =
	    open(j->path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
	if (j->file < 0 || ftruncate(j->file, (off_t)whole) != 0)
		return err_errno(e, "cannot write %s", j->path);
	return file_flush_folder(spool, e);
}

void
journal_done(struct journal *j)
{
	if (j->file >= 0)
		close(j->file);
	free(j->known);
	arena_reset(&j->arena);
	*j = (struct journal){.file = -1};
}

const struct journal_entry *
journal_find(const struct journal *j, const char *file, const char *contact)
{
	const struct journal_entry key = {.file = file, .contact = contact};
	return j->n == 0 ? NULL
			 : bsearch(&key, j->known, j->n, sizeof key, compare);
}

/* Writes all of it. What is left of a line when the disk is full is taken away
 * the next time. */
static bool
write_all(int file, const char *bytes, size_t n)
{
	while (n > 0) {
		const ssize_t written = write(file, bytes, n);
		if (written < 0)
			return false;
		bytes += written;
		n -= (size_t)written;
	}
	return fdatasync(file) == 0;
}

bool
journal_add(struct journal *j, const char *file, const char *contact,
    enum mail_state state, const char *why, struct err *e)
{
	char now[DATE_TEXT_MAX];
	size_t n;
	struct json *line = json_new_object();
	date_format_time(time(NULL), now);
	json_set_text(line, "file", file);
	json_set_text(line, "to", contact);
	json_set_text(line, "is", state_names[state]);
	json_set_text(line, "time", now);
	if (why != NULL)
		json_set_text(line, "why", why);
	char *text = json_write_text(line, true, &n);
	json_free(line);
	const bool ok = write_all(j->file, text, n) ||
			err_errno(e, "cannot write %s", j->path);
	free(text);
	return ok;
}

bool
journal_forget(const char *spool, day_t before, struct err *e)
{
	const struct dirent *entry;
	char path[PATH_MAX], date[16];
	day_t day;
	DIR *folder = opendir(spool);
	bool ok = true;
	if (folder == NULL)
		return errno == ENOENT ||
		       err_errno(e, "cannot read the folder %s", spool);
	while (ok && (entry = readdir(folder)) != NULL) {
		snprintf(date, sizeof date, "%.10s", entry->d_name);
		if (strcmp(entry->d_name + strlen(date), ".jsonl") != 0 ||
		    !date_parse(date, &day) || day >= before)
			continue;
		const int n =
		    snprintf(path, sizeof path, "%s/%s", spool, entry->d_name);
		ok = n < PATH_MAX && file_remove(path, e);
	}
	closedir(folder);
	return ok;
}
