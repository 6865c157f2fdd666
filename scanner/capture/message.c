#include "scanner/capture/message.h"

#include "lib/bytes.h"
#include "lib/control.h"
#include "lib/private.h"

#include "scanner/probes/probe.h"

/* RFC 9327 §2 and ntpd's ntp_request.h: the mode in the first byte; the bit of
 * an answer in the second of Mode 6, in the first of Mode 7. */
enum {
	MODE_CONTROL = 6,
	MODE_PRIVATE = 7,
	BIT_ANSWER = 0x80,
	BITS_ERROR_MORE = 0x60,
	OPCODE = 0x1f,
	OPCODE_READVAR = 2
};

static unsigned
number_of(const struct probe *probe)
{
	unsigned i = 0;
	while (probes[i] != probe)
		i++;
	return i;
}

static void
read_control(const uint8_t *bytes, size_t n, struct message *out)
{
	if (n < 4)
		return;
	out->probe = number_of(&probe_readvar);
	out->sequence = bytes_get16(bytes + 2);
	out->is_ours = n >= CONTROL_HEADER_BYTES &&
		       (bytes[1] & OPCODE) == OPCODE_READVAR &&
		       bytes_get16(bytes + 6) == 0;
	if (bytes[1] & BIT_ANSWER)
		out->kind = MESSAGE_ANSWER;
	else if (out->is_ours && (bytes[1] & BITS_ERROR_MORE) == 0)
		out->kind = MESSAGE_QUESTION;
}

static void
read_private(const uint8_t *bytes, size_t n, struct message *out)
{
	if (n < 4)
		return;
	out->probe = number_of(&probe_monlist);
	out->code = bytes_get16(bytes + 2);
	out->is_ours =
	    n >= PRIVATE_HEADER_BYTES && (bytes[3] == PRIVATE_MON_GETLIST ||
					     bytes[3] == PRIVATE_MON_GETLIST_1);
	if (bytes[0] & BIT_ANSWER)
		out->kind = MESSAGE_ANSWER;
	else if (out->is_ours)
		out->kind = MESSAGE_QUESTION;
}

void
message_read(const uint8_t *bytes, size_t n, struct message *out)
{
	*out = (struct message){.kind = MESSAGE_OTHER};
	if (n > 0 && (bytes[0] & 7) == MODE_CONTROL)
		read_control(bytes, n, out);
	else if (n > 0 && (bytes[0] & 7) == MODE_PRIVATE)
		read_private(bytes, n, out);
}
