/* A gzip file may be several, one behind the other, as `cat a.gz b.gz` makes
 * it, and so may a zstd file: the end of one is the end of the file only if
 * nothing follows it. */
#include "lib/stream.h"

/* What is packed is only read. */
#define ZLIB_CONST

#include <assert.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zdict.h>
#include <zlib.h>
#include <zstd.h>

#include "lib/mem.h"

enum { HELD_BYTES = 1 << 17, GZIP_OR_ZLIB = 15 + 32 };

/* Half as fast again as zlib would choose, and a tenth larger. */
enum { LEVEL = 4, GZIP_WINDOW = 15 + 16, MEMORY = 8 };

enum packing { PLAIN, GZIP, ZSTD };

struct stream {
	char *path;
	int file;
	enum packing packing;
	z_stream zlib;
	ZSTD_DCtx *zstd;
	bool is_open_frame;       /* a packed file began and has not ended */
	uint8_t held[HELD_BYTES]; /* bytes of the file, not yet unpacked */
	size_t from, to;
};

/* Reads more of the file behind what is held. False: it cannot be read. */
static bool
fill(struct stream *s, struct err *e)
{
	memmove(s->held, s->held + s->from, s->to - s->from);
	s->to -= s->from;
	s->from = 0;
	const ssize_t n = read(s->file, s->held + s->to, HELD_BYTES - s->to);
	if (n < 0)
		return err_errno(e, "cannot read %s", s->path);
	s->to += (size_t)n;
	return true;
}

static bool
starts_with(const struct stream *s, const char *bytes, size_t n)
{
	return s->to >= n && memcmp(s->held, bytes, n) == 0;
}

static bool
look(struct stream *s, struct err *e)
{
	if (!fill(s, e))
		return false;
	if (starts_with(s, "\x1f\x8b", 2)) {
		s->packing = GZIP;
		if (inflateInit2(&s->zlib, GZIP_OR_ZLIB) != Z_OK)
			mem_need(NULL);
	} else if (starts_with(s, "\x28\xb5\x2f\xfd", 4)) {
		s->packing = ZSTD;
		s->zstd = mem_need(ZSTD_createDCtx());
	}
	return true;
}

struct stream *
stream_open(const char *path, struct err *e)
{
	const int file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0) {
		err_errno(e, "cannot open %s", path);
		return NULL;
	}
	struct stream *s = mem_new(1, sizeof *s);
	s->path = mem_text(path);
	s->file = file;
	if (look(s, e))
		return s;
	stream_close(s);
	return NULL;
}

void
stream_close(struct stream *s)
{
	if (s == NULL)
		return;
	if (s->packing == GZIP)
		inflateEnd(&s->zlib);
	ZSTD_freeDCtx(s->zstd);
	close(s->file);
	free(s->path);
	free(s);
}

/* What is held goes first, the rest comes straight from the file. */
static bool
read_plain(struct stream *s, char *bytes, size_t room, size_t *n, struct err *e)
{
	const size_t held = s->to - s->from;
	if (held > 0) {
		*n = held < room ? held : room;
		memcpy(bytes, s->held + s->from, *n);
		s->from += *n;
		return true;
	}
	const ssize_t got = read(s->file, bytes, room);
	*n = got > 0 ? (size_t)got : 0;
	return got >= 0 || err_errno(e, "cannot read %s", s->path);
}

static bool
is_damaged(const struct stream *s, const char *why, struct err *e)
{
	return err_set(e, "%s is damaged: %s", s->path, why);
}

/* Unpacks some of what is held; adds to *n. */
static bool
inflate_held(
    struct stream *s, char *bytes, size_t room, size_t *n, struct err *e)
{
	z_stream *z = &s->zlib;
	if (!s->is_open_frame && inflateReset(z) != Z_OK)
		return is_damaged(s, "zlib cannot begin", e);
	z->next_in = s->held + s->from;
	z->avail_in = (uInt)(s->to - s->from);
	z->next_out = (Bytef *)bytes + *n;
	z->avail_out = (uInt)(room - *n);
	const int result = inflate(z, Z_NO_FLUSH);
	s->from = s->to - z->avail_in;
	*n = room - z->avail_out;
	s->is_open_frame = result != Z_STREAM_END;
	return result == Z_OK || result == Z_STREAM_END ||
	       result == Z_BUF_ERROR ||
	       is_damaged(s, z->msg != NULL ? z->msg : "no gzip", e);
}

static bool
unzstd_held(
    struct stream *s, char *bytes, size_t room, size_t *n, struct err *e)
{
	ZSTD_outBuffer out = {bytes, room, *n};
	ZSTD_inBuffer in = {s->held, s->to, s->from};
	const size_t left = ZSTD_decompressStream(s->zstd, &out, &in);
	s->from = in.pos;
	*n = out.pos;
	s->is_open_frame = left != 0;
	return !ZSTD_isError(left) || is_damaged(s, ZSTD_getErrorName(left), e);
}

bool
stream_read(
    struct stream *s, char *bytes, size_t room, size_t *n, struct err *e)
{
	if (room > 1 << 30)
		room = 1 << 30; /* zlib counts with 32 bits */
	*n = 0;
	if (s->packing == PLAIN)
		return read_plain(s, bytes, room, n, e);
	while (*n == 0) {
		if (s->from == s->to && !fill(s, e))
			return false;
		/* Even without new bytes something may be left inside. */
		const bool at_end = s->from == s->to;
		if (at_end && !s->is_open_frame)
			return true;
		if (!(s->packing == GZIP ? inflate_held(s, bytes, room, n, e)
					 : unzstd_held(s, bytes, room, n, e)))
			return false;
		if (at_end && *n == 0)
			return !s->is_open_frame ||
			       is_damaged(s, "its end is missing", e);
	}
	return true;
}

void
stream_gzip(struct buf *out, const void *bytes, size_t n)
{
	z_stream z = {0};
	assert(n <= UINT_MAX);
	if (deflateInit2(&z, LEVEL, Z_DEFLATED, GZIP_WINDOW, MEMORY,
		Z_DEFAULT_STRATEGY) != Z_OK)
		mem_need(NULL);
	const size_t most = deflateBound(&z, n);
	char *at = buf_room(out, most);
	z.next_in = (const Bytef *)bytes;
	z.avail_in = (uInt)n;
	z.next_out = (Bytef *)at;
	z.avail_out = (uInt)most;
	if (at != NULL) {
		const int end = deflate(&z, Z_FINISH);
		assert(end == Z_STREAM_END);
		(void)end;
		buf_filled(out, (const char *)z.next_out);
	}
	deflateEnd(&z);
}

struct stream_packer {
	ZSTD_CCtx *in; /* NULL until it is needed */
	ZSTD_DCtx *out;
	char *packed;
	size_t room;
};

struct stream_dictionary {
	ZSTD_CDict *in; /* one of the two */
	ZSTD_DDict *out;
	unsigned users;
};

struct stream_packer *
stream_packer_new(void)
{
	return mem_new(1, sizeof(struct stream_packer));
}

void
stream_packer_free(struct stream_packer *p)
{
	if (p == NULL)
		return;
	ZSTD_freeCCtx(p->in);
	ZSTD_freeDCtx(p->out);
	free(p->packed);
	free(p);
}

size_t
stream_train(
    const char *bytes, const size_t *sizes, unsigned n, char *out, size_t room)
{
	const size_t found = ZDICT_trainFromBuffer(out, room, bytes, sizes, n);
	return ZDICT_isError(found) ? 0 : found;
}

struct stream_dictionary *
stream_dictionary_new(const char *found, size_t n, bool to_pack)
{
	struct stream_dictionary *d = mem_new(1, sizeof *d);
	if (n > 0 && to_pack)
		d->in = ZSTD_createCDict(found, n, ZSTD_CLEVEL_DEFAULT);
	else if (n > 0)
		d->out = ZSTD_createDDict(found, n);
	d->users = 1;
	if (d->in != NULL || d->out != NULL)
		return d;
	free(d);
	return NULL;
}

void
stream_dictionary_free(struct stream_dictionary *d)
{
	if (d == NULL || --d->users > 0)
		return;
	ZSTD_freeCDict(d->in);
	ZSTD_freeDDict(d->out);
	free(d);
}

struct stream_dictionary *
stream_dictionary_share(struct stream_dictionary *d)
{
	d->users++;
	return d;
}

const char *
stream_pack(struct stream_packer *p, const struct stream_dictionary *d,
    const char *bytes, size_t n, size_t *n_packed)
{
	if (p->in == NULL) {
		p->in = mem_need(ZSTD_createCCtx());
		ZSTD_CCtx_setParameter(p->in, ZSTD_c_checksumFlag, 1);
		ZSTD_CCtx_setParameter(p->in, ZSTD_c_dictIDFlag, 0);
	}
	ZSTD_CCtx_refCDict(p->in, d != NULL ? d->in : NULL);
	p->packed = mem_grow(p->packed, &p->room, ZSTD_compressBound(n), 1);
	*n_packed = ZSTD_compress2(p->in, p->packed, p->room, bytes, n);
	if (ZSTD_isError(*n_packed))
		mem_need(NULL);
	return p->packed;
}

bool
stream_unpack(struct stream_packer *p, const struct stream_dictionary *d,
    const char *packed, size_t n_packed, char *bytes, size_t n)
{
	if (p->out == NULL)
		p->out = mem_need(ZSTD_createDCtx());
	return ZSTD_decompress_usingDDict(p->out, bytes, n, packed, n_packed,
		   d != NULL ? d->out : NULL) == n;
}
