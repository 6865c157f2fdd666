/* The frames of several captures, one after another; the doorkeeper of libpcap,
 * which only ever reads files here. */
#ifndef SCANNER_CAPTURE_SOURCE_H
#define SCANNER_CAPTURE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"

#include "scanner/link/frame.h"

struct source;

/* One frame. Its bytes live until the next one is asked for. */
struct source_frame {
	enum frame_link link;
	int64_t ms; /* since 1970-01-01 in UTC, in the years 1970…9999 */
	const uint8_t *bytes;
	size_t n;
};

enum source_end {
	SOURCE_FRAME, /* here is one */
	SOURCE_CUT,   /* a file breaks off, e says where; others may follow */
	SOURCE_END,   /* there are no more */
	SOURCE_FAILED /* a file is no capture that we read; e names it */
};

/* Starts with the first of n files, pcap or pcapng; "-" is standard input. The
 * names must outlive it. Nothing is opened yet. */
struct source *source_new(const char *const *files, size_t n);
void source_free(struct source *s);

/* Gives the next frame. */
enum source_end source_next(
    struct source *s, struct source_frame *out, struct err *e);

#endif
