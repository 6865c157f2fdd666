/* The list that the search field of site.js looks in. It is one file, read only
 * when somebody searches: a page for each first letter would be many. */
#include <stdlib.h>

#include "lib/json.h"

#include "render/pages/entities.h"
#include "render/pages/pages.h"

/* Keys and names of what has a page: [["DE", "Germany"], …]. */
static struct json *
make_list(struct press *p, enum entity_kind kind)
{
	const struct history *h = p->history;
	struct json *list = json_new_array();
	for (size_t i = 0; i < h->n_entities[kind]; i++) {
		const struct entity *entity = &h->entities[kind][i];
		if (entity_path(entity, &p->arena) == NULL)
			continue;
		struct json *pair = json_new_array();
		json_append_text(pair, entity->key);
		json_append_text(
		    pair, entity_has_name(entity) ? entity->name : "");
		json_append(list, pair);
	}
	return list;
}

bool
page_search_write(struct press *p, struct err *e)
{
	size_t n;
	struct json *lists = json_new_object();
	json_set(lists, "countries", make_list(p, ENTITY_COUNTRY));
	json_set(lists, "networks", make_list(p, ENTITY_ASN));
	char *text = json_write_text(lists, true, &n);
	json_free(lists);
	const bool ok = press_write_file(p, "search.json", text, n, e);
	free(text);
	return ok;
}
