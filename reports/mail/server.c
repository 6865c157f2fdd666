#include "reports/mail/server.h"

#include <stdlib.h>
#include <string.h>

#include "lib/file.h"

#include "reports/subscribers/values.h"

/* Whether the configuration says enough, and nothing that could steer the
 * server or the mail. */
static bool
check_config(const struct config *c, struct err *e)
{
	struct err why = {{0}};
	const char *server = c->mail.server;
	const size_t scheme = strncmp(server, "smtps://", 8) == 0 ? 8 : 7;
	if (server[0] == '\0')
		return err_set(e, "the configuration has no mail.server");
	if (strncmp(server, "smtp", 4) != 0 ||
	    strncmp(server + scheme - 3, "://", 3) != 0 ||
	    server[scheme] == '\0' || strpbrk(server + scheme, "/@?# ") != NULL)
		return err_set(e,
		    "mail.server is smtp://host:port or smtps://host:port, not "
		    "%s",
		    server);
	if (!values_check_contact(c->mail.from, 0, "mail.from", &why) ||
	    (c->operator.contact[0] != '\0' && !values_check_contact(
		c->operator.contact, 0, "operator.contact", &why)) ||
	    (c->operator.name[0] != '\0' && !values_check_line(
		c->operator.name, 0, "operator.name", &why)) ||
	    (c->mail.links[0] != '\0' &&
		!values_check_line(c->mail.links, 0, "mail.links", &why)) ||
	    (c->site.base_url[0] != '\0' &&
		!values_check_line(c->site.base_url, 0, "site.base_url", &why)))
		return err_set(e, "the configuration: %s", why.text);
	if (c->mail.links[0] != '\0' &&
	    (strncmp(c->mail.links, "http", 4) != 0 ||
		strpbrk(c->mail.links, " <>\"") != NULL))
		return err_set(e,
		    "mail.links is a URL such as https://example.net/dl/, not "
		    "%s",
		    c->mail.links);
	if (c->mail.user[0] != '\0' && scheme == 7 &&
	    strcmp(c->mail.tls, "never") == 0)
		return err_set(e,
		    "mail.user is not sent over mail.tls = \"never\": others "
		    "could read the password");
	return true;
}

bool
server_open(struct server *s, const struct config *c, struct err *e)
{
	*s = (struct server){0};
	if (!check_config(c, e))
		return false;
	s->plan = (struct smtp_server){.url = c->mail.server,
	    .name = strchr(c->mail.from, '@') + 1,
	    .without_tls = strcmp(c->mail.tls, "never") == 0,
	    .authorities =
		c->mail.authorities[0] != '\0' ? c->mail.authorities : NULL,
	    .idle_s = c->mail.idle_s};
	if (c->mail.user[0] != '\0') {
		s->password =
		    file_read_secret(c->mail.password_file, "password file", e);
		if (s->password == NULL)
			return false;
		s->plan.user = c->mail.user;
		s->plan.password = s->password;
	}
	s->smtp = smtp_open(&s->plan);
	return true;
}

void
server_close(struct server *s)
{
	smtp_close(s->smtp);
	if (s->password != NULL)
		explicit_bzero(s->password, strlen(s->password));
	free(s->password);
	*s = (struct server){0};
}
