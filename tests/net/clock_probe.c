/* Tries to set the clock in every way that Linux has, to what it already is.
 * Ends with 0 if each was refused for lack of CAP_SYS_TIME, with 1 if one was
 * let through or refused for another reason.
 *
 * Setting a tick to the length that it has changes nothing. Setting the time
 * does (it moves by what passed since it was read), so this is tried only by
 * a process that may not even do the former. */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <time.h>

static bool
is_refused(const char *call, int result)
{
	if (result == -1 && errno == EPERM)
		return true;
	printf("%s: %s\n", call,
	    result == -1 ? strerror(errno) : "the clock can be set");
	return false;
}

int
main(void)
{
	struct timex ticks = {0};
	struct timespec now;
	struct timeval seconds;
	adjtimex(&ticks);
	clock_gettime(CLOCK_REALTIME, &now);
	gettimeofday(&seconds, NULL);

	ticks.modes = ADJ_TICK;
	if (!is_refused("adjtimex", adjtimex(&ticks)))
		return 1;
	bool ok =
	    is_refused("clock_adjtime", clock_adjtime(CLOCK_REALTIME, &ticks));
	ok &= is_refused("clock_settime", clock_settime(CLOCK_REALTIME, &now));
	ok &= is_refused("settimeofday", settimeofday(&seconds, NULL));
	return ok ? 0 : 1;
}
