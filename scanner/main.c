/* ntpcensus-scan: asks NTP servers and writes the day's reports. */
#include <stdio.h>

#include "lib/config.h"

#include "scanner/options.h"
#include "scanner/scan.h"

enum { EXIT_FAILED = 1, EXIT_INTERRUPTED = 130 };

int
main(int argc, char **argv)
{
	struct options options;
	struct config config;
	struct err e = {0};
	options_read(&options, argc, argv);
	if (options.command == COMMAND_EXIT)
		return options.exit_code;
	enum scan_end end = SCAN_FAILED;
	if (config_read(&config, options.config, &e)) {
		end = options.command == COMMAND_SCAN
			  ? scan_run(&options, &config, &e)
			  : scan_finish_partial(&options, &config, &e);
		config_done(&config);
	}
	if (end != SCAN_DONE)
		fprintf(stderr, "ntpcensus-scan: %s\n", e.text);
	return end == SCAN_DONE          ? 0
	       : end == SCAN_INTERRUPTED ? EXIT_INTERRUPTED
					 : EXIT_FAILED;
}
