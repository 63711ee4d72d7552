/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "media/pdf_image.h"

#include "media/confine.h"

#include <stdlib.h>

enum { LIST_MAX = 1 << 20, XML_MAX = 8 << 20 };

static const struct confine_limits limits = {
	.memory_mib = 1024, .cpu_s = 20, .wall_s = 40, .file_mib = 64
};

/* The value of an attribute of a line of XML that poppler wrote: no entities, double quotes. */
static bool attribute(struct str line, const char *name, double *ret)
{
	struct str want = str_of(name);

	for (size_t i = 0; i + want.len + 3 < line.len; i++) {
		char text[24] = "";
		if (line.at[i] != ' ' || memcmp(line.at + i + 1, want.at, want.len) != 0
			|| line.at[i + 1 + want.len] != '=')
			continue;
		size_t from = i + want.len + 3, n = 0;
		while (from + n < line.len && n < sizeof text - 1 && line.at[from + n] != '"')
			n++;
		memcpy(text, line.at + from, n);
		*ret = strtod(text, NULL);
		return true;
	}
	return false;
}

static bool read_image(struct str line, int page, struct pdf_image *ret)
{
	struct pdf_box b;

	if (!attribute(line, "left", &b.left) || !attribute(line, "top", &b.top)
		|| !attribute(line, "width", &b.width) || !attribute(line, "height", &b.height))
		return false;
	/* They are cut to whole points: one more on each side. */
	*ret = (struct pdf_image){ page, { b.left - 1, b.top - 1, b.width + 2, b.height + 2 } };
	return true;
}

static size_t read_places(struct str xml, struct pdf_image *ret)
{
	double page = 0;
	size_t n = 0;

	while (xml.len > 0) {
		struct str line = str_trim(str_cut(&xml, '\n'));
		if (str_starts(line, S("<page ")))
			(void)!attribute(line, "number", &page);
		else if (str_starts(line, S("<image ")) && n < PDF_IMAGES_MAX
			&& read_image(line, (int)page, &ret[n]))
			n++;
	}
	return n;
}

/* Pictures by page of pdfimages -list, without those that only shape another one. */
static size_t count_images(struct str list)
{
	size_t n = 0;

	while (list.len > 0) {
		struct str line = str_trim(str_cut(&list, '\n'));
		struct str rest = line;
		(void)str_cut(&rest, ' ');
		n += str_has(rest, S(" image ")) || str_has(rest, S(" stencil "));
	}
	return n;
}

static bool run(struct ctx *c, struct confine *x, const char *const *argv)
{
	enum confine_end end = confine_run(x, &limits, argv);

	return end == CONFINE_DONE
		|| confine_sorry(c, end,
			"This server cannot read PDF files yet: its administrator has to install "
			"poppler-utils.")
		|| fail(c, FAULT_INVALID, "The pictures of this PDF cannot be read.");
}

bool pdf_image_places(struct ctx *c, struct str bytes, int pages_max, struct pdf_image **ret,
	size_t *ret_n, bool *ret_sure)
{
	const char *last = arena_fmt(c->mem, "%d", pages_max).at;
	const char *count[] = { "pdfimages", "-list", "-l", last, "in.pdf", NULL };
	const char *place[] = { "pdftohtml", "-xml", "-zoom", "1", "-nodrm", "-l", last, "in.pdf",
		"out", NULL };
	struct confine *x = NULL;
	struct str list, xml = S("");

	*ret = arena_new(c->mem, struct pdf_image, PDF_IMAGES_MAX);
	*ret_n = 0;
	*ret_sure = true;
	if (!confine_open(c, &x) || !confine_put(x, "in.pdf", bytes) || !run(c, x, count))
		return false;
	if (!confine_take(x, "said", LIST_MAX, &list))
		return fail(c, FAULT_INVALID, "The pictures of this PDF cannot be read.");
	size_t n = count_images(list);
	if (n == 0)
		return true;
	if (!run(c, x, place))
		return false;
	if (confine_take(x, "out.xml", XML_MAX, &xml))
		*ret_n = read_places(xml, *ret);
	*ret_sure = *ret_n >= n;
	return true;
}
