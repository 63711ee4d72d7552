/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "media/pdf.h"

#include "base/utf8.h"
#include "media/confine.h"
#include "media/dots.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { SAID_MAX = 64 << 10, DOTS_MAX = PDF_WIDTH_MAX * PDF_HEIGHT_MAX * 3 + 64 };

static const struct confine_limits limits = {
	.memory_mib = 1024, .cpu_s = 20, .wall_s = 40, .file_mib = 64
};
static const struct confine_limits packing = {
	.memory_mib = 1024, .cpu_s = 20, .wall_s = 40, .file_mib = 64, .own = true
};
static const char missing[] =
	"This server cannot read PDF files yet: its administrator has to install poppler-utils.";

static bool is_pdf(struct str bytes)
{
	struct str head = { bytes.at, bytes.len < 1024 ? bytes.len : 1024 };

	return str_has(head, S("%PDF-"));
}

static bool fill(struct ctx *c, struct str bytes, struct confine **ret)
{
	if (!is_pdf(bytes))
		return fail(c, FAULT_INVALID, "This is not a PDF file, whatever its name says.");
	return confine_open(c, ret) && confine_put(*ret, "in.pdf", bytes);
}

/* «Pages:          3» among the lines of pdfinfo. */
static struct str fact(struct str said, struct str name)
{
	while (said.len > 0) {
		struct str value = str_cut(&said, '\n');
		if (str_eq(str_cut(&value, ':'), name))
			return str_trim(value);
	}
	return S("");
}

static bool complain(struct ctx *c, struct confine *x, enum confine_end end)
{
	struct str grumbled = S("");

	if (confine_take(x, "grumbled", SAID_MAX, &grumbled)
		&& str_has(grumbled, S("Incorrect password")))
		return fail(c, FAULT_INVALID,
			"This PDF is locked with a password. Save it without one and send that.");
	return confine_sorry(c, end, missing)
		|| fail(c, FAULT_INVALID,
			"This PDF is damaged: it cannot be read. Save it anew and send that.");
}

bool pdf_pages(struct ctx *c, struct str bytes, int pages_max, int *ret)
{
	static const char *const argv[] = { "pdfinfo", "in.pdf", NULL };
	struct confine *x = NULL;
	struct str said;
	int64_t n = 0;

	if (!fill(c, bytes, &x))
		return false;
	enum confine_end end = confine_run(x, &limits, argv);
	if (end != CONFINE_DONE || !confine_take(x, "said", SAID_MAX, &said))
		return complain(c, x, end);
	if (str_starts(fact(said, S("Encrypted")), S("yes")))
		return fail(c, FAULT_INVALID,
			"This PDF is locked: it was saved with a password or with limits. Save it "
			"without them and send that.");
	if (!str_to_int(fact(said, S("Pages")), &n) || n < 1)
		return fail(c, FAULT_INVALID, "This PDF has no pages.");
	if (n > pages_max)
		return fail(c, FAULT_INVALID, "This PDF has %lld pages. It may have %d.",
			(long long)n, pages_max);
	*ret = (int)n;
	return true;
}

/* ---- words ---- */

enum { LEVEL, PAGE, PARAGRAPH, BLOCK, LINE, WORD, LEFT, TOP, WIDTH, HEIGHT, SURE, TEXT, COLUMNS };

static double number(struct str s)
{
	char text[32] = "";

	memcpy(text, s.at, s.len < sizeof text ? s.len : sizeof text - 1);
	double d = strtod(text, NULL);
	return isfinite(d) ? d : 0;
}

/* One line of pdftotext -tsv: level 1 is a page, 5 a word. False when there is no room. */
static bool take_line(struct ctx *c, struct str line, int pages_max, struct pdf_text *ret)
{
	struct str f[COLUMNS];

	for (int i = 0; i < COLUMNS; i++)
		f[i] = i < TEXT ? str_cut(&line, '\t') : str_trim(line);
	int level = (int)number(f[LEVEL]), page = (int)number(f[PAGE]);
	if (page < 1 || page > pages_max)
		return true;
	struct pdf_box box = { number(f[LEFT]), number(f[TOP]), number(f[WIDTH]),
		number(f[HEIGHT]) };
	if (level == 1) {
		ret->page[page - 1] = (struct pdf_page){ box.width, box.height };
		ret->pages = (size_t)page > ret->pages ? (size_t)page : ret->pages;
	}
	if (level != 5 || f[TEXT].len == 0 || !utf8_is_text(f[TEXT]))
		return true;
	if (ret->words == PDF_WORDS_MAX)
		return fail(c, FAULT_INVALID, "This PDF has more than %d words.", PDF_WORDS_MAX);
	ret->word[ret->words++] = (struct pdf_word){ .page = page,
		.block = (int)number(f[BLOCK]),
		.line = (int)number(f[LINE]),
		.box = box,
		.text = f[TEXT] };
	return true;
}

bool pdf_words(struct ctx *c, struct str bytes, int pages_max, struct pdf_text *ret)
{
	static const char *const argv[] = { "pdftotext", "-tsv", "-enc", "UTF-8", "in.pdf",
		"out.tsv", NULL };
	struct confine *x = NULL;
	struct str text;

	if (!fill(c, bytes, &x))
		return false;
	enum confine_end end = confine_run(x, &limits, argv);
	if (end != CONFINE_DONE)
		return complain(c, x, end);
	if (!confine_take(x, "out.tsv", PDF_TEXT_MAX, &text))
		return fail(c, FAULT_INVALID, "This PDF has too much text.");
	*ret = (struct pdf_text){ .page = arena_new(c->mem, struct pdf_page, (size_t)pages_max),
		.word = arena_new(c->mem, struct pdf_word, PDF_WORDS_MAX) };
	(void)str_cut(&text, '\n');
	while (text.len > 0)
		if (!take_line(c, str_cut(&text, '\n'), pages_max, ret))
			return false;
	return true;
}

/* ---- pictures ---- */

/* pdftoppm makes the picture in the size that is asked for, so its dots are to points as they are
   wide. */
static bool hide(
	struct ctx *c, struct str ppm, double page_width, const struct pdf_view *v, struct str *ret)
{
	struct dots d;

	if (!dots_read(c->mem, ppm, &d))
		return fail(c, FAULT_INVALID, "This page cannot be shown as a picture.");
	double scale = page_width > 0 ? d.width / page_width : 1;
	for (size_t i = 0; i < v->n; i++)
		dots_cover(&d, v->hidden[i].left * scale, v->hidden[i].top * scale,
			v->hidden[i].width * scale, v->hidden[i].height * scale);
	*ret = d.file;
	return true;
}

static bool page_width(struct ctx *c, struct confine *x, const char *page, double *ret)
{
	const char *argv[] = { "pdfinfo", "-f", page, "-l", page, "in.pdf", NULL };
	struct str said, size = S(""), rot;

	enum confine_end end = confine_run(x, &limits, argv);
	if (end != CONFINE_DONE || !confine_take(x, "said", SAID_MAX, &said))
		return complain(c, x, end);
	size = fact(said, arena_fmt(c->mem, "Page %4s size", page));
	rot = fact(said, arena_fmt(c->mem, "Page %4s rot", page));
	double width = number(size);
	(void)str_cut(&size, 'x');
	double height = number(str_trim(size));
	*ret = (int)number(rot) % 180 == 0 ? width : height;
	return *ret > 0 || fail(c, FAULT_INVALID, "This PDF has no page %s.", page);
}

/* A page of words is smallest when it is kept as it is, one of photographs when it is not: both are
   made, and the smaller is taken. */
static enum confine_end pack(struct confine *x, struct str *ret)
{
	static const char *const exact[] = { "vips", "webpsave", "in.ppm", "exact.webp",
		"--lossless", "--strip", NULL };
	static const char *const rough[] = { "vips", "webpsave", "in.ppm", "rough.webp", "--Q",
		"70", "--strip", NULL };
	struct str other;

	enum confine_end end = confine_run(x, &packing, rough);
	if (end != CONFINE_DONE || !confine_take(x, "rough.webp", PDF_PICTURE_MAX, ret))
		return end == CONFINE_DONE ? CONFINE_FAILED : end;
	if (confine_run(x, &packing, exact) == CONFINE_DONE
		&& confine_take(x, "exact.webp", PDF_PICTURE_MAX, &other) && other.len < ret->len)
		*ret = other;
	return CONFINE_DONE;
}

bool pdf_picture(struct ctx *c, struct str bytes, const struct pdf_view *v, struct str *ret)
{
	const char *number = arena_fmt(c->mem, "%d", v->page).at;
	const char *wide = arena_fmt(c->mem, "%d", v->width < 16 ? 16 : v->width).at;
	const char *draw[] = { "pdftoppm", "-f", number, "-l", number, "-singlefile", "-cropbox",
		"-scale-to-x", wide, "-scale-to-y", "-1", "in.pdf", "out", NULL };
	struct confine *x = NULL;
	double points = 0;
	struct str ppm;

	if (!fill(c, bytes, &x) || !page_width(c, x, number, &points))
		return false;
	enum confine_end end = confine_run(x, &limits, draw);
	if (end != CONFINE_DONE)
		return complain(c, x, end);
	if (v->width > PDF_WIDTH_MAX || !confine_take(x, "out.ppm", DOTS_MAX, &ppm))
		return fail(c, FAULT_INVALID, "This page is too large to be shown.");
	if (!hide(c, ppm, points, v, &ppm) || !confine_put(x, "in.ppm", ppm))
		return false;
	end = pack(x, ret);
	if (end == CONFINE_DONE)
		return true;
	return confine_sorry(c, end,
		       "This server cannot make pictures yet: its administrator has to install "
		       "libvips-tools.")
		|| fail(c, FAULT_INVALID, "This page cannot be shown as a picture.");
}
