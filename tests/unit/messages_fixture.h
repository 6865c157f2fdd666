/* What tests say things by: the messages of our own templates. */
#ifndef TESTS_UNIT_MESSAGES_FIXTURE_H
#define TESTS_UNIT_MESSAGES_FIXTURE_H

#include <stdio.h>

#include "render/figures/messages.h"

/* Sets up a group of tests. */
static inline int
read_messages(void **state)
{
	struct err e;
	(void)state;
	if (messages_read("site-templates/messages.txt", &e))
		return 0;
	fprintf(stderr, "%s\n", e.text);
	return -1;
}

/* The other half of read_messages. */
static inline int
forget_messages(void **state)
{
	(void)state;
	messages_done();
	return 0;
}

#endif
