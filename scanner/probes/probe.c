#include "scanner/probes/probe.h"

const struct probe *const probes[N_PROBES] = {&probe_readvar, &probe_monlist};

enum verdict
probe_take(const struct probe *probe, struct answer *a, const uint8_t *bytes,
    size_t n, struct pool *pool)
{
	const enum verdict verdict = probe->take(a, bytes, n, pool);
	if (verdict == VERDICT_MALFORMED)
		return verdict;
	a->packets++;
	a->bytes += n;
	a->n_valid += verdict == VERDICT_VALID;
	return verdict;
}
