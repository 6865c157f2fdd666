/* The clients in a monitor list, read for the one who asked to see their own
 * server's: they are third parties, so they are shown and never kept. */
#ifndef SCANNER_ONE_CLIENTS_H
#define SCANNER_ONE_CLIENTS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "lib/addr.h"
#include "lib/json.h"

/* One item (info_monitor_1, info_monitor of ntpd's ntp_request.h). What the
 * first three numbers mean depends on the server's age: restriction flags since
 * 4.2.6, before it the number of dropped packets or the time of the last one;
 * and ntpd 4.1 has the time since the first packet in the place of the last. */
struct client {
	struct addr remote;
	struct addr local; /* that it talked to, where has_local */
	bool has_local;
	uint32_t restrictions;
	uint32_t average_s; /* between packets */
	uint32_t last_s;    /* since the last packet */
	uint32_t count;     /* of packets */
	uint16_t port;      /* these three: of the last packet */
	uint8_t mode;
	uint8_t version;
};

/* Reads an item of this many bytes: 72 or 32 of MON_GETLIST_1, 48 or 24 of
 * MON_GETLIST. False: no server is known to send that size. */
bool client_read(const uint8_t *item, size_t item_bytes, struct client *out);

/* A list whose packets may come in any order. A zeroed struct is empty. */
struct clients {
	struct clients_item *items;
	size_t n, room;
	uint64_t n_unread; /* items of an unknown size */
};

/* Adds the items of a packet that private_parse takes for a part of a list.
 * Each packet is to be added once. */
void clients_add(struct clients *c, const uint8_t *bytes, size_t n);

/* Writes the list in its server's order, as ntpdc does: a line for each. */
void clients_print(struct clients *c, FILE *out);

/* The same as an array of objects; the caller owns it. */
struct json *clients_json(struct clients *c);

/* Frees the list. */
void clients_done(struct clients *c);

#endif
