/* A row in a spool is: family (1 byte), address (16), length of the rest (4,
 * native order: a spool never leaves its machine), then the values of the
 * schema's columns in order, each with a NUL at its end. */
#include "scanner/spool.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/mem.h"

enum { PREFIX_BYTES = 1 + 16 + 4 };

struct spool_entry {
	struct addr addr;
	size_t start; /* of the values */
};

void
spool_add(FILE *spool, const struct schema *schema, const struct addr *addr,
    const struct row *row)
{
	uint32_t n = 0;
	for (size_t i = 0; i < schema->n_columns; i++) {
		const char *value = row->value[schema->columns[i]];
		n += (uint32_t)(value != NULL ? strlen(value) : 0) + 1;
	}
	fputc(addr->is_v6, spool);
	fwrite(addr->bytes, sizeof addr->bytes, 1, spool);
	fwrite(&n, sizeof n, 1, spool);
	for (size_t i = 0; i < schema->n_columns; i++) {
		const char *value = row->value[schema->columns[i]];
		fputs(value != NULL ? value : "", spool);
		fputc('\0', spool);
	}
}

static bool
map_file(struct spool *s, const char *path, struct err *e)
{
	struct stat st;
	const int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) != 0) {
		err_errno(e, "cannot open %s", path);
		if (fd >= 0)
			close(fd);
		return false;
	}
	s->n_bytes = (size_t)st.st_size;
	if (s->n_bytes > 0)
		s->bytes =
		    mmap(NULL, s->n_bytes, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (s->n_bytes > 0 && s->bytes == MAP_FAILED) {
		s->bytes = NULL;
		return err_errno(e, "cannot map %s", path);
	}
	return true;
}

/* True if n bytes hold exactly the values of the schema's columns. */
static bool
is_whole(const struct spool *s, const uint8_t *values, size_t n)
{
	size_t ends = 0;
	for (size_t i = 0; i < n; i++)
		ends += values[i] == '\0';
	return n > 0 && values[n - 1] == '\0' && ends == s->schema->n_columns;
}

static void
index_rows(struct spool *s)
{
	size_t room = 0, at = 0;
	while (s->n_bytes - at >= PREFIX_BYTES) {
		struct spool_entry entry = {.start = at + PREFIX_BYTES};
		uint32_t n;
		entry.addr.is_v6 = s->bytes[at] != 0;
		memcpy(entry.addr.bytes, s->bytes + at + 1, 16);
		memcpy(&n, s->bytes + at + 17, sizeof n);
		if (n > s->n_bytes - entry.start ||
		    !is_whole(s, s->bytes + entry.start, n))
			break;
		s->entries =
		    mem_grow(s->entries, &room, s->n + 1, sizeof s->entries[0]);
		s->entries[s->n++] = entry;
		at = entry.start + n;
	}
	s->end = at;
	s->is_cut = at != s->n_bytes;
}

static int
compare_entries(const void *a, const void *b)
{
	const struct spool_entry *left = a, *right = b;
	const int order = addr_compare(&left->addr, &right->addr);
	if (order != 0)
		return order;
	return (left->start > right->start) - (left->start < right->start);
}

bool
spool_open(struct spool *s, const char *path, const struct schema *schema,
    struct err *e)
{
	*s = (struct spool){.schema = schema};
	if (!map_file(s, path, e))
		return false;
	index_rows(s);
	if (s->n > 0)
		qsort(s->entries, s->n, sizeof s->entries[0], compare_entries);
	return true;
}

void
spool_close(struct spool *s)
{
	if (s->bytes != NULL)
		munmap(s->bytes, s->n_bytes);
	free(s->entries);
	*s = (struct spool){0};
}

const struct addr *
spool_addr(const struct spool *s, size_t i)
{
	return &s->entries[i].addr;
}

size_t
spool_offset(const struct spool *s, size_t i)
{
	return s->entries[i].start - PREFIX_BYTES;
}

void
spool_row(const struct spool *s, size_t i, struct addr *addr, struct row *row)
{
	const char *value = (const char *)s->bytes + s->entries[i].start;
	*addr = s->entries[i].addr;
	*row = (struct row){{NULL}};
	for (size_t k = 0; k < s->schema->n_columns; k++) {
		row->value[s->schema->columns[k]] = value;
		value += strlen(value) + 1;
	}
}
