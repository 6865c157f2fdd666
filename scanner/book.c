#include "scanner/book.h"

#include "scanner/result.h"

void
book_sent(struct run *run, const struct outgoing *out)
{
	struct account *a = run_account(run, probes[out->probe], &out->to);
	if (out->is_retry) {
		a->sent_retry += !out->failed;
		return;
	}
	if (out->is_again) {
		a->sent_again += !out->failed;
		return;
	}
	a->asked++;
	*(out->failed ? &a->send_errors : &a->sent) += 1;
}

void
book_unsent(struct run *run, const struct outgoing *out)
{
	if (!out->is_again && !out->is_retry)
		run_account(run, probes[out->probe], &out->to)->not_asked++;
}

bool
book_host(struct run *run, struct day *day, const struct heard *h,
    const struct addr *asked, time_t when, struct arena *arena, struct err *e)
{
	const struct probe *probe = probes[h->probe];
	struct account *a = run_account(run, probe, asked);
	unsigned n_bad = 0;
	struct row row;
	bool ok = true;
	a->open -= h->answer.packets > 0;
	if (result_row(probe, &h->answer,
		probe->request_bytes + h->answer.again_bytes, asked, h->port,
		when, &row, arena, &n_bad)) {
		a->rows_again += h->answer.asked_again;
		ok = day_add(day,
		    asked->is_v6 ? probe->scan_ipv6 : probe->scan_ipv4, asked,
		    &row, e);
	} else if (h->answer.error != 0) {
		a->refused++;
		a->errors[h->answer.error]++;
	} else if (h->answer.is_empty) {
		a->empty++;
	}
	a->bad_values += n_bad;
	arena_reset(arena);
	return ok;
}
