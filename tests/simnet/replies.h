/* The packets with which a host answers one request. */
#ifndef TESTS_SIMNET_REPLIES_H
#define TESTS_SIMNET_REPLIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/addr.h"

enum {
	REPLIES_MOST = 8192,        /* packets for one request */
	REPLIES_BYTES = 8192 * 448, /* and their payload, together */
	PAYLOAD_MOST = 65507 - 20   /* fits IPv4 and IPv6 */
};

/* What a packet means to the one who asked, as the maker knows it. */
enum meaning {
	MEANS_NOTHING, /* not a proper answer: to be left out */
	MEANS_DATA,    /* a proper fragment or list packet with data in it */
	MEANS_REFUSAL  /* a proper error, or a proper answer without data */
};

enum sender {
	SENDER_ASKED,         /* the address that was asked, port 123 */
	SENDER_OTHER_ADDRESS, /* another one of its addresses, port 123 */
	SENDER_OTHER_PORT     /* the address that was asked, another port */
};

struct packet {
	uint32_t at; /* where its payload starts in bytes */
	uint32_t len;
	uint32_t delay_us; /* after the request */
	uint16_t n_items;  /* of a monlist packet */
	uint8_t copies;    /* how often it gets through: 0 is lost */
	bool is_late;      /* after any patience */
	enum meaning meaning;
	enum sender sender;
};

/* Grows to its two limits and then sets `cut`. Reused from request to request.
 */
struct replies {
	struct packet *packets;
	uint8_t *bytes;
	size_t n_packets;
	size_t n_bytes;
	bool cut;
};

/* One request as it came. */
struct question {
	struct addr client;
	uint16_t client_port;
	size_t len;
	const uint8_t *bytes;
};

/* Makes an empty list with all its memory; the caller calls replies_done. */
void replies_init(struct replies *r);
void replies_done(struct replies *r);
void replies_clear(struct replies *r);

/* Adds a packet with room for len bytes of payload, all zero, to be filled in
 * by the caller. At the limits the packet has no length and means nothing. */
struct packet *replies_add(struct replies *r, size_t len, enum meaning meaning);

/* The payload of a packet. */
uint8_t *replies_payload(const struct replies *r, const struct packet *p);

/* Adds a copy of packet i. */
void replies_add_copy(struct replies *r, size_t i);

/* Reverses the order of all packets. */
void replies_reverse(struct replies *r);

/* Removes packet i. */
void replies_remove(struct replies *r, size_t i);

/* Gives every packet this sender, or makes it mean nothing. */
void replies_set_sender(struct replies *r, enum sender sender);
void replies_void(struct replies *r);

#endif
