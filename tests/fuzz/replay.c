/* Tries every file of the folders that are named with the fuzz target that it
 * is linked to, as libFuzzer would. No input at all is a failure. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/err.h"
#include "lib/file.h"

#include "tests/fuzz/fuzz.h"

enum { MAX_INPUT_BYTES = 1 << 20 };

static bool
try_file(const char *path)
{
	struct err e;
	char *text;
	size_t n;
	if (!file_read(path, MAX_INPUT_BYTES, &text, &n, &e)) {
		fprintf(stderr, "%s\n", e.text);
		return false;
	}
	/* A copy of its own size, so that a step outside is found. */
	uint8_t *bytes = malloc(n > 0 ? n : 1);
	must(bytes != NULL, "there is memory");
	for (size_t i = 0; i < n; i++)
		bytes[i] = (uint8_t)text[i];
	free(text);
	printf("%s\n", path);
	fflush(stdout);
	LLVMFuzzerTestOneInput(bytes, n);
	free(bytes);
	return true;
}

/* Gives how many files of the folder were tried. */
static unsigned
try_folder(const char *folder)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	unsigned n = 0;
	if (dir == NULL)
		return 0;
	while ((entry = readdir(dir)) != NULL) {
		char path[4096];
		snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
		if (entry->d_name[0] != '.')
			n += try_file(path);
	}
	closedir(dir);
	return n;
}

int
main(int argc, char **argv)
{
	unsigned n = 0;
	for (int i = 1; i < argc; i++)
		n += try_folder(argv[i]);
	printf("%u inputs\n", n);
	return n > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
