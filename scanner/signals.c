#include "scanner/signals.h"

struct signals signals;

static void
on_stop(int number)
{
	(void)number;
	signals.stop = signals.stop < 2 ? signals.stop + 1 : 2;
}

static void
on_pause(int number)
{
	(void)number;
	signals.pause = signals.pause < 2 ? signals.pause + 1 : 2;
}

static void
on_continue(int number)
{
	(void)number;
	signals.pause = 0;
}

static void
on_status(int number)
{
	(void)number;
	signals.status = 1;
}

static void
on_reload(int number)
{
	(void)number;
	signals.reload = 1;
}

void
signals_catch(void)
{
	static const struct {
		int number;
		void (*handler)(int);
	} all[] = {{SIGINT, on_stop}, {SIGTERM, on_stop}, {SIGTSTP, on_pause},
	    {SIGCONT, on_continue}, {SIGUSR1, on_status}, {SIGHUP, on_reload}};
	for (unsigned i = 0; i < sizeof all / sizeof all[0]; i++) {
		const struct sigaction action = {.sa_handler = all[i].handler};
		sigaction(all[i].number, &action, NULL);
	}
}
