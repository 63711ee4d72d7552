/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* PDF files: how many pages, which words stand where, and a page as a picture with places covered.
   Read by poppler's programs in the confined child; what a PDF would run is never run. Names:
   pdf_ */
#ifndef MEDIA_PDF_H
#define MEDIA_PDF_H

#include "base/ctx.h"

enum {
	PDF_WORDS_MAX = 20000,
	PDF_TEXT_MAX = 4 << 20,
	PDF_WIDTH_MAX = 2000, /* of a picture, in pixels */
	PDF_HEIGHT_MAX = 6000,
	PDF_PICTURE_MAX = 4 << 20
};

/* Places are in points from the top left of the page as it is shown. */
struct pdf_box {
	double left, top, width, height;
};
struct pdf_word {
	int page; /* from 1 */
	int block, line;
	struct pdf_box box;
	struct str text;
};
struct pdf_page {
	double width, height;
};
struct pdf_view {
	int page;  /* from 1 */
	int width; /* of the picture, in dots */
	const struct pdf_box *hidden;
	size_t n;
};
struct pdf_text {
	struct pdf_page *page; /* page[0] is page 1 */
	size_t pages;
	struct pdf_word *word; /* as they are read */
	size_t words;
};

/* Faults: INVALID with a sentence for what is no PDF, is locked with a password, is damaged, or has
   no pages or more than pages_max; also when poppler is not installed. */
MUST bool pdf_pages(struct ctx *c, struct str bytes, int pages_max, int *ret);
/* The words of a PDF that pdf_pages let pass. A scan has none. */
MUST bool pdf_words(struct ctx *c, struct str bytes, int pages_max, struct pdf_text *ret);
/* A page as WebP. What lies under the boxes is not in the picture: its dots are made anew before it
   is written. */
MUST bool pdf_picture(struct ctx *c, struct str bytes, const struct pdf_view *v, struct str *ret);

#endif
