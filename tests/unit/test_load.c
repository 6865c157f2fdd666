/* What the order of a scan does to one network. */
#include "scanner/space/permute.h"
#include "scanner/space/targets.h"
#include "tests/unit/support.h"

enum { MOST = 16, NETWORKS = 1 << 14 };

/* When the last probes came to each /24; a ring of MOST for each. */
static uint64_t came[NETWORKS][MOST];
static unsigned n_came[NETWORKS];

/* In a window in which a /24's fair share is 1 probe, wherever it begins, no
 * /24 sees more than 16: of 17 probes to one, the first and the last are a
 * window apart. */
static void
no_network_sees_more_than_16_times_its_share(void **state)
{
	(void)state;
	dice_start();
	for (int round = 0; round < 2; round++) {
		struct ranges asked = {0}, excluded = {0};
		const struct addr_range all = range("5.0.0.0/10"),
					out = range("5.1.2.3-5.3.9.77");
		uint8_t key[RANDOM_KEY_BYTES];
		struct targets t;
		struct permute order;
		struct err e;
		ranges_add(&asked, &all);
		if (round > 0)
			ranges_add(&excluded, &out);
		assert_true(targets_init(&t, &asked, &excluded, &e));
		random_key_from_seed(dice(UINT64_MAX), "ntp", key);
		permute_init(&order, t.n, key);
		memset(n_came, 0, sizeof n_came);
		const uint64_t window = t.n / 256;
		for (uint64_t i = 0; i < t.n; i++) {
			const struct addr a =
			    targets_at(&t, permute_forward(&order, i));
			const unsigned network =
			    (unsigned)(a.bytes[1] << 8 | a.bytes[2]);
			uint64_t *when = &came[network][n_came[network] % MOST];
			if (n_came[network]++ >= MOST && i - *when < window)
				fail_msg("5.%u.%u.0/24 sees 17 probes in %llu",
				    a.bytes[1], a.bytes[2],
				    (unsigned long long)(i - *when));
			*when = i;
		}
		targets_done(&t);
		ranges_done(&asked);
		ranges_done(&excluded);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(no_network_sees_more_than_16_times_its_share),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
