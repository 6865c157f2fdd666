/* How the data is cited: BibTeX and CITATION.cff, on a page and as files. */
#ifndef RENDER_PAGES_PART_CITE_H
#define RENDER_PAGES_PART_CITE_H

#include "render/pages/press.h"

/* Sets "bibtex_box" and "cff_box" as ready HTML, and "author" as text, for
 * prose. False: e says why. */
bool part_cite_set(struct press *p, struct view *view, struct err *e)
    __attribute__((warn_unused_result));

/* Writes cite/citation.bib and cite/CITATION.cff. */
bool part_cite_write(struct press *p, struct err *e)
    __attribute__((warn_unused_result));

#endif
