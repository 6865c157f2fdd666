#include "lib/blocks.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/split.h"

bool
blocks_open(struct blocks *b, const char *path, size_t most, struct err *e)
{
	*b = (struct blocks){.most = most, .lock = PTHREAD_MUTEX_INITIALIZER};
	b->in = stream_open(path, e);
	b->carry = mem_new(BLOCKS_BYTES, 1);
	return b->in != NULL;
}

void
blocks_close(struct blocks *b)
{
	stream_close(b->in);
	free(b->carry);
}

void
blocks_new(struct block *block)
{
	*block =
	    (struct block){.text = mem_new(BLOCKS_BYTES + SPLIT_PADDING, 1)};
}

void
blocks_free(struct block *block)
{
	free(block->text);
}

/* Fills the block from the carry and the file. */
static void
fill(struct blocks *b, struct block *block)
{
	size_t n = 1;
	memcpy(block->text, b->carry, b->n_carry);
	block->n = b->n_carry;
	while (block->n < b->most && n > 0) {
		if (!stream_read(b->in, block->text + block->n,
			b->most - block->n, &n, &b->e)) {
			b->is_failed = true;
			break;
		}
		block->n += n;
	}
	block->is_last = n == 0 && !b->is_failed;
	b->is_over = block->is_last || b->is_failed;
}

/* Leaves what stands behind the last line end to the next block. */
static void
cut(struct blocks *b, struct block *block)
{
	b->n_carry = 0;
	if (block->is_last)
		return;
	const char *end = memrchr(block->text, '\n', block->n);
	const size_t whole = end != NULL ? (size_t)(end - block->text) + 1 : 0;
	if (whole == 0 && !b->is_failed)
		b->is_given_up = true;
	b->n_carry = block->n - whole;
	memcpy(b->carry, block->text + whole, b->n_carry);
	block->n = whole;
}

bool
blocks_next(struct blocks *b, struct block *block)
{
	pthread_mutex_lock(&b->lock);
	bool ok = !b->is_over && !b->is_given_up;
	if (ok) {
		fill(b, block);
		cut(b, block);
		block->offset = b->offset;
		block->number = b->n_blocks++;
		b->offset += block->n;
		ok = !b->is_given_up;
	}
	pthread_mutex_unlock(&b->lock);
	return ok;
}

void
blocks_put_back(struct blocks *b, const struct block *block, size_t n)
{
	const size_t left = block->n - n;
	memmove(b->carry + left, b->carry, b->n_carry);
	memcpy(b->carry, block->text + n, left);
	b->n_carry += left;
	b->offset = n;
	b->n_blocks = 0;
	b->is_over = b->is_failed;
}

void
blocks_give_up(struct blocks *b)
{
	pthread_mutex_lock(&b->lock);
	b->is_given_up = true;
	pthread_mutex_unlock(&b->lock);
}

uint64_t
blocks_count_lines(const char *text, size_t n)
{
	uint64_t lines = 0;
	const char *const end = text + n;
	while ((text = memchr(text, '\n', (size_t)(end - text))) != NULL) {
		lines++;
		text++;
	}
	return lines;
}

uint64_t
blocks_line_at(const char *path, uint64_t offset)
{
	struct err ignored;
	uint64_t line = 1, left = offset;
	char *bytes = mem_new(BLOCKS_BYTES, 1);
	struct stream *in = stream_open(path, &ignored);
	size_t n = 1;
	while (in != NULL && left > 0 && n > 0) {
		const size_t room =
		    left < BLOCKS_BYTES ? (size_t)left : BLOCKS_BYTES;
		if (!stream_read(in, bytes, room, &n, &ignored))
			break;
		line += blocks_count_lines(bytes, n);
		left -= n;
	}
	stream_close(in);
	free(bytes);
	return line;
}
