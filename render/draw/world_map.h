/* A map of the world on which countries are of classes, as SVG. */
#ifndef RENDER_DRAW_WORLD_MAP_H
#define RENDER_DRAW_WORLD_MAP_H

#include "lib/buf.h"

#include "render/draw/outlines.h"

/* A country of the map; texts need not be escaped. */
struct map_country {
	uint16_t country;  /* as in outlines */
	const char *class; /* of the stylesheet; says its colour */
	const char *words; /* shown when it is pointed at */
	const char *link;  /* where it leads; "": nowhere */
};

/* Adds the map to out. countries are sorted by country, each once; those that
 * are not among them have the class "none". What is too small to be seen is a
 * circle. The same is to be said in a table: the map is hidden from those who
 * cannot see. */
void world_map_draw(struct buf *out, const struct outlines *outlines,
    const struct map_country *countries, size_t n);

#endif
