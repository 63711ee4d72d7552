/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Documents of word processors, made into PDF by LibreOffice in the confined child. Macros are not
   run. Names: office_ */
#ifndef MEDIA_OFFICE_H
#define MEDIA_OFFICE_H

#include "base/ctx.h"

enum { OFFICE_UNPACKED_MAX = 64 << 20, OFFICE_ENTRIES_MAX = 2000, OFFICE_PDF_MAX = 24 << 20 };

/* A DOCX or an ODT, told by what is in it and not by its name. Faults: INVALID with a sentence for
   what is neither, is damaged, or would unpack to far more than it is; also when LibreOffice is not
   installed. */
MUST bool office_pdf(struct ctx *c, struct str bytes, struct str *ret);

#endif
