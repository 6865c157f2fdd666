/* What an RDAP server says of a network: whom to write to (RFC 9083, with
 * jCards of RFC 7095). */
#ifndef REPORTS_CONTACTS_ANSWER_H
#define REPORTS_CONTACTS_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/addr.h"
#include "lib/arena.h"
#include "lib/err.h"

/* What is asked about: an address, or the number of a network. */
struct question {
	bool is_asn;
	uint32_t asn;
	struct addr addr;
	unsigned prefix_bits; /* of the prefix that addr begins; 0: it alone */
};

enum { QUESTION_TEXT_MAX = ADDR_TEXT_MAX + 16 };

/* Reads "192.0.2.1", "2001:db8::1", "AS64496" or "64496". */
bool question_read(const char *text, struct question *out);

/* Writes it as its URL has it (RFC 9082 3.1): "ip/192.0.2.1", "autnum/64496".
 */
void question_path(
    const struct question *q, char out[static QUESTION_TEXT_MAX]);

/* Roles that a contact can have (RFC 9083 10.2.4), the best to write to first.
 */
enum contact_role {
	CONTACT_ABUSE,
	CONTACT_NOC,
	CONTACT_TECHNICAL,
	N_CONTACT_ROLES
};

extern const char *const contact_role_names[N_CONTACT_ROLES];

/* One address of a contact. Texts are readable UTF-8 on one line, never NULL.
 */
struct contact {
	enum contact_role role;
	const char *mail; /* as subscribers' contacts are (RFC 5321 Dot-string)
			   */
	const char *name;
	const char *phone;
};

struct answer {
	const char *network;      /* the range that it is about, as text */
	struct addr_range range;  /* the same, if it is about an address */
	const char *name;         /* what the registry calls it */
	struct contact *contacts; /* by role, then as they came; no two equal */
	size_t n;
	size_t room;
	struct arena arena;
};

/* Reads the n bytes of an answer to q. Values of other types than they should
 * have are passed over. False: it is no answer, or one about another network;
 * e says which. The caller calls answer_done, either way. */
bool answer_read(struct answer *a, const struct question *q, const char *bytes,
    size_t n, struct err *e) __attribute__((warn_unused_result));
void answer_done(struct answer *a);

#endif
