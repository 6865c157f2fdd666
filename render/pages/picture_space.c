/* The maps of the address space as PNG. */
#include "render/pages/pages.h"
#include "render/pages/part_space.h"

/* The scans that have a page. */
static const enum scan scans[] = {SCAN_NTP, SCAN_NTPMONITOR};

enum { N_SCAN_PAGES = sizeof scans / sizeof scans[0] };

/* What a map is made of. */
static struct digest
digest_map(struct press *p, const uint8_t *classes, enum hilbert_paper paper)
{
	struct buf *b = &p->whole;
	buf_reset(b);
	buf_add(b, &p->edition->program, sizeof p->edition->program);
	buf_printf(b, "space %d", (int)paper);
	buf_add(b, classes, DISCLOSE_BLOCKS);
	return digest_of(b->text, b->len);
}

size_t
picture_space_count(const struct history *h)
{
	(void)h;
	return (size_t)N_SCAN_PAGES * N_HILBERT_PAPERS;
}

bool
picture_space_write(struct press *p, size_t i, struct err *e)
{
	const enum scan scan = scans[i / N_HILBERT_PAPERS];
	const enum hilbert_paper paper =
	    (enum hilbert_paper)(i % N_HILBERT_PAPERS);
	const uint8_t *classes = p->history->blocks[scan];
	struct site *site = p->edition->site;
	arena_rewind(&p->arena);
	const char *path = part_space_picture(p, scan, paper);
	if (!*path)
		return true;
	const struct digest made_of = digest_map(p, classes, paper);
	if (site_has_made(site, path, made_of))
		return true;
	buf_reset(&p->drawing);
	if (!hilbert_draw(classes, paper, &p->drawing, e))
		return err_prefix(e, "the picture /%s", path);
	return site_put_made(
	    site, path, p->drawing.text, p->drawing.len, made_of, e);
}
