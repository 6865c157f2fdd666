/* Switches generic receive offload of an interface on or off: with it on, the
 * other end of a veth pair takes XDP frames.
 *
 *   gro INTERFACE on|off */
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

int
main(int argc, char **argv)
{
	struct ifreq request = {0};
	struct ethtool_value value = {.cmd = ETHTOOL_SGRO};
	if (argc != 3) {
		fputs("usage: gro INTERFACE on|off\n", stderr);
		return 2;
	}
	const int fd = socket(AF_INET, SOCK_DGRAM, 0);
	value.data = strcmp(argv[2], "on") == 0;
	snprintf(request.ifr_name, sizeof request.ifr_name, "%s", argv[1]);
	request.ifr_data = (void *)&value;
	if (fd < 0 || ioctl(fd, SIOCETHTOOL, &request) != 0) {
		perror(argv[1]);
		return 1;
	}
	return 0;
}
