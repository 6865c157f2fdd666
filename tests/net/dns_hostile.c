/* A resolver that nobody should believe, on UDP port 5354 of 127.0.0.1. What it
 * says of an address d.c.b.a is chosen by a % 16, see answers below; it prints
 * the time in milliseconds and a for each question.
 *
 *   dns_hostile honest|silent|hostile
 *
 * honest: hostA.example.net for all; silent: nothing. */
#include <arpa/inet.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { PORT = 5354, HEADER = 12, MOST = 1500, TYPE_CNAME = 5, TYPE_PTR = 12 };

struct reply {
	uint8_t bytes[MOST];
	size_t n;
};

static void
add(struct reply *r, const void *bytes, size_t n)
{
	if (r->n + n > MOST)
		n = MOST - r->n;
	memcpy(r->bytes + r->n, bytes, n);
	r->n += n;
}

static void
add_16(struct reply *r, unsigned value)
{
	const uint8_t bytes[] = {(uint8_t)(value >> 8), (uint8_t)value};
	add(r, bytes, sizeof bytes);
}

/* Adds a record about the question's name; its data is n bytes. */
static void
add_record(struct reply *r, unsigned type, const void *data, size_t n)
{
	add_16(r, 0xc000 | HEADER);
	add_16(r, type);
	add_16(r, 1);
	add_16(r, 0);
	add_16(r, 60);
	add_16(r, (unsigned)n);
	add(r, data, n);
	r->bytes[7]++;
}

/* The same with a name as data; a backslash and x before two digits stands for
 * a byte. */
static void
add_name(struct reply *r, const char *name)
{
	uint8_t data[MOST];
	size_t n = 0;
	while (*name != '\0') {
		const size_t len = strcspn(name, ".");
		data[n++] = (uint8_t)len;
		memcpy(data + n, name, len);
		n += len;
		name += len + (name[len] == '.');
	}
	data[n++] = 0;
	add_record(r, TYPE_PTR, data, n);
}

static void
add_long_name(struct reply *r, size_t label, unsigned labels)
{
	char name[MOST] = "";
	size_t n = 0;
	for (unsigned i = 0; i < labels; i++, name[n++] = '.')
		for (size_t k = 0; k < label; k++)
			name[n++] = 'a';
	memcpy(name + n, "example", sizeof "example");
	add_name(r, name);
}

/* False: nothing is said. */
static bool
answer(struct reply *r, unsigned a)
{
	static const uint8_t loop[] = {0xc0, HEADER}, beyond[] = {0xff, 0xff},
			     unended[] = {63, 'a', 'b'};
	switch (a % 16) {
	case 0:
		add_name(r, "Zebra.example.net");
		add_name(r, "Ant.EXAMPLE.net");
		return true;
	case 1:
		return false;
	case 2:
		r->bytes[3] |= 3; /* no such name */
		return true;
	case 3:
		r->bytes[3] |= 2; /* the server failed */
		return true;
	case 4:
		add_name(r, "<script>.example.net");
		return true;
	case 5:
		add_name(r, "a,b\"\n=cmd.example.net");
		return true;
	case 6:
		add_long_name(r, 63, 3);
		return true;
	case 7:
		add_long_name(r, 63, 4);
		return true;
	case 8:
		add_record(r, TYPE_PTR, beyond, sizeof beyond);
		return true;
	case 9:
		add_record(r, TYPE_CNAME, loop, sizeof loop);
		return true;
	case 10:
		add_record(r, TYPE_PTR, unended, sizeof unended);
		return true;
	case 11:
		r->bytes[0] ^= 0xff; /* of another question */
		add_name(r, "forged.example.net");
		return true;
	case 12:
		r->bytes[2] |= 2; /* truncated */
		add_name(r, "cut.example.net");
		r->n -= 5;
		return true;
	case 13:
		add_name(r, "192.0.2.1");
		return true;
	case 14:
		r->n = HEADER - 3;
		return true;
	default:
		r->bytes[6] = 0xff; /* 65,280 answers */
		return true;
	}
}

/* The number that the question's name starts with. */
static unsigned
first_number(const uint8_t *query, size_t n)
{
	char digits[4] = "";
	if (n < HEADER + 5 || query[HEADER] > 3)
		return 0;
	memcpy(digits, query + HEADER + 1, query[HEADER]);
	return (unsigned)strtoul(digits, NULL, 10);
}

/* Where the question ends. */
static size_t
question_end(const uint8_t *query, size_t n)
{
	size_t at = HEADER;
	while (at < n && query[at] != 0)
		at += 1u + query[at];
	return at + 5 <= n ? at + 5 : n;
}

int
main(int argc, char **argv)
{
	const struct sockaddr_in here = {.sin_family = AF_INET,
	    .sin_port = htons(PORT),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	const int s = socket(AF_INET, SOCK_DGRAM, 0);
	const char *mode = argc == 2 ? argv[1] : "hostile";
	if (s < 0 || bind(s, (const void *)&here, sizeof here) != 0) {
		perror("dns_hostile");
		return 1;
	}
	setlinebuf(stdout);
	alarm(120);
	for (;;) {
		uint8_t query[MOST];
		struct sockaddr_in from;
		socklen_t from_len = sizeof from;
		struct timespec t;
		const ssize_t n = recvfrom(
		    s, query, sizeof query, 0, (void *)&from, &from_len);
		if (n < HEADER)
			continue;
		const unsigned a = first_number(query, (size_t)n);
		struct reply r = {.n = 0};
		clock_gettime(CLOCK_MONOTONIC, &t);
		printf("%lld %u\n", t.tv_sec * 1000LL + t.tv_nsec / 1000000, a);
		add(&r, query, question_end(query, (size_t)n));
		r.bytes[2] = 0x81; /* an answer */
		r.bytes[3] = 0x80;
		memset(r.bytes + 6, 0, 6);
		char name[32];
		snprintf(name, sizeof name, "host%u.example.net", a);
		if (strcmp(mode, "honest") == 0)
			add_name(&r, name);
		if (strcmp(mode, "silent") == 0 ||
		    (strcmp(mode, "hostile") == 0 && !answer(&r, a)))
			continue;
		sendto(s, r.bytes, r.n, 0, (const void *)&from, from_len);
	}
}
