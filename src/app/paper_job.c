/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/paper_job.h"

#include "community/paper_file.h"
#include "core/blob.h"
#include "media/office.h"
#include "media/pdf.h"
#include "media/pdf_image.h"
#include "work/loop.h"

enum { TRIES = 4, LEASE_S = 900, ACROSS = 1240, BESIDE = 2 };

static bool run(struct ctx *c, const struct job *j);
const struct job_kind paper_job = { paper_file_job, run, TRIES, LEASE_S, JOB_SLOW };

struct work {
	int64_t id;
	struct paper_version version;
	struct str file, why;
	struct paper_pages pages;
	struct paper_box *box[PAPER_PAGES_MAX];
	size_t boxes[PAPER_PAGES_MAX];
};

/* What there is to do, and all that it needs. */
static bool fetch(struct ctx *c, void *data)
{
	struct work *w = data;
	struct blob b;

	if (!paper_file_by_job(c, w->id, &w->version))
		return false;
	if (w->version.n == 0
		|| (w->version.state != PAPER_PREPARING && w->version.state != PAPER_PAINTING))
		return true;
	if (!blob_get(c, w->version.file, &b) || !blob_bytes(c, &b, &w->file))
		return false;
	if (w->version.state == PAPER_PREPARING)
		return true;
	if (!paper_file_pages(c, &w->version, &w->pages))
		return false;
	for (size_t i = 0; i < w->pages.sheets; i++)
		if (!paper_file_boxes(
			    c, &w->version, &w->pages, (int)i + 1, &w->box[i], &w->boxes[i]))
			return false;
	return true;
}

static bool failed(struct ctx *c, void *data)
{
	struct work *w = data;

	return paper_file_failed(c, &w->version, w->why);
}

static bool put_read(struct ctx *c, void *data)
{
	struct work *w = data;

	return paper_file_read(c, &w->version, &w->pages);
}

static bool put_painted(struct ctx *c, void *data)
{
	struct work *w = data;

	return paper_file_painted(c, &w->version, &w->pages);
}

/* What a word processor wrote is laid out once, and painted from that: laid out again, words might
   stand beside their covers. */
static bool as_pdf(struct ctx *c, struct work *w, struct str *ret)
{
	if (!str_eq(w->version.source, S("pdf")))
		return office_pdf(c, w->file, ret) && blob_seal(c, *ret, &w->pages.file);
	*ret = w->file;
	return true;
}

static bool paint(struct ctx *c, struct str pdf, struct paper_sheet *s, const struct pdf_view *v)
{
	struct str webp;

	s->across = ACROSS;
	s->down = s->width > 0 ? (int64_t)(s->height / s->width * ACROSS + 0.5) : ACROSS;
	return pdf_picture(c, pdf, v, &webp) && blob_seal(c, webp, &s->seal);
}

/* Pictures of a page stand before its words. */
static void put_page(struct paper_pages *p, const struct pdf_text *t, int page,
	const struct pdf_image *image, size_t images)
{
	for (size_t i = 0; i < images && p->words < PAPER_WORDS_MAX; i++)
		if (image[i].page == page)
			p->word[p->words++] = (struct paper_word){ page,
				{ image[i].box.left, image[i].box.top, image[i].box.width,
					image[i].box.height },
				{ 0 }, { 0 } };
	for (size_t i = 0; i < t->words && p->words < PAPER_WORDS_MAX; i++)
		if (t->word[i].page == page)
			p->word[p->words++] = (struct paper_word){ page,
				{ t->word[i].box.left, t->word[i].box.top, t->word[i].box.width,
					t->word[i].box.height },
				t->word[i].text, { 0 } };
}

static bool read_pages(struct ctx *c, struct str pdf, struct paper_pages *p)
{
	struct pdf_image *image;
	struct pdf_text t;
	size_t images;
	int n;

	if (!pdf_pages(c, pdf, PAPER_PAGES_MAX, &n) || !pdf_words(c, pdf, n, &t)
		|| !pdf_image_places(c, pdf, n, &image, &images, &p->pictures))
		return false;
	if (t.words + images > PAPER_WORDS_MAX)
		return fail(c, FAULT_INVALID,
			"There are more than %d words in this file. Paste the part that you want "
			"to talk about.",
			PAPER_WORDS_MAX);
	p->word = arena_new(c->mem, struct paper_word, PAPER_WORDS_MAX + 1);
	p->sheet = arena_new(c->mem, struct paper_sheet, PAPER_PAGES_MAX);
	p->sheets = (size_t)n;
	for (int i = 0; i < n; i++) {
		struct pdf_view whole = { .page = i + 1, .width = ACROSS };
		p->sheet[i].width = t.page[i].width;
		p->sheet[i].height = t.page[i].height;
		put_page(p, &t, i + 1, image, images);
		if (p->pictures && !paint(c, pdf, &p->sheet[i], &whole))
			return false;
	}
	return true;
}

static bool paint_pages(struct ctx *c, struct str pdf, struct work *w)
{
	for (size_t i = 0; i < w->pages.sheets; i++) {
		struct pdf_box *hidden = arena_new(c->mem, struct pdf_box, w->boxes[i] + 1);
		struct pdf_view v = { (int)i + 1, ACROSS, hidden, w->boxes[i] };
		for (size_t k = 0; k < w->boxes[i]; k++) {
			const struct paper_box *b = &w->box[i][k];
			/* Not above and below, where other lines stand. */
			hidden[k] = (struct pdf_box){ b->left - BESIDE, b->top,
				b->width + 2 * BESIDE, b->height };
		}
		if (!paint(c, pdf, &w->pages.sheet[i], &v))
			return false;
	}
	return true;
}

/* A file that cannot be read is the owner's to know about, and no failure of the job. */
static bool tell(struct ctx *c, struct work *w)
{
	if (ctx_ok(c) || (c->fault.kind != FAULT_INVALID && c->fault.kind != FAULT_LIMIT))
		return false;
	w->why = arena_str(c->mem, str_of(c->fault.text));
	c->fault = (struct fault){ 0 };
	c->wrong = NULL;
	return loop_write(c, failed, w);
}

static bool run(struct ctx *c, const struct job *j)
{
	struct work *w = arena_new(c->mem, struct work, 1);
	struct str pdf;

	w->id = j->subject;
	if (!loop_write(c, fetch, w))
		return false;
	if (w->file.len == 0)
		return true;
	if (w->version.state == PAPER_PREPARING)
		return (as_pdf(c, w, &pdf) && read_pages(c, pdf, &w->pages)
			       && loop_write(c, put_read, w))
			|| tell(c, w);
	return (paint_pages(c, w->file, w) && loop_write(c, put_painted, w)) || tell(c, w);
}
