/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The dots of a picture as pdftoppm writes them (PPM, three bytes each). Names: dots_ */
#ifndef MEDIA_DOTS_H
#define MEDIA_DOTS_H

#include "base/arena.h"

struct dots {
	int width, height;
	struct str file;   /* header and dots */
	unsigned char *at; /* the dots in it */
};

/* A copy that can be drawn on. False for anything but a whole PPM of 8 bits. */
MUST bool dots_read(struct arena *a, struct str ppm, struct dots *ret);
/* Makes a rectangle black, to the next whole dot outwards and one more: letters have soft edges. */
void dots_cover(struct dots *d, double left, double top, double width, double height);

#endif
