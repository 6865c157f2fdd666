#include "reports/shelf/inputs.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

void
inputs_add_number(struct fingerprint *f, uint64_t number)
{
	char text[32];
	const int n =
	    snprintf(text, sizeof text, "%llu\n", (unsigned long long)number);
	fingerprint_add(f, text, (size_t)n);
}

void
inputs_add_text(struct fingerprint *f, const char *text)
{
	fingerprint_add(f, text, strlen(text) + 1);
}

void
inputs_add_file(struct fingerprint *f, const struct archive_file *file)
{
	struct stat st = {0};
	/* One that has gone meanwhile is said when it is read. */
	if (stat(file->path, &st) != 0)
		st = (struct stat){0};
	inputs_add_text(f, file->path);
	inputs_add_number(f, (uint64_t)st.st_size);
	inputs_add_number(f, (uint64_t)st.st_mtim.tv_sec);
	inputs_add_number(f, (uint64_t)st.st_mtim.tv_nsec);
}
