#include <stdio.h>

#include "render/options.h"
#include "render/publish.h"

int
main(int argc, char **argv)
{
	struct options options;
	struct publish_skipped skipped = {0};
	struct err e = {{0}};
	int code;
	if (!options_read(&options, argc, argv, &code))
		return code;
	if (!publish(&options, &skipped, &e)) {
		fprintf(stderr, "ntpcensus-render: %s\n", e.text);
		return EXIT_FAILED;
	}
	if (skipped.files == 0 && skipped.rows == 0)
		return EXIT_DONE;
	fprintf(stderr,
	    "ntpcensus-render: the site is published without %llu %s and "
	    "%llu %s of the archive\n",
	    (unsigned long long)skipped.files,
	    skipped.files == 1 ? "file" : "files",
	    (unsigned long long)skipped.rows,
	    skipped.rows == 1 ? "row" : "rows");
	return EXIT_SKIPPED;
}
