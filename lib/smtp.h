/* One mail, handed to an SMTP server, and what became of it. */
#ifndef LIB_SMTP_H
#define LIB_SMTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"

struct smtp;

/* The server that takes mail. Texts are the caller's and outlive the client. */
struct smtp_server {
	const char *url;  /* smtp://host:port, or smtps:// for TLS at once */
	const char *name; /* what we call ourselves: a domain */
	bool without_tls; /* smtp:// without STARTTLS; else it is demanded */
	const char *user; /* NULL: without credentials */
	const char *password;
	const char *authorities; /* PEM file of the CAs that are trusted; NULL:
				    the system's */
	uint32_t idle_s;         /* how long it may be silent; 0: 300 (RFC 5321
				    4.5.3.2 asks for that much) */
};

/* Called once, before the last bytes of a mail are sent: the server cannot have
 * taken it before, and may have from then on. False gives the mail up. */
typedef bool smtp_ending_fn(void *context);

/* A mail to one address. Texts are the caller's. */
struct smtp_mail {
	const char *from; /* RFC 5321 Dot-strings; the envelope's */
	const char *to;
	const char *const *headers; /* "Name: value" texts, the last NULL */
	const char *text;           /* UTF-8, lines end with \n; not empty */
	const char *name; /* of the attached file, ASCII; NULL: there is none */
	const char *type; /* its MIME type */
	const char *bytes; /* n of it, at least 1 */
	size_t n;
	smtp_ending_fn *on_ending; /* may be NULL */
	void *context;
};

enum smtp_outcome {
	SMTP_SENT,
	SMTP_REFUSED,   /* for good: 5yz */
	SMTP_LATER,     /* not now: 4yz */
	SMTP_NO_SERVER, /* it was not reached, or was lost before the end */
	SMTP_UNFIT,     /* it does not do the TLS that is wanted, or its
			   certificate or our password is not accepted */
	SMTP_IN_DOUBT,  /* lost at the end: nobody can say whether it was taken
			   (RFC 1047) */
	SMTP_GIVEN_UP   /* by on_ending */
};

/* A client that keeps its connection for the next mail; for one thread at a
 * time. The caller closes it. */
struct smtp *smtp_open(const struct smtp_server *server);
void smtp_close(struct smtp *s);

/* Hands a mail over. Unless it is SMTP_SENT, e says why: with the server's own
 * words, if it had any. */
enum smtp_outcome smtp_send(struct smtp *s, const struct smtp_mail *mail,
    struct err *e) __attribute__((warn_unused_result));

#endif
