/* Machines that make one scan together share its seed, its space of addresses
 * and its questions; each has its own part of the order. What their run records
 * say of these is compared with what the first of them says. */
#include "lib/shards.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/json.h"
#include "lib/mem.h"

enum { MAX_RECORD_BYTES = 64 << 20, MAX_LISTED = 8 };

/* The shards of a day. */
struct set {
	struct json *first; /* the record that others are compared with */
	const char *first_path;
	unsigned of;
	bool *is_there; /* of shard i + 1 */
};

static bool
leave_out(day_t day, struct err *e)
{
	char date[DATE_TEXT_MAX];
	date_format(day, date);
	return err_prefix(e, "%s is left out", date);
}

/* What differs between two records that should be of one scan; NULL: nothing.
 */
static const char *
difference(const struct json *a, const struct json *b)
{
	const struct json *of_a = json_get(a, "probes"),
			  *of_b = json_get(b, "probes");
	if (json_number(json_get(a, "shard"), "of", 0) !=
	    json_number(json_get(b, "shard"), "of", 0))
		return "numbers of shards";
	if (json_number(a, "seed", -1) != json_number(b, "seed", -1))
		return "seeds";
	if (strcmp(json_text(json_get(a, "scope"), "fingerprint", ""),
		json_text(json_get(b, "scope"), "fingerprint", "")) != 0)
		return "targets or exclusions";
	for (int s = 0; s < N_SCANS; s++) {
		const char *name = schema_of((enum scan)s)->name;
		if ((json_get(of_a, name) == NULL) !=
		    (json_get(of_b, name) == NULL))
			return "probes";
	}
	return NULL;
}

/* Takes the record of a shard, which is the set's from then on or freed. */
static bool
take_record(struct set *set, const struct archive_file *f, struct json *record,
    struct err *e)
{
	const struct json *shard = json_get(record, "shard");
	const char *what;
	bool ok = true;
	if (shard == NULL) {
		json_free(record);
		return true;
	}
	if (json_number(shard, "number", 0) != f->shard ||
	    json_number(shard, "of", 0) != f->n_shards) {
		ok = err_set(e,
		    "%s is the record of another shard than its "
		    "name says",
		    f->path);
	} else if (set->first == NULL) {
		set->first = record;
		set->first_path = f->path;
		set->of = f->n_shards;
		set->is_there = mem_new(set->of, sizeof set->is_there[0]);
		record = NULL;
	} else if ((what = difference(set->first, record)) != NULL) {
		ok = err_set(e,
		    "%s and %s are of different scans: their %s differ",
		    set->first_path, f->path, what);
	}
	if (ok)
		set->is_there[f->shard - 1] = true;
	json_free(record);
	return ok;
}

/* True if the CSV of each scan that the set asks for is there for a shard. */
static bool
has_rows(const struct set *set, unsigned shard,
    const struct archive_file *files, size_t n)
{
	for (int s = 0; s < N_SCANS; s++) {
		bool found = json_get(json_get(set->first, "probes"),
				 schema_of((enum scan)s)->name) == NULL;
		for (size_t i = 0; i < n && !found; i++)
			found = !files[i].is_run &&
				files[i].scan == (enum scan)s &&
				files[i].shard == shard &&
				files[i].n_shards == set->of;
		if (!found)
			return false;
	}
	return true;
}

static bool
check_all_there(const struct set *set, const struct archive_file *files,
    size_t n, struct err *e)
{
	unsigned missing = 0;
	struct buf list;
	buf_init(&list, 256);
	for (unsigned i = 0; i < set->of; i++) {
		if (set->is_there[i] && has_rows(set, i + 1, files, n))
			continue;
		if (missing++ < MAX_LISTED)
			buf_printf(
			    &list, "%s%u", missing > 1 ? ", " : "", i + 1);
	}
	if (missing > 0)
		err_set(e, "of %u shards these are missing: %s%s", set->of,
		    list.text, missing > MAX_LISTED ? ", …" : "");
	buf_done(&list);
	return missing == 0;
}

bool
shards_check(const struct archive_file *files, size_t n, struct err *e)
{
	struct set set = {0};
	bool ok = true;
	for (size_t i = 0; i < n && ok; i++) {
		if (!files[i].is_run || files[i].n_shards == 0)
			continue;
		struct json *record =
		    json_read_file(files[i].path, MAX_RECORD_BYTES, e);
		ok = record != NULL && take_record(&set, &files[i], record, e);
	}
	if (ok && set.first != NULL)
		ok = check_all_there(&set, files, n, e);
	json_free(set.first);
	free(set.is_there);
	return ok || leave_out(files[0].day, e);
}
