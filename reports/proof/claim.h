/* A request for reports whose proof of ownership is not yet whole: what was
 * asked for, and what would prove each part of it. A file of its own, which
 * only its owner may read, as it holds tokens. */
#ifndef REPORTS_PROOF_CLAIM_H
#define REPORTS_PROOF_CLAIM_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "lib/arena.h"
#include "lib/err.h"

enum {
	CLAIM_TOKEN_CHARS = 32, /* 128 bits */
	CLAIM_MOST_WHERES = 8,
	CLAIM_DAYS = 30 /* so long it can be met */
};

/* How it is proven: by a mail to the registered contact, or by a TXT record. */
enum proof_way { PROOF_MAIL, PROOF_DNS, N_PROOF_WAYS };

/* What is to be proven: a filter of a subscriber's entry. */
enum subject_kind {
	SUBJECT_ASN,
	SUBJECT_CIDR,
	SUBJECT_DOMAIN,
	N_SUBJECT_KINDS
};

extern const char *const proof_way_names[N_PROOF_WAYS];
extern const char *const subject_names[N_SUBJECT_KINDS];

/* One filter. Texts are never NULL. */
struct subject {
	enum subject_kind kind;
	const char *value; /* as it stands in the entry */
	/* Mail addresses that the token goes to; or domains, one of which must
	 * have it. */
	const char *wheres[CLAIM_MOST_WHERES];
	size_t n_wheres;
	char token[CLAIM_TOKEN_CHARS + 1];
	const char *met; /* "": not yet; else how and when */
};

struct claim_texts {
	const char **items;
	size_t n;
};

struct claim {
	const char *list;
	const char *title;
	struct claim_texts contacts;
	struct claim_texts types;
	struct claim_texts deliveries;
	enum proof_way way;
	time_t begun;
	struct subject *subjects;
	size_t n;
	struct arena arena; /* of all texts */
};

/* Makes a token that nobody can guess. */
void claim_make_token(char out[static CLAIM_TOKEN_CHARS + 1]);

/* Judges all that the request holds, as it would be judged in an entry. False:
 * e says what is wrong. */
bool claim_check(const struct claim *r, struct err *e)
    __attribute__((warn_unused_result));

/* Reads the request for a list from a folder, and judges it; *is_there is false
 * if there is none. False: it is not there, or damaged; e says which. The
 * caller calls claim_done, either way. */
bool claim_read(struct claim *r, const char *folder, const char *list,
    bool *is_there, struct err *e) __attribute__((warn_unused_result));
void claim_done(struct claim *r);

/* Writes it, or removes it. */
bool claim_write(const struct claim *r, const char *folder, struct err *e)
    __attribute__((warn_unused_result));
bool claim_forget(const char *folder, const char *list, struct err *e)
    __attribute__((warn_unused_result));

#endif
