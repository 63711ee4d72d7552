/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "media/dots.h"

#include <math.h>

enum { SIDE_MAX = 1 << 15 };

/* A whole number and the one white space behind it (source: Netpbm, PPM). */
static bool number(struct str *s, int *ret)
{
	size_t n = 0;
	int64_t v = 0;

	while (n < s->len && s->at[n] >= '0' && s->at[n] <= '9')
		n++;
	if (n == s->len || !str_to_int((struct str){ s->at, n }, &v) || v < 1 || v > SIDE_MAX)
		return false;
	*s = (struct str){ s->at + n + 1, s->len - n - 1 };
	*ret = (int)v;
	return true;
}

bool dots_read(struct arena *a, struct str ppm, struct dots *ret)
{
	struct str rest = ppm;
	int width = 0, height = 0, most = 0;

	if (!str_starts(ppm, S("P6\n")))
		return false;
	rest = (struct str){ ppm.at + 3, ppm.len - 3 };
	if (!number(&rest, &width) || !number(&rest, &height) || !number(&rest, &most)
		|| most != 255 || rest.len != (size_t)width * (size_t)height * 3)
		return false;
	char *copy = arena_new(a, char, ppm.len);
	memcpy(copy, ppm.at, ppm.len);
	*ret = (struct dots){ .width = width,
		.height = height,
		.file = { copy, ppm.len },
		.at = (unsigned char *)copy + (ppm.len - rest.len) };
	return true;
}

static int within(double v, int most)
{
	return v < 0 || isnan(v) ? 0 : v > most ? most : (int)v;
}

void dots_cover(struct dots *d, double left, double top, double width, double height)
{
	int x0 = within(floor(left) - 1, d->width), x1 = within(ceil(left + width) + 1, d->width);
	int y0 = within(floor(top) - 1, d->height), y1 = within(ceil(top + height) + 1, d->height);

	if (x1 <= x0)
		return;
	for (int y = y0; y < y1; y++)
		memset(d->at + ((size_t)y * (size_t)d->width + (size_t)x0) * 3, 0,
			(size_t)(x1 - x0) * 3);
}
