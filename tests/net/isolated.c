/* Runs another tool (zmap, masscan, nmap) only if this network namespace has no
 * way out, and not for longer than so many seconds:
 *
 *   isolated [--peer NETNS]... SECONDS COMMAND... */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/text.h"

#include "scanner/isolation.h"

enum { MAX_PEERS = 16, MAX_SECONDS = 1500 };

int
main(int argc, char **argv)
{
	const char *peers[MAX_PEERS];
	size_t n_peers = 0;
	uint64_t seconds;
	struct err e;
	int i = 1;
	for (; i + 1 < argc && strcmp(argv[i], "--peer") == 0 &&
	       n_peers < MAX_PEERS;
	     i += 2)
		peers[n_peers++] = argv[i + 1];
	if (i + 1 >= argc || !text_to_uint(argv[i], MAX_SECONDS, &seconds) ||
	    seconds == 0) {
		fputs("usage: isolated [--peer NETNS]... SECONDS COMMAND...\n",
		    stderr);
		return 2;
	}
	if (!isolation_check(peers, n_peers, &e)) {
		fprintf(stderr, "isolated: %s\n", e.text);
		return 1;
	}
	/* The alarm outlives exec; no tool that we start catches it. */
	alarm((unsigned)seconds);
	execvp(argv[i + 1], argv + i + 1);
	perror(argv[i + 1]);
	return 127;
}
