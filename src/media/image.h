/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pictures that people send, made anew: nothing of the file they sent is kept but what is seen.
   Names: image_ */
#ifndef MEDIA_IMAGE_H
#define MEDIA_IMAGE_H

#include "base/ctx.h"

enum { IMAGE_MAX = 4 << 20, IMAGE_SIDE_MAX = 12000 };

/* A JPEG, PNG or WebP as WebP, turned upright, without metadata, with no side longer than side.
   Faults: INVALID with a sentence for what is no such picture, is damaged or has a side above
   IMAGE_SIDE_MAX; also when libvips is not installed. */
MUST bool image_clean(struct ctx *c, struct str bytes, int side, struct str *ret);

#endif
