#include "scanner/link/departures.h"

#include <ifaddrs.h>
#include <linux/if_link.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { MOST_MS = 3000, STEP_MS = 10, LOOK_AGAIN_MS = 100 };

static uint32_t
count_of(const char *interface)
{
	struct ifaddrs *list = NULL;
	uint32_t count = 0;
	if (getifaddrs(&list) != 0)
		return 0;
	for (const struct ifaddrs *i = list; i != NULL; i = i->ifa_next)
		if (i->ifa_addr != NULL && i->ifa_data != NULL &&
		    i->ifa_addr->sa_family == AF_PACKET &&
		    strcmp(i->ifa_name, interface) == 0)
			count = ((const struct rtnl_link_stats *)i->ifa_data)
				    ->tx_packets;
	freeifaddrs(list);
	return count;
}

static int64_t
now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

static void
look(struct departures *d)
{
	const uint32_t count = count_of(d->interface);
	d->n += count - d->last;
	d->last = count;
	d->looked_ms = now_ms();
}

void
departures_start(struct departures *d, const char *interface)
{
	*d = (struct departures){.interface = interface,
	    .last = count_of(interface),
	    .looked_ms = now_ms()};
}

uint64_t
departures_look(struct departures *d)
{
	if (now_ms() - d->looked_ms >= LOOK_AGAIN_MS)
		look(d);
	return d->n;
}

uint64_t
departures_wait(struct departures *d, uint64_t n)
{
	const struct timespec pause = {.tv_nsec = STEP_MS * 1000000};
	for (int ms = 0; ms < MOST_MS; ms += STEP_MS) {
		look(d);
		if (d->n >= n)
			break;
		nanosleep(&pause, NULL);
	}
	return d->n;
}
