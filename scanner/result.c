#include "scanner/result.h"

#include "lib/date.h"

/* Bytes received for each byte sent, with two decimals (report schema). */
static const char *
amplification(uint64_t received, uint64_t sent, struct arena *arena)
{
	const uint64_t hundredths = (received * 100 + sent / 2) / sent;
	return arena_printf(arena, "%llu.%02llu",
	    (unsigned long long)hundredths / 100,
	    (unsigned long long)hundredths % 100);
}

bool
result_row(const struct probe *probe, const struct answer *answer,
    uint64_t sent_bytes, const struct addr *asked, uint16_t port, time_t when,
    struct row *row, struct arena *arena, unsigned *n_bad)
{
	char timestamp[DATE_TEXT_MAX], ip[ADDR_TEXT_MAX];
	const enum scan scan =
	    asked->is_v6 ? probe->scan_ipv6 : probe->scan_ipv4;
	*row = (struct row){{NULL}};
	if (!probe->columns(answer, row, arena, n_bad))
		return false;
	date_format_timestamp(when, timestamp);
	addr_format(asked, ip);
	row->value[COLUMN_TIMESTAMP] = arena_text(arena, timestamp);
	row->value[COLUMN_SEVERITY] = "medium";
	row->value[COLUMN_IP] = arena_text(arena, ip);
	row->value[COLUMN_PROTOCOL] = "udp";
	row->value[COLUMN_PORT] = arena_printf(arena, "%u", port);
	row->value[COLUMN_TAG] = schema_of(scan)->tag;
	row->value[COLUMN_RESPONSE_SIZE] =
	    arena_printf(arena, "%llu", (unsigned long long)answer->bytes);
	if (sent_bytes > 0)
		row->value[COLUMN_AMPLIFICATION] =
		    amplification(answer->bytes, sent_bytes, arena);
	return true;
}
