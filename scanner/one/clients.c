/* An item of 72 bytes, in network order but for what is said:
 *
 *    0 average interval   16 IPv4 address       32 IPv6 if not 0 (in the
 *    4 since the last     20 local address         server's own byte order)
 *    8 restrictions       24 flags              40 IPv6 address
 *   12 count              28 port, mode,        56 local IPv6 address
 *                            version
 *
 * Servers asked in the older form send the first 32 bytes. The items of the
 * older question, MON_GETLIST, lack the local address and the flags: 48 bytes,
 * or their first 24. Without the IPv6 mark the room for IPv6 addresses holds
 * what an earlier answer left there. */
#include "scanner/one/clients.h"

#include <stdlib.h>
#include <string.h>

#include "lib/bytes.h"
#include "lib/mem.h"
#include "lib/private.h"

struct clients_item {
	struct client client;
	uint8_t sequence; /* of its packet */
	size_t place;     /* as it came */
};

/* Where the fields lie that differ. */
struct layout {
	size_t item_bytes;
	size_t port;                         /* mode and version follow */
	size_t v6_flag, remote_v6, local_v6; /* 0: not there */
	bool has_local;
};

static const struct layout layouts[] = {
    {72, 28, 32, 40, 56, true},
    {32, 28, 0, 0, 0, true},
    {48, 20, 24, 32, 0, false},
    {24, 20, 0, 0, 0, false},
};

static uint32_t
get32(const uint8_t *p)
{
	return (uint32_t)bytes_get16(p) << 16 | bytes_get16(p + 2);
}

static struct addr
get_addr(const uint8_t *p, bool is_v6)
{
	struct addr a = {.is_v6 = is_v6};
	memcpy(a.bytes, p, is_v6 ? 16 : 4);
	return a;
}

bool
client_read(const uint8_t *item, size_t item_bytes, struct client *out)
{
	const struct layout *l = layouts;
	const struct layout *const end =
	    layouts + sizeof layouts / sizeof layouts[0];
	while (l < end && l->item_bytes != item_bytes)
		l++;
	if (l == end)
		return false;
	const bool is_v6 = l->v6_flag != 0 && get32(item + l->v6_flag) != 0;
	*out = (struct client){
	    .average_s = get32(item),
	    .last_s = get32(item + 4),
	    .restrictions = get32(item + 8),
	    .count = get32(item + 12),
	    .remote = get_addr(item + (is_v6 ? l->remote_v6 : 16), is_v6),
	    .has_local = l->has_local,
	    .port = bytes_get16(item + l->port),
	    .mode = item[l->port + 2],
	    .version = item[l->port + 3],
	};
	if (l->has_local)
		out->local = get_addr(item + (is_v6 ? l->local_v6 : 20), is_v6);
	return true;
}

void
clients_add(struct clients *c, const uint8_t *bytes, size_t n)
{
	struct private_packet packet;
	if (private_parse(bytes, n, &packet) != PRIVATE_ITEMS)
		return;
	c->items = mem_grow(
	    c->items, &c->room, c->n + packet.items, sizeof c->items[0]);
	for (unsigned i = 0; i < packet.items; i++) {
		struct clients_item *item = &c->items[c->n];
		item->sequence = packet.sequence;
		item->place = c->n;
		const bool is_read = client_read(
		    bytes + PRIVATE_HEADER_BYTES + i * packet.item_bytes,
		    packet.item_bytes, &item->client);
		*(is_read ? &c->n : &c->n_unread) += 1;
	}
}

static int
compare(const void *a, const void *b)
{
	const struct clients_item *x = a, *y = b;
	if (x->sequence != y->sequence)
		return x->sequence < y->sequence ? -1 : 1;
	return x->place < y->place ? -1 : x->place > y->place;
}

static void
sort(struct clients *c)
{
	if (c->n > 0)
		qsort(c->items, c->n, sizeof c->items[0], compare);
}

static void
print(const struct client *c, FILE *out)
{
	char remote[ADDR_TEXT_MAX], local[ADDR_TEXT_MAX] = "-";
	addr_format(&c->remote, remote);
	if (c->has_local)
		addr_format(&c->local, local);
	fprintf(out, "%-22s %5u %-15s %8u %u %u %6x %6u %7u\n", remote, c->port,
	    local, c->count, c->mode, c->version, c->restrictions, c->average_s,
	    c->last_s);
}

void
clients_print(struct clients *c, FILE *out)
{
	sort(c);
	fputs("remote address          port local address      count m ver "
	      "rstr avgint  lstint\n"
	      "============================================================"
	      "===================\n",
	    out);
	for (size_t i = 0; i < c->n; i++)
		print(&c->items[i].client, out);
}

static struct json *
json_of(const struct client *c)
{
	struct json *object = json_new_object();
	char text[ADDR_TEXT_MAX];
	addr_format(&c->remote, text);
	json_set_text(object, "remote", text);
	json_set_number(object, "port", c->port);
	if (c->has_local) {
		addr_format(&c->local, text);
		json_set_text(object, "local", text);
	} else {
		json_set_null(object, "local");
	}
	json_set_number(object, "count", c->count);
	json_set_number(object, "mode", c->mode);
	json_set_number(object, "version", c->version);
	json_set_number(object, "restrictions", c->restrictions);
	json_set_number(object, "average_interval", c->average_s);
	json_set_number(object, "last_interval", c->last_s);
	return object;
}

struct json *
clients_json(struct clients *c)
{
	struct json *array = json_new_array();
	sort(c);
	for (size_t i = 0; i < c->n; i++)
		json_append(array, json_of(&c->items[i].client));
	return array;
}

void
clients_done(struct clients *c)
{
	free(c->items);
	*c = (struct clients){0};
}
