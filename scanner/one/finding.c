#include "scanner/one/finding.h"

const char *
finding_door_word(enum door door)
{
	static const char *const words[N_DOORS] = {"silent", "closed", "open"};
	return words[door];
}

void
finding_init(struct finding *f)
{
	*f = (struct finding){.n_addresses = 1};
	for (unsigned i = 0; i < N_PROBES; i++) {
		f->said[i] = (struct said){
		    .probe = probes[i], .sent_bytes = probes[i]->request_bytes};
		buf_init(&f->said[i].text, CONTROL_TEXT_MAX);
	}
}

void
finding_done(struct finding *f)
{
	for (unsigned i = 0; i < N_PROBES; i++) {
		buf_done(&f->said[i].text);
		clients_done(&f->said[i].clients);
	}
}

enum door
finding_door(const struct finding *f)
{
	enum door worst = DOOR_SILENT;
	for (unsigned i = 0; i < N_PROBES; i++)
		if (f->said[i].door > worst)
			worst = f->said[i].door;
	return worst;
}

const char *
finding_report(const struct finding *f, const struct said *said)
{
	return schema_of(
	    f->address.is_v6 ? said->probe->scan_ipv6 : said->probe->scan_ipv4)
	    ->name;
}

uint64_t
finding_amplification(const struct said *said)
{
	return (said->answer.bytes * 100 + said->sent_bytes / 2) /
	       said->sent_bytes;
}
