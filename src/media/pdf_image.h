/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where on the pages of a PDF pictures lie, such as the photograph of a CV. Names: pdf_image_ */
#ifndef MEDIA_PDF_IMAGE_H
#define MEDIA_PDF_IMAGE_H

#include "media/pdf.h"

enum { PDF_IMAGES_MAX = 200 };

struct pdf_image {
	int page;
	struct pdf_box box; /* to whole points, outwards */
};

/* Of a PDF that pdf_pages let pass. ret_sure is false when there are pictures whose place poppler
   does not tell, or more than PDF_IMAGES_MAX: then no page can be said to be without one. */
MUST bool pdf_image_places(struct ctx *c, struct str bytes, int pages_max, struct pdf_image **ret,
	size_t *ret_n, bool *ret_sure);

#endif
