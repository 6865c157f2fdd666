#include "scanner/link/filter.h"

#include <linux/filter.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "lib/mem.h"

enum { KEPT_BYTES = 65535, UDP_HEADER_BYTES = 8 };

/* The instructions of libpcap are those of the kernel, in a struct of another
 * name. */
static bool
attach(int fd, const struct bpf_program *program)
{
	struct sock_filter *code = mem_new(program->bf_len, sizeof *code);
	for (unsigned i = 0; i < program->bf_len; i++)
		code[i] = (struct sock_filter){program->bf_insns[i].code,
		    program->bf_insns[i].jt, program->bf_insns[i].jf,
		    program->bf_insns[i].k};
	const struct sock_fprog filter = {
	    .len = (unsigned short)program->bf_len, .filter = code};
	const bool ok = setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter,
			    sizeof filter) == 0;
	free(code);
	return ok;
}

bool
filter_set(int fd, uint16_t first, uint16_t last, struct err *e)
{
	char words[256];
	struct bpf_program program;
	bool ok = false;
	snprintf(words, sizeof words,
	    "udp dst portrange %u-%u or (icmp and (icmp[0] = 3 or icmp[0] = 4 "
	    "or icmp[0] = 5 or icmp[0] = 11 or icmp[0] = 12)) or (icmp6 and "
	    "ip6[40] < 128)",
	    first, last);
	pcap_t *p = mem_need(pcap_open_dead(DLT_EN10MB, KEPT_BYTES));
	if (pcap_compile(p, &program, words, 1, PCAP_NETMASK_UNKNOWN) == 0) {
		ok = attach(fd, &program) ||
		     err_errno(e, "cannot set a filter for packets");
		pcap_freecode(&program);
	} else {
		err_set(
		    e, "cannot make a filter for packets: %s", pcap_geterr(p));
	}
	pcap_close(p);
	return ok;
}

bool
filter_set_longer(int fd, uint32_t n, struct err *e)
{
	struct sock_filter code[] = {
	    {BPF_LD | BPF_W | BPF_LEN, 0, 0, 0},
	    {BPF_JMP | BPF_JGT | BPF_K, 0, 1, n + UDP_HEADER_BYTES},
	    {BPF_RET | BPF_K, 0, 0, KEPT_BYTES},
	    {BPF_RET | BPF_K, 0, 0, 0},
	};
	const struct sock_fprog filter = {
	    .len = sizeof code / sizeof code[0], .filter = code};
	return setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter,
		   sizeof filter) == 0 ||
	       err_errno(e, "cannot set the filter of a UDP socket");
}
