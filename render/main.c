#include <stdio.h>

#include "render/load.h"
#include "render/options.h"
#include "render/publish.h"

/* Says what was left out of a thing that is done. Gives the exit code. */
static int
finish(const char *done, uint64_t files, uint64_t rows)
{
	if (files == 0 && rows == 0)
		return EXIT_DONE;
	fprintf(stderr,
	    "ntpcensus-render: the %s without %llu %s and %llu %s of the "
	    "archive\n",
	    done, (unsigned long long)files, files == 1 ? "file" : "files",
	    (unsigned long long)rows, rows == 1 ? "row" : "rows");
	return EXIT_SKIPPED;
}

static int
run(const struct options *options, struct err *e)
{
	struct publish_skipped left_out = {0};
	struct skipped skipped = {0};
	if (options->is_load)
		return load(options, &skipped, e)
			   ? finish(
				 "days are loaded", skipped.files, skipped.rows)
			   : EXIT_FAILED;
	return publish(options, &left_out, e)
		   ? finish("site is published", left_out.files, left_out.rows)
		   : EXIT_FAILED;
}

int
main(int argc, char **argv)
{
	struct options options;
	struct err e = {{0}};
	int code;
	if (!options_read(&options, argc, argv, &code))
		return code;
	code = run(&options, &e);
	if (code == EXIT_FAILED)
		fprintf(stderr, "ntpcensus-render: %s\n", e.text);
	return code;
}
