#include "render/pages/data_denominators.h"

#include <inttypes.h>
#include <stdio.h>

#include "render/pages/data_schema.h"

static void
add_line(
    struct data_table *t, const char *kind, const char *key, uint64_t addresses)
{
	data_table_text(t, kind);
	data_table_text(t, key);
	data_table_number(t, (int64_t)addresses);
}

static void
add_lines(struct data_table *t, const struct denominators *d)
{
	char key[16];
	add_line(t, "world", "world", d->world);
	for (size_t i = 0; i < d->n_countries; i++) {
		const uint32_t letters = d->countries[i].number;
		snprintf(key, sizeof key, "%c%c", (int)(letters >> 8),
		    (int)(letters & 0xff));
		add_line(t, "country", key, d->countries[i].addresses);
	}
	for (size_t i = 0; i < d->n_networks; i++) {
		snprintf(key, sizeof key, "%" PRIu32, d->networks[i].number);
		add_line(t, "asn", key, d->networks[i].addresses);
	}
}

void
data_denominators_fill(struct data_table *t, const struct denominators *d)
{
	const struct data_file *file = data_schema(DATA_ADDRESSES);
	data_table_begin(t, false, file->columns, file->n_columns);
	add_lines(t, d);
	data_table_end(t);
}

bool
data_denominators_write(struct data_desk *desk, struct err *e)
{
	const struct denominators *d = &desk->edition->h->denominators;
	if (d->world == 0)
		return true;
	data_denominators_fill(&desk->table, d);
	return data_desk_put(desk, DATA_DENOMINATORS, &desk->table.csv,
	    (struct digest){0, 0}, e);
}
