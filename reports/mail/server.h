/* The mail server of the configuration, ready to take mail. */
#ifndef REPORTS_MAIL_SERVER_H
#define REPORTS_MAIL_SERVER_H

#include <stdbool.h>

#include "lib/config.h"
#include "lib/err.h"
#include "lib/smtp.h"

struct server {
	struct smtp *smtp;
	struct smtp_server plan;
	char *password;
};

/* Checks what the configuration says of mail, and reads the password; nothing
 * is sent. False: e says what is wrong. The caller calls server_close, either
 * way; c must outlive s. */
bool server_open(struct server *s, const struct config *c, struct err *e)
    __attribute__((warn_unused_result));
void server_close(struct server *s);

#endif
