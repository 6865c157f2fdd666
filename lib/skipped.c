#include "lib/skipped.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/text.h"

/* File names and their contents come from anywhere: no control character of
 * theirs may reach the terminal. */
static void
say(const char *sentence)
{
	struct buf line;
	buf_init(&line, 8192);
	text_add_readable(&line, sentence, strlen(sentence));
	fprintf(stderr, "%s: %s\n", program_invocation_short_name, line.text);
	buf_done(&line);
}

void
skipped_file(struct skipped *s, const char *why)
{
	struct buf b;
	s->files++;
	buf_init(&b, 8192);
	buf_printf(&b, "file skipped: %s", why);
	say(b.text);
	buf_done(&b);
}

void
skipped_rows(struct skipped *s, const char *path, uint64_t n, uint64_t first,
    const char *why)
{
	struct buf b;
	s->rows += n;
	buf_init(&b, 8192);
	buf_printf(&b, "%s:%llu: row skipped: %s", path,
	    (unsigned long long)first, why);
	if (n > 1)
		buf_printf(&b, " (and %llu more of this file)",
		    (unsigned long long)(n - 1));
	say(b.text);
	buf_done(&b);
}

void
skipped_note(const char *sentence)
{
	say(sentence);
}
