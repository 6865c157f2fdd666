/* Captures made for tests, packet by packet. */
#ifndef TESTS_UNIT_TAPE_H
#define TESTS_UNIT_TAPE_H

#include "tests/unit/answers.h"
#include "tests/unit/support.h"

/* Link types of libpcap's files. */
enum tape_link {
	TAPE_NULL = 0,
	TAPE_ETHERNET = 1,
	TAPE_RAW = 101,
	TAPE_COOKED = 113,
	TAPE_COOKED_2 = 276
};

enum { TAPE_ROOM = 1 << 20, TAPE_FRAME_ROOM = 66000 };

/* A file under way, and how the next frames are made. */
struct tape {
	enum tape_link link;
	uint8_t bytes[TAPE_ROOM];
	size_t n;
	unsigned n_tags;  /* VLAN tags of Ethernet */
	bool has_options; /* of IPv4; of IPv6: an extension header */
	bool is_fragment; /* a later part of an IP packet */
	size_t kept;      /* of each frame at most; 0: all */
	int64_t start_s;  /* of the clock */
};

/* Adds a number of n bytes, the low one first, as this machine writes them. */
static inline void
tape_put(struct tape *t, uint64_t value, size_t n)
{
	assert_true(t->n + n <= TAPE_ROOM);
	for (size_t i = 0; i < n; i++)
		t->bytes[t->n++] = (uint8_t)(value >> (8 * i));
}

/* Starts a capture of microseconds. */
static inline void
tape_start(struct tape *t, enum tape_link link)
{
	*t = (struct tape){.link = link, .start_s = 1700000000};
	tape_put(t, 0xa1b2c3d4, 4);
	tape_put(t, 2, 2);
	tape_put(t, 4, 2);
	tape_put(t, 0, 8);
	tape_put(t, 262144, 4);
	tape_put(t, (uint64_t)link, 4);
}

/* Writes what a frame of the link starts with; gives its length. */
static inline size_t
tape_link_header(const struct tape *t, bool is_v6, uint8_t *out)
{
	const uint16_t type = is_v6 ? 0x86dd : 0x0800;
	size_t n = 0;
	switch (t->link) {
	case TAPE_ETHERNET:
		for (n = 12; n < 12 + 4 * t->n_tags; n += 4)
			bytes_put16(out + n, n == 12 ? 0x88a8 : 0x8100);
		bytes_put16(out + n, type);
		return n + 2;
	case TAPE_COOKED:
		bytes_put16(out + 14, type);
		return 16;
	case TAPE_COOKED_2:
		bytes_put16(out, type);
		return 20;
	case TAPE_NULL:
		out[0] = is_v6 ? 24 : 2;
		return 4;
	case TAPE_RAW:
		break;
	}
	return 0;
}

/* Writes an IPv4 header for n bytes of UDP; gives its length. */
static inline size_t
tape_ipv4(const struct tape *t, const struct addr *from, const struct addr *to,
    size_t n, uint8_t *out)
{
	const size_t header = t->has_options ? 28 : 20;
	out[0] = (uint8_t)(0x40 | header / 4);
	bytes_put16(out + 2, (uint16_t)(header + n));
	bytes_put16(out + 6, t->is_fragment ? 100 : 0);
	out[8] = 64;
	out[9] = 17;
	memcpy(out + 12, from->bytes, 4);
	memcpy(out + 16, to->bytes, 4);
	return header;
}

/* The same for IPv6. */
static inline size_t
tape_ipv6(const struct tape *t, const struct addr *from, const struct addr *to,
    size_t n, uint8_t *out)
{
	const size_t extra = t->has_options || t->is_fragment ? 8 : 0;
	out[0] = 0x60;
	bytes_put16(out + 4, (uint16_t)(extra + n));
	out[6] = t->is_fragment ? 44 : t->has_options ? 0 : 17;
	out[7] = 64;
	memcpy(out + 8, from->bytes, 16);
	memcpy(out + 24, to->bytes, 16);
	if (extra > 0)
		out[40] = 17;
	if (t->is_fragment)
		bytes_put16(out + 42, 8 << 3);
	return 40 + extra;
}

/* Adds a datagram of n bytes at a time in milliseconds from the start. */
static inline void
tape_add(struct tape *t, int64_t ms, const char *from, uint16_t from_port,
    const char *to, uint16_t to_port, const uint8_t *bytes, size_t n)
{
	static uint8_t frame[TAPE_FRAME_ROOM];
	const struct addr source = address(from), target = address(to);
	memset(frame, 0, 200);
	size_t at = tape_link_header(t, source.is_v6, frame);
	at += (source.is_v6 ? tape_ipv6 : tape_ipv4)(
	    t, &source, &target, n + 8, frame + at);
	bytes_put16(frame + at, from_port);
	bytes_put16(frame + at + 2, to_port);
	bytes_put16(frame + at + 4, (uint16_t)(n + 8));
	memcpy(frame + at + 8, bytes, n);
	at += 8 + n;
	const size_t kept = t->kept > 0 && t->kept < at ? t->kept : at;
	tape_put(t, (uint64_t)(t->start_s + ms / 1000), 4);
	tape_put(t, (uint64_t)(ms % 1000 * 1000), 4);
	tape_put(t, kept, 4);
	tape_put(t, at, 4);
	for (size_t i = 0; i < kept; i++)
		tape_put(t, frame[i], 1);
}

/* Adds a READVAR question, or a fragment of its answer. */
static inline void
tape_ask(struct tape *t, int64_t ms, const char *client, uint16_t port,
    const char *server, uint16_t sequence)
{
	uint8_t bytes[12] = {0x16, 2};
	bytes_put16(bytes + 2, sequence);
	tape_add(t, ms, client, port, server, 123, bytes, sizeof bytes);
}
static inline void
tape_answer(struct tape *t, int64_t ms, const char *server, const char *client,
    uint16_t port, uint16_t sequence, const char *text)
{
	uint8_t bytes[2000];
	const size_t n = control_answer(
	    bytes, sequence, 0, false, text, (uint16_t)strlen(text));
	tape_add(t, ms, server, 123, client, port, bytes, n);
}

/* Adds a MON_GETLIST_1 question of 12 bytes, or the older one of 160. */
static inline void
tape_ask_list(struct tape *t, int64_t ms, const char *client, uint16_t port,
    const char *server, bool is_old)
{
	uint8_t bytes[160] = {0x17, 0, is_old ? 2 : 3, 42};
	tape_add(t, ms, client, port, server, 123, bytes, is_old ? 160 : 12);
}

/* Adds a packet of a list, or a refusal if it has no items. */
static inline void
tape_answer_list(struct tape *t, int64_t ms, const char *server,
    const char *client, uint16_t port, uint8_t sequence, uint16_t items,
    bool is_old)
{
	uint8_t bytes[600];
	const size_t n = items > 0
			     ? private_answer(bytes, sequence, false, items)
			     : private_error(bytes, 3);
	bytes[2] = is_old ? 2 : 3;
	tape_add(t, ms, server, 123, client, port, bytes, n);
}

#endif
