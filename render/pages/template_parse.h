/* A template's text, cut into nodes that are easy to fill. */
#ifndef RENDER_PAGES_TEMPLATE_PARSE_H
#define RENDER_PAGES_TEMPLATE_PARSE_H

#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"

enum node_kind {
	NODE_LITERAL, /* goes out as it is */
	NODE_VALUE,   /* {{name}} */
	NODE_HTML,    /* {{{name}}} */
	NODE_SECTION, /* {{#name}}: its inside ends before node `end` */
	NODE_INVERSE, /* {{^name}}: likewise */
	NODE_PARTIAL  /* {{>name}} */
};

/* Where in the HTML a value stands, so how it is escaped. */
enum place { PLACE_TEXT, PLACE_ATTRIBUTE, PLACE_URL, PLACE_URL_PART };

struct node {
	enum node_kind kind;
	enum place place;
	const char *text; /* the literal, or the name, in the template's text */
	size_t len;
	uint32_t hash; /* of the name */
	size_t line;
	size_t end; /* sections: the first node after the inside */
};

struct node_list {
	struct node *nodes;
	size_t n_nodes;
	size_t room;
};

/* Cuts text, which file names in errors and which must outlive the nodes. The
 * caller frees out->nodes, also on failure. */
bool template_parse(const char *file, const char *text, struct node_list *out,
    struct err *e) __attribute__((warn_unused_result));

#endif
