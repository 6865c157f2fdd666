#include "lib/private.h"

#include <string.h>

#include "lib/bytes.h"

/* The 8-byte header of ntpd's ntp_request.h:
 *   R M VN(3) mode(3) | A sequence(7) | implementation | request
 *   | error(4) items(12) | reserved(4) item size(12) */
enum {
	MODE_PRIVATE = 7,
	VERSION_ASKED = 2,
	BIT_RESPONSE = 0x80,
	BIT_MORE = 0x40,
	BIT_AUTHENTICATED = 0x80
};

static void
write_request(uint8_t *out, size_t n, uint8_t implementation)
{
	memset(out, 0, n);
	out[0] = VERSION_ASKED << 3 | MODE_PRIVATE;
	out[2] = implementation;
	out[3] = PRIVATE_MON_GETLIST_1;
}

void
private_request(uint8_t out[static PRIVATE_REQUEST_BYTES])
{
	write_request(out, PRIVATE_REQUEST_BYTES, PRIVATE_XNTPD);
}

void
private_old_request(uint8_t out[static PRIVATE_OLD_REQUEST_BYTES])
{
	write_request(out, PRIVATE_OLD_REQUEST_BYTES, PRIVATE_XNTPD_OLD);
}

enum private_kind
private_parse(const uint8_t *bytes, size_t n, struct private_packet *out)
{
	*out = (struct private_packet){0};
	if (n < PRIVATE_HEADER_BYTES || (bytes[0] & 7) != MODE_PRIVATE ||
	    (bytes[0] & BIT_RESPONSE) == 0 || (bytes[0] >> 3 & 7) == 0 ||
	    (bytes[0] >> 3 & 7) > 4 || (bytes[1] & BIT_AUTHENTICATED) != 0)
		return PRIVATE_MALFORMED;
	out->version = bytes[0] >> 3 & 7;
	out->implementation = bytes[2];
	out->request = bytes[3];
	out->more = (bytes[0] & BIT_MORE) != 0;
	out->sequence = bytes[1] & 0x7f;
	out->error = bytes[4] >> 4;
	out->items = bytes_get16(bytes + 4) & 0xfff;
	out->item_bytes = bytes_get16(bytes + 6) & 0xfff;
	if (out->error != 0)
		return PRIVATE_ERROR;
	if (out->items == 0)
		return PRIVATE_EMPTY;
	if (out->item_bytes == 0 ||
	    (size_t)out->items * out->item_bytes > n - PRIVATE_HEADER_BYTES)
		return PRIVATE_MALFORMED;
	return PRIVATE_ITEMS;
}
