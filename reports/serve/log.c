#include "reports/serve/log.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "lib/date.h"

static FILE *
open_file(const char *path, struct err *e)
{
	const int file =
	    open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
	FILE *stream = file >= 0 ? fdopen(file, "ae") : NULL;
	if (stream == NULL) {
		err_errno(e, "cannot open the log %s", path);
		if (file >= 0)
			close(file);
		return NULL;
	}
	setvbuf(stream, NULL, _IOLBF, 0);
	return stream;
}

bool
log_open(struct log *l, const char *path, bool is_off, struct err *e)
{
	*l = (struct log){.path = path};
	pthread_mutex_init(&l->lock, NULL);
	if (path == NULL) {
		l->stream = is_off ? NULL : stderr;
		return true;
	}
	l->stream = open_file(path, e);
	return l->stream != NULL;
}

void
log_close(struct log *l)
{
	if (l->path != NULL && l->stream != NULL)
		fclose(l->stream);
	l->stream = NULL;
	pthread_mutex_destroy(&l->lock);
}

bool
log_reopen(struct log *l, struct err *e)
{
	if (l->path == NULL)
		return true;
	FILE *stream = open_file(l->path, e);
	if (stream == NULL)
		return false;
	pthread_mutex_lock(&l->lock);
	fclose(l->stream);
	l->stream = stream;
	pthread_mutex_unlock(&l->lock);
	return true;
}

static const char *
method_of(const char *method)
{
	static const char *const known[] = {"GET", "HEAD", "POST"};
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (strcmp(method, known[i]) == 0)
			return known[i];
	return "-";
}

void
log_write(struct log *l, const struct log_line *line)
{
	char when[DATE_TEXT_MAX], client[ADDR_TEXT_MAX];
	date_format_time(line->when, when);
	addr_format(&line->client, client);
	pthread_mutex_lock(&l->lock);
	if (l->stream != NULL)
		fprintf(l->stream, "%s %s %s %s %d %llu bytes %llu us %s %s\n",
		    when, client, method_of(line->method), line->what,
		    line->status, (unsigned long long)line->bytes,
		    (unsigned long long)line->took_us,
		    line->who != NULL ? line->who : "-",
		    line->file != NULL ? line->file : "-");
	pthread_mutex_unlock(&l->lock);
}
