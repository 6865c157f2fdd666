/* The signals that steer a run. */
#ifndef SCANNER_SIGNALS_H
#define SCANNER_SIGNALS_H

#include <signal.h>

/* What they ask for:
 *
 *   SIGINT, SIGTERM  send no more, wait for answers, end; twice: end at once
 *   SIGTSTP          send no more, wait for answers, then stop (as by Ctrl-Z);
 *                    twice: stop at once
 *   SIGCONT          go on
 *   SIGUSR1          say how far it is
 *   SIGHUP           read the files of exclusions again */
struct signals {
	volatile sig_atomic_t stop;   /* how often to end: 0…2 */
	volatile sig_atomic_t pause;  /* how often to stop for a while: 0…2 */
	volatile sig_atomic_t status; /* above 0: say how far it is */
	volatile sig_atomic_t reload; /* above 0: read exclusions again */
};

extern struct signals signals;

/* Catches them from now on. */
void signals_catch(void);

#endif
