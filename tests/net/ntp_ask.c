/* Sends one UDP packet to port 123 of an address, and prints in hexadecimal
 * what comes back, a packet a line: the first within a second, and what
 * follows it by no more than a tenth of that.
 *
 *   ntp_ask ADDRESS HEX
 *
 * Ends with 0 if something came, with 1 if nothing did, with 2 if it could not
 * ask. */
#include <arpa/inet.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { NTP_PORT = 123, PACKET_MAX = 1500 };

static size_t
read_hex(const char *text, uint8_t bytes[static PACKET_MAX])
{
	size_t n = 0;
	for (; n < PACKET_MAX && text[2 * n] && text[2 * n + 1]; n++) {
		const char digits[] = {text[2 * n], text[2 * n + 1], 0};
		bytes[n] = (uint8_t)strtoul(digits, NULL, 16);
	}
	return n;
}

static int
open_socket(const char *address)
{
	struct sockaddr_in v4 = {
	    .sin_family = AF_INET, .sin_port = htons(NTP_PORT)};
	struct sockaddr_in6 v6 = {
	    .sin6_family = AF_INET6, .sin6_port = htons(NTP_PORT)};
	const bool is_v4 = inet_pton(AF_INET, address, &v4.sin_addr) == 1;
	if (!is_v4 && inet_pton(AF_INET6, address, &v6.sin6_addr) != 1)
		return -1;
	const int s = socket(is_v4 ? AF_INET : AF_INET6, SOCK_DGRAM, 0);
	const int result =
	    is_v4 ? connect(s, (const struct sockaddr *)&v4, sizeof v4)
		  : connect(s, (const struct sockaddr *)&v6, sizeof v6);
	return result == 0 ? s : -1;
}

static void
set_patience(int s, unsigned patience_ms)
{
	const struct timeval t = {.tv_sec = patience_ms / 1000,
	    .tv_usec = (patience_ms % 1000) * 1000};
	setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t);
}

static void
print_hex(const uint8_t *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		printf("%02x", bytes[i]);
	putchar('\n');
}

int
main(int n_words, char **words)
{
	uint8_t packet[PACKET_MAX];
	bool is_answered = false;
	ssize_t n;
	if (n_words != 3)
		return 2;
	const size_t n_bytes = read_hex(words[2], packet);
	const int s = open_socket(words[1]);
	if (s == -1 || send(s, packet, n_bytes, 0) != (ssize_t)n_bytes) {
		perror(words[1]);
		return 2;
	}
	set_patience(s, 1000);
	while ((n = recv(s, packet, sizeof packet, 0)) >= 0) {
		print_hex(packet, (size_t)n);
		is_answered = true;
		set_patience(s, 100);
	}
	if (errno != EAGAIN) {
		perror(words[1]);
		return 2;
	}
	close(s);
	return is_answered ? 0 : 1;
}
