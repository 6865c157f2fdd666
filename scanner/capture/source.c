#include "scanner/capture/source.h"

#include <pcap.h>
#include <stdlib.h>

#include "lib/date.h"
#include "lib/mem.h"

struct source {
	const char *const *files;
	size_t n_files;
	size_t next;     /* the file to open next */
	pcap_t *capture; /* the one that is open, or NULL */
	enum frame_link link;
};

struct source *
source_new(const char *const *files, size_t n)
{
	struct source *s = mem_new(1, sizeof *s);
	*s = (struct source){.files = files, .n_files = n};
	return s;
}

void
source_free(struct source *s)
{
	if (s->capture != NULL)
		pcap_close(s->capture);
	free(s);
}

static bool
find_link(int number, enum frame_link *out)
{
	static const struct {
		int number;
		enum frame_link link;
	} links[] = {
	    {DLT_EN10MB, FRAME_ETHERNET},
	    {DLT_LINUX_SLL, FRAME_COOKED},
	    {DLT_LINUX_SLL2, FRAME_COOKED_2},
	    {DLT_RAW, FRAME_RAW},
	    {DLT_IPV4, FRAME_RAW},
	    {DLT_IPV6, FRAME_RAW},
	    {DLT_NULL, FRAME_NULL},
	    {DLT_LOOP, FRAME_NULL},
	};
	for (size_t i = 0; i < sizeof links / sizeof links[0]; i++)
		if (links[i].number == number) {
			*out = links[i].link;
			return true;
		}
	return false;
}

static bool
open_next(struct source *s, struct err *e)
{
	char why[PCAP_ERRBUF_SIZE] = "";
	const char *path = s->files[s->next++];
	s->capture = pcap_open_offline(path, why);
	if (s->capture == NULL)
		return err_set(e, "cannot read the capture %s: %s", path, why);
	const int number = pcap_datalink(s->capture);
	if (find_link(number, &s->link))
		return true;
	const char *name = pcap_datalink_val_to_name(number);
	return err_set(e,
	    "the capture %s holds frames of the kind %s (%d): only Ethernet, "
	    "Linux cooked, raw IP and loopback are read",
	    path, name != NULL ? name : "unknown", number);
}

/* What a clock may say here. */
static int64_t
bounded_ms(const struct timeval *t)
{
	static const int64_t most = 253402300799; /* the end of 9999 */
	int64_t s = t->tv_sec;
	/* A pcap file has 32 bits without a sign, to which libpcap gives one:
	 * the years from 2038 to 2106 come out negative. */
	if (s < 0 && s >= INT32_MIN)
		s += (int64_t)UINT32_MAX + 1;
	if (s < 0)
		return 0;
	if (s > most)
		return most * 1000;
	return s * 1000 + (t->tv_usec > 0 ? t->tv_usec / 1000 % 1000 : 0);
}

enum source_end
source_next(struct source *s, struct source_frame *out, struct err *e)
{
	struct pcap_pkthdr *header;
	const u_char *bytes;
	for (;;) {
		if (s->capture == NULL && s->next == s->n_files)
			return SOURCE_END;
		if (s->capture == NULL && !open_next(s, e))
			return SOURCE_FAILED;
		const int got = pcap_next_ex(s->capture, &header, &bytes);
		if (got == 1)
			break;
		if (got == PCAP_ERROR)
			err_set(e, "the capture %s breaks off: %s",
			    s->files[s->next - 1], pcap_geterr(s->capture));
		pcap_close(s->capture);
		s->capture = NULL;
		if (got == PCAP_ERROR)
			return SOURCE_CUT;
	}
	*out = (struct source_frame){.link = s->link,
	    .ms = bounded_ms(&header->ts),
	    .bytes = bytes,
	    .n = header->caplen};
	return SOURCE_FRAME;
}
