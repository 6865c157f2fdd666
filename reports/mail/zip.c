#include "reports/mail/zip.h"

#include <stdlib.h>
#include <zip.h>

#include "lib/mem.h"

static bool
complain(struct err *e, const char *name, const char *why)
{
	return err_set(e, "%s cannot be packed: %s", name, why);
}

/* Puts the file into the archive that lies in `target`, and closes that. */
static bool
fill(zip_source_t *target, const char *name, const char *bytes, size_t n,
    time_t when, struct err *e)
{
	zip_error_t fault;
	zip_error_init(&fault);
	zip_t *zip = zip_open_from_source(target, ZIP_TRUNCATE, &fault);
	if (zip == NULL) {
		complain(e, name, zip_error_strerror(&fault));
		zip_error_fini(&fault);
		zip_source_free(target);
		return false;
	}
	zip_source_t *file = mem_need(zip_source_buffer(zip, bytes, n, 0));
	const zip_int64_t place =
	    zip_file_add(zip, name, file, ZIP_FL_ENC_UTF_8);
	if (place < 0)
		zip_source_free(file);
	if (place >= 0 &&
	    zip_file_set_mtime(zip, (zip_uint64_t)place, when, 0) == 0 &&
	    zip_close(zip) == 0)
		return true;
	complain(e, name, zip_strerror(zip));
	zip_discard(zip);
	return false;
}

static bool
take(zip_source_t *packed, const char *name, char **out, size_t *n,
    struct err *e)
{
	zip_stat_t st;
	*out = NULL;
	if (zip_source_stat(packed, &st) != 0 || !(st.valid & ZIP_STAT_SIZE) ||
	    zip_source_open(packed) != 0)
		return complain(e, name, "it has no size");
	*n = st.size;
	*out = mem_new(*n + 1, 1);
	const bool ok = zip_source_read(packed, *out, *n) == (zip_int64_t)*n ||
			complain(e, name, "it cannot be read back");
	zip_source_close(packed);
	if (!ok)
		free(*out);
	return ok;
}

bool
zip_pack(const char *name, const char *bytes, size_t n, time_t when,
    char **packed, size_t *n_packed, struct err *e)
{
	zip_error_t fault;
	zip_error_init(&fault);
	zip_source_t *target =
	    mem_need(zip_source_buffer_create(NULL, 0, 0, &fault));
	/* zip_close would free it. */
	zip_source_keep(target);
	const bool ok = fill(target, name, bytes, n, when, e) &&
			take(target, name, packed, n_packed, e);
	zip_source_free(target);
	zip_error_fini(&fault);
	return ok;
}
