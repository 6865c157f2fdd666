/* Tallies one scan_ntp report as the renderer does, and writes the hosts of
 * each network in each country: what a benchmark compares with its peers. */
#include <inttypes.h>
#include <stdio.h>

#include "render/read/day.h"

static bool
write_tally(const struct tally *t, const char *path)
{
	FILE *out = fopen(path, "we");
	if (out == NULL)
		return false;
	fputs("country,asn,addresses\n", out);
	for (size_t i = 0; i < t->n_cells; i++)
		fprintf(out, "%c%c,%" PRIu32 ",%" PRId32 "\n",
		    t->cells[i].country >> 8, t->cells[i].country & 0xff,
		    t->cells[i].inner, t->cells[i].hosts);
	return (ferror(out) | fclose(out)) == 0;
}

int
main(int argc, char **argv)
{
	struct skipped skipped = {0};
	struct day_scan d = {.run = run_unknown()};
	struct hosts hosts;
	if (argc != 3) {
		fputs("usage: tally FILE.csv OUT.csv\n", stderr);
		return 2;
	}
	const struct archive_file file = {.path = argv[1], .scan = SCAN_NTP};
	d.run.state = DAY_COMPLETE;
	day_read_scan(&d, SCAN_NTP, &file, 1, &hosts, &skipped);
	const bool written = write_tally(&d.count.tallies[INNER_ASN], argv[2]);
	if (!written)
		perror(argv[2]);
	day_scan_done(&d);
	hosts_done(&hosts);
	return written && skipped.files == 0 && skipped.rows == 0 ? 0 : 1;
}
