/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "media/image.h"

#include "media/confine.h"

enum { SAID_MAX = 4096 };

static const struct confine_limits limits = {
	.memory_mib = 2048, .cpu_s = 20, .wall_s = 30, .file_mib = 64
};
static const char missing[] =
	"This server cannot read pictures yet: its administrator has to install libvips-tools.";

/* By way of a PNG: libvips 8.14 keeps XMP in a WebP even when it is told to strip it. */
static const char *const pack[] = { "vips", "webpsave", "mid.png", "out.webp", "--Q", "80",
	"--strip", NULL };

static bool is_picture(struct str b)
{
	return str_starts(b, S("\xff\xd8\xff")) || str_starts(b, S("\x89PNG\r\n\x1a\n"))
		|| (b.len > 12 && str_starts(b, S("RIFF")) && memcmp(b.at + 8, "WEBP", 4) == 0);
}

static bool side_of(struct ctx *c, struct confine *x, const char *which)
{
	const char *argv[] = { "vipsheader", "-f", which, "in", NULL };
	int64_t n = 0;
	struct str said;

	enum confine_end end = confine_run(x, &limits, argv);
	if (end != CONFINE_DONE || !confine_take(x, "said", SAID_MAX, &said)
		|| !str_to_int(str_trim(said), &n))
		return confine_sorry(c, end, missing)
			|| fail(c, FAULT_INVALID, "This picture is damaged: it cannot be read.");
	return n <= IMAGE_SIDE_MAX
		|| fail(c, FAULT_INVALID,
			"This picture is too large: %lld dots on one side, where %d fit.",
			(long long)n, IMAGE_SIDE_MAX);
}

bool image_clean(struct ctx *c, struct str bytes, int side, struct str *ret)
{
	const char *size = arena_fmt(c->mem, "%d", side).at;
	const char *draw[] = { "vips", "thumbnail", "in", "mid.png[strip,compression=1]", size,
		"--height", size, "--size", "down", "--export-profile", "srgb", NULL };
	struct confine *x;

	if (!is_picture(bytes))
		return fail(c, FAULT_INVALID,
			"This is not a picture that can be shown: send a JPEG, PNG or WebP file.");
	if (!confine_open(c, &x) || !confine_put(x, "in", bytes) || !side_of(c, x, "width")
		|| !side_of(c, x, "height"))
		return false;
	enum confine_end end = confine_run(x, &limits, draw);
	if (end == CONFINE_DONE)
		end = confine_run(x, &limits, pack);
	if (end == CONFINE_DONE && confine_take(x, "out.webp", IMAGE_MAX, ret))
		return true;
	return confine_sorry(c, end, missing)
		|| fail(c, FAULT_INVALID, "This picture is damaged: it cannot be read.");
}
