#include "reports/serve/download.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "lib/text.h"

const char *
download_id(const char *path)
{
	const char *id = strncmp(path, "/dl/", 4) == 0 ? path + 4 : path + 1;
	if (path[0] != '/' || strlen(id) != INDEX_ID_CHARS)
		return NULL;
	for (const char *p = id; *p != '\0'; p++)
		if (!((*p >= '0' && *p <= '9') || (*p >= 'A' && *p <= 'Z') ||
			(*p >= 'a' && *p <= 'z')))
			return NULL;
	return id;
}

static bool
read_number(const char **text, uint64_t *out)
{
	char digits[24];
	const size_t n = strspn(*text, "0123456789");
	if (n == 0 || n >= sizeof digits)
		return false;
	memcpy(digits, *text, n);
	digits[n] = '\0';
	*text += n;
	return text_to_uint(digits, UINT64_MAX, out);
}

enum download_range
download_read_range(
    const char *text, uint64_t n, uint64_t *from, uint64_t *length)
{
	uint64_t last = UINT64_MAX;
	*from = 0;
	*length = n;
	if (text == NULL || strncasecmp(text, "bytes=", 6) != 0)
		return DOWNLOAD_WHOLE;
	text += 6;
	if (*text == '-') {
		text++;
		if (!read_number(&text, &last) || *text != '\0')
			return DOWNLOAD_WHOLE;
		*length = last < n ? last : n;
		*from = n - *length;
		return *length > 0 ? DOWNLOAD_PART : DOWNLOAD_NOT_THERE;
	}
	if (!read_number(&text, from) || *text++ != '-' ||
	    (*text != '\0' && !read_number(&text, &last)) || *text != '\0' ||
	    last < *from) {
		*from = 0;
		return DOWNLOAD_WHOLE;
	}
	if (*from >= n)
		return DOWNLOAD_NOT_THERE;
	*length = (last < n ? last : n - 1) - *from + 1;
	return DOWNLOAD_PART;
}

bool
download_read_date(const char *text, time_t *out)
{
	struct tm tm = {0};
	const char *end = strptime(text, "%a, %d %b %Y %H:%M:%S GMT", &tm);
	if (end == NULL || *end != '\0' || tm.tm_year < 70)
		return false;
	*out = timegm(&tm);
	return true;
}

static void
format_date(time_t when, char out[static 64])
{
	struct tm tm;
	gmtime_r(&when, &tm);
	strftime(out, 64, "%a, %d %b %Y %H:%M:%S GMT", &tm);
}

/* True if a list of entity tags has the one of an id, or is "*". */
static bool
has_tag(const char *list, const char *id)
{
	const char *found = strstr(list, id);
	return strcmp(list, "*") == 0 ||
	       (found != NULL && found > list && found[-1] == '"' &&
		   found[INDEX_ID_CHARS] == '"');
}

/* True if the client has the report already (RFC 9110 13.2.2). */
static bool
is_known(const struct server_request *r, const char *id, time_t changed)
{
	const char *tags = server_header(r, "If-None-Match");
	const char *since = server_header(r, "If-Modified-Since");
	time_t when;
	if (tags != NULL)
		return has_tag(tags, id);
	return since != NULL && download_read_date(since, &when) &&
	       changed <= when;
}

/* A range is meant for the report as it was (RFC 9110 13.1.5). */
static bool
is_range_meant(const struct server_request *r, const char *id, time_t changed)
{
	const char *condition = server_header(r, "If-Range");
	time_t when;
	if (condition == NULL)
		return true;
	if (condition[0] == '"')
		return has_tag(condition, id);
	return download_read_date(condition, &when) && changed == when;
}

static int
open_report(const struct catalogue *c, day_t day,
    const struct catalogue_report *r, struct stat *st)
{
	char path[PATH_MAX];
	if (!catalogue_path(c, day, r, path))
		return -1;
	const int file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (file < 0 || (fstat(file, st) == 0 && S_ISREG(st->st_mode)))
		return file;
	close(file);
	return -1;
}

/* The id is the entity tag: it stands for these bytes and no others, and who
 * asks knows it. */
static void
describe(const struct catalogue_report *r, const struct stat *st,
    struct server_reply *reply)
{
	char date[64];
	format_date(st->st_mtim.tv_sec, date);
	server_add_header(reply, "Content-Type", "text/csv; charset=utf-8");
	server_add_header(
	    reply, "Content-Disposition", "attachment; filename=%s", r->file);
	server_add_header(reply, "ETag", "\"%s\"", r->id);
	server_add_header(reply, "Last-Modified", "%s", date);
	server_add_header(reply, "Accept-Ranges", "bytes");
	server_add_header(reply, "Cache-Control", "private, no-transform");
	server_add_header(reply, "X-Content-Type-Options", "nosniff");
}

static void
take_file(const struct server_request *request,
    const struct catalogue_report *r, int file, const struct stat *st,
    struct server_reply *reply)
{
	const uint64_t n = (uint64_t)st->st_size;
	const char *range = server_header(request, "Range");
	uint64_t from, length;
	describe(r, st, reply);
	if (is_known(request, r->id, st->st_mtim.tv_sec)) {
		reply->status = 304;
		close(file);
		return;
	}
	if (!is_range_meant(request, r->id, st->st_mtim.tv_sec))
		range = NULL;
	switch (download_read_range(range, n, &from, &length)) {
	case DOWNLOAD_NOT_THERE:
		reply->status = 416;
		server_add_header(reply, "Content-Range", "bytes */%llu",
		    (unsigned long long)n);
		close(file);
		return;
	case DOWNLOAD_PART:
		reply->status = 206;
		server_add_header(reply, "Content-Range",
		    "bytes %llu-%llu/%llu", (unsigned long long)from,
		    (unsigned long long)(from + length - 1),
		    (unsigned long long)n);
		break;
	case DOWNLOAD_WHOLE:
		reply->status = 200;
		break;
	}
	reply->file = file;
	reply->from = from;
	reply->n = length;
}

bool
download_answer(const struct catalogue *c, const struct server_request *request,
    const char *id, struct server_reply *reply,
    const struct catalogue_report **report)
{
	day_t day;
	struct stat st;
	*report = catalogue_find(c, id, &day);
	const int file =
	    *report != NULL ? open_report(c, day, *report, &st) : -1;
	if (file < 0) {
		*report = NULL;
		reply->status = 404;
		server_add_header(
		    reply, "Content-Type", "text/plain; charset=utf-8");
		buf_text(&reply->body, "There is no such report, or it is not "
				       "kept any more.\n");
		return false;
	}
	take_file(request, *report, file, &st, reply);
	return true;
}
