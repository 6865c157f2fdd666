/* A call of the API and the headers of a download: bytes up to the first NUL
 * are taken for headers, what follows for the body of a call. */
#include <string.h>

#include "lib/hmac.h"

#include "reports/api/request.h"
#include "reports/serve/download.h"
#include "reports/serve/page.h"
#include "reports/serve/place.h"
#include "tests/fuzz/rows.h"

enum { TODAY = 20000, MOST_HEADER = 256 };

static void
try_headers(const char *text)
{
	struct sockaddr_storage place;
	uint8_t code[HMAC_BYTES];
	char field[16];
	uint64_t from, length;
	struct addr a;
	struct err e;
	time_t when;
	day_t first, last;
	for (uint64_t n = 0; n < 20; n += 19) {
		const enum download_range kind =
		    download_read_range(text, n, &from, &length);
		if (kind == DOWNLOAD_PART)
			must(length > 0 && from < n && length <= n - from,
			    "a part lies within");
		if (kind == DOWNLOAD_WHOLE)
			must(from == 0 && length == n, "the whole is whole");
	}
	if (download_id(text) != NULL)
		must(strspn(text, "/dl0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				  "abcdefghijklmnopqrstuvwxyz") == strlen(text),
		    "an id is letters and digits");
	download_read_date(text, &when);
	place_forwarded(text, &a);
	if (!place_read(text, &place, &e))
		must(e.text[0] != '\0', "a refusal says why");
	hmac_parse(text, code);
	if (page_field(text, strlen(text), "a", field, sizeof field))
		must(strlen(field) < sizeof field, "a field fits");
	if (request_read_dates(text, TODAY, &first, &last))
		must(first <= last, "dates end after they begin");
}

static void
check_condition(const struct condition *c)
{
	must(c->n > 0 && c->n <= REQUEST_MOST_VALUES, "a condition has values");
	for (size_t i = 0; i < c->n; i++) {
		must(c->texts[i] != NULL, "a value is a text");
		if (c->field == FIELD_ADDRESS)
			must(addr_compare(
				 &c->ranges[i].first, &c->ranges[i].last) <= 0,
			    "a range has addresses");
		if (c->field == FIELD_COLUMN)
			must(
			    (unsigned)c->column < N_COLUMNS, "a column is one");
	}
}

static void
try_body(const uint8_t *bytes, size_t n)
{
	struct request r;
	struct err why = {{0}};
	const bool ok = request_open(&r, (const char *)bytes, n, &why) &&
			request_read(&r, TODAY, &why);
	if (!ok) {
		must(why.text[0] != '\0', "a refusal says why");
	} else {
		must(r.key[0] != '\0' && r.page > 0, "it has a key and a page");
		must(!r.has_dates || r.first <= r.last, "dates are in order");
		must(r.n_conditions <= REQUEST_MOST_CONDITIONS,
		    "conditions are few");
		for (size_t i = 0; i < r.n_conditions; i++)
			check_condition(&r.conditions[i]);
	}
	request_done(&r);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	char header[MOST_HEADER] = "";
	const uint8_t *nul = n > 0 ? memchr(bytes, '\0', n) : NULL;
	const size_t n_header = nul != NULL ? (size_t)(nul - bytes) : 0;
	if (n_header > 0 && n_header < sizeof header)
		memcpy(header, bytes, n_header);
	try_headers(header);
	if (nul != NULL)
		try_body(nul + 1, n - n_header - 1);
	else
		try_body(bytes, n);
	return 0;
}
