/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/paper_file.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "core/blob.h"
#include "core/job.h"
#include "store/sql.h"

#include <stdlib.h>

enum { BLOBS_MAX = 400, LAYOUT_MAX = 1 << 20, TEXT_MAX = 1 << 18, WIDE_GAP = 3, FIELDS = 8 };

const char paper_file_job[] = "paper";
static const struct job_kind later = { .name = paper_file_job, .lane = JOB_SLOW };
static const char picture_word[] = "[picture]";

static const struct stmt insert = { "paper_file_insert",
	"INSERT INTO paper_version (paper_id, version, id, source, state, sealed, file, made_at)"
	" VALUES ($1, $2, $3, $4, 'preparing', '', $5, $6)",
	"iiisii", "" };
static const struct stmt by_job = { "paper_file_by_job",
	"SELECT paper_id, version FROM paper_version WHERE id = $1", "i", "ii" };
static const struct stmt set_read = { "paper_file_set_read",
	"UPDATE paper_version SET state = 'check', sealed = $3, layout = $4, covers = $5,"
	" file = $6 WHERE paper_id = $1 AND version = $2 AND state = 'preparing'",
	"iisssi", "" };
static const struct stmt set_failed = { "paper_file_set_failed",
	"UPDATE paper_version SET state = 'failed', why = $3 WHERE paper_id = $1 AND version = $2"
	" AND state IN ('preparing', 'painting')",
	"iis", "" };
static const struct stmt set_page = { "paper_file_set_page",
	"INSERT INTO paper_page (paper_id, version, page, width, height, own)"
	" VALUES ($1, $2, $3, $4, $5, $6)",
	"iiiiii", "" };
static const struct stmt pages = { "paper_file_pages",
	"SELECT page, width, height, own, picture FROM paper_page WHERE paper_id = $1"
	" AND version = $2 ORDER BY page LIMIT $3",
	"iii", "iiiii" };
static const struct stmt set_picture = { "paper_file_set_picture",
	"UPDATE paper_page SET picture = $4 WHERE paper_id = $1 AND version = $2 AND page = $3",
	"iiii", "" };
static const struct stmt no_pictures = { "paper_file_no_pictures",
	"UPDATE paper_page SET picture = 0 WHERE paper_id = $1 AND version = $2", "ii", "" };
static const struct stmt owner = { "paper_file_owner", "SELECT author_id FROM paper WHERE id = $1",
	"i", "i" };
static const struct stmt files = { "paper_file_blobs",
	"SELECT file FROM paper_version WHERE paper_id = $1 AND (version = $2 OR $2 = 0)"
	" UNION ALL SELECT own FROM paper_page WHERE paper_id = $1 AND (version = $2 OR $2 = 0)"
	" UNION ALL SELECT picture FROM paper_page WHERE paper_id = $1"
	" AND (version = $2 OR $2 = 0) LIMIT $3",
	"iii", "i" };

bool paper_file_kind(struct str bytes, const char **ret)
{
	static const char odt[] = "mimetypeapplication/vnd.oasis.opendocument.text";
	struct str head = { bytes.at, bytes.len < 1024 ? bytes.len : 1024 };

	if (str_has(head, S("%PDF-")))
		*ret = "pdf";
	else if (!str_starts(bytes, S("PK\003\004")))
		return false;
	else
		*ret = str_has(head, str_of(odt)) ? "odt" : "docx";
	return true;
}

bool paper_file_bring(struct ctx *c, struct paper_id paper, const char *kind,
	const struct blob_sealed *file, int64_t *ret_n)
{
	const char *type = strcmp(kind, "pdf") == 0 ? "application/pdf"
		: strcmp(kind, "odt") == 0
		? "application/vnd.oasis.opendocument.text"
		: "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
	int64_t id = ctx_id(c), blob, n;

	if (!paper_may(c) || !paper_version_next(c, paper, &n)
		|| !blob_keep(c, file, c->actor, "paper", type, &blob)
		|| !sql_run(c, &insert,
			ARGS(arg(paper.v), arg(n), arg(id), arg(str_of(kind)), arg(blob),
				arg(c->now)))
		|| !job_add(c, &later, id, c->now))
		return false;
	*ret_n = n;
	return true;
}

/* ---- the text of a file: its words in their order, lines by where they stand ---- */

static bool begins_line(const struct paper_word *was, const struct paper_word *w)
{
	double middle = was->box.top + was->box.height / 2;

	return w->box.top > middle || w->box.top + w->box.height < middle
		|| w->box.left + 1 < was->box.left;
}

static bool far_apart(const struct paper_word *was, const struct paper_word *w)
{
	return w->box.left - (was->box.left + was->box.width) > WIDE_GAP * was->box.height / 2;
}

static void put_word(struct buf *out, struct paper_word *w, const struct paper_word *was)
{
	struct str text = w->text.len ? w->text : str_of(picture_word);

	if (was && was->page != w->page)
		buf_char(out, '\f');
	else if (was && (begins_line(was, w) || !w->text.len || !was->text.len))
		buf_char(out, '\n');
	else if (was)
		buf_add(out, far_apart(was, w) ? S("   ") : S(" "));
	char last = out->len ? out->at[out->len - 1] : ' ';
	w->line = (was ? was->line : 1) + (last == '\n' || last == '\f');
	w->span = (struct cover_span){ out->len, text.len, w->text.len ? COVER_OWN : COVER_PHOTO };
	buf_add(out, text);
}

static struct str text_of(struct ctx *c, const struct paper_pages *p)
{
	struct buf out;

	buf_init(&out, TEXT_MAX);
	for (size_t i = 0; i < p->words; i++)
		put_word(&out, &p->word[i], i ? &p->word[i - 1] : NULL);
	struct str text = out.spilled ? S("") : arena_str(c->mem, buf_str(&out));
	buf_free(&out);
	return text;
}

/* «0 width height 0 0 0 0 0» for each page and «page left top width height at len line» for each
   word, in tenths of a point. */
static struct str layout_of(struct ctx *c, const struct paper_pages *p)
{
	struct buf out;

	buf_init(&out, LAYOUT_MAX);
	for (size_t i = 0; i < p->sheets; i++)
		buf_fmt(&out, "0 %.0f %.0f 0 0 0 0 0\n", p->sheet[i].width * 10,
			p->sheet[i].height * 10);
	for (size_t i = 0; i < p->words; i++) {
		const struct paper_word *w = &p->word[i];
		buf_fmt(&out, "%d %.0f %.0f %.0f %.0f %zu %zu %lld\n", w->page,
			w->box.left > 0 ? w->box.left * 10 : 0.0,
			w->box.top > 0 ? w->box.top * 10 : 0.0, w->box.width * 10,
			w->box.height * 10, w->span.at, w->span.len, (long long)w->line);
	}
	struct str text = out.spilled ? S("") : arena_str(c->mem, buf_str(&out));
	buf_free(&out);
	return text;
}

static bool is_read(struct ctx *c, const struct paper_pages *p)
{
	size_t letters = 0;

	for (size_t i = 0; i < p->words; i++)
		letters += p->word[i].text.len;
	return letters >= 20
		|| fail(c, FAULT_INVALID,
			"There is no text in this file: it is a picture of a page, as a scanner "
			"makes it. Names in it could not be found. Paste the text instead.");
}

static bool put_sheets(struct ctx *c, const struct paper_version *v, const struct paper_pages *p,
	struct person_id who)
{
	for (size_t i = 0; i < p->sheets; i++) {
		const struct paper_sheet *s = &p->sheet[i];
		int64_t blob;
		if (!blob_keep(c, s->seal, who, "paper-page", "image/webp", &blob)
			|| !sql_run(c, &set_page,
				ARGS(arg(v->paper.v), arg(v->n), arg((int64_t)i + 1),
					arg(s->across), arg(s->down), arg(blob))))
			return false;
	}
	return true;
}

static bool find_owner(struct ctx *c, const struct paper_version *v, struct person_id *ret)
{
	struct rows r;

	if (!sql_one(c, &owner, ARGS(arg(v->paper.v)), &r))
		return false;
	ret->v = row_int(&r, 0);
	sql_end(&r);
	return true;
}

bool paper_file_read(struct ctx *c, const struct paper_version *v, const struct paper_pages *p)
{
	struct str text = text_of(c, p), layout = layout_of(c, p), covers;
	struct cover_spans photos = { arena_new(c->mem, struct cover_span, p->words + 1), 0 };
	struct person_id who;
	int64_t n = 0, file = v->file;

	for (size_t i = 0; i < p->words; i++)
		if (p->word[i].text.len == 0)
			photos.at[photos.n++] = p->word[i].span;
	if (!is_read(c, p) || !find_owner(c, v, &who))
		return false;
	if (text.len == 0 || layout.len == 0)
		return fail(c, FAULT_INVALID,
			"There is too much text in this file for the clinic. Paste the part that "
			"you want to talk about.");
	if (p->file
		&& (!blob_keep(c, p->file, who, "paper", "application/pdf", &file)
			|| !blob_drop(c, v->file)))
		return false;
	if (!paper_version_found(c, who, text, &photos, &covers)
		|| !sql_count(c, &set_read,
			ARGS(arg(v->paper.v), arg(v->n), arg(paper_version_seal(c, v->id, text)),
				arg(layout), arg(covers), arg(file)),
			&n))
		return false;
	if (n == 0) /* withdrawn meanwhile: nothing of it is kept */
		return file == v->file || blob_drop(c, file);
	return !p->pictures || put_sheets(c, v, p, who);
}

bool paper_file_failed(struct ctx *c, const struct paper_version *v, struct str why)
{
	return paper_file_drop(c, v->paper, v->n)
		&& sql_run(c, &set_failed, ARGS(arg(v->paper.v), arg(v->n), arg(why)));
}

bool paper_file_by_job(struct ctx *c, int64_t id, struct paper_version *ret)
{
	struct rows r;

	*ret = (struct paper_version){ 0 };
	if (!sql_open(c, &by_job, ARGS(arg(id)), &r))
		return false;
	if (!sql_next(&r))
		return ctx_ok(c);
	struct paper_id paper = { row_int(&r, 0) };
	int64_t n = row_int(&r, 1);
	sql_end(&r);
	return paper_version_get(c, paper, n, ret);
}

/* ---- back from the database ---- */

static bool read_layout(struct ctx *c, const struct paper_version *v, struct paper_pages *p)
{
	struct str rest = v->layout;
	size_t sheet = 0;

	p->word = arena_new(c->mem, struct paper_word, PAPER_WORDS_MAX + 1);
	while (rest.len > 0 && p->words < PAPER_WORDS_MAX) {
		struct str line = str_cut(&rest, '\n');
		int64_t f[FIELDS];
		for (int i = 0; i < FIELDS; i++)
			if (!str_to_int(str_cut(&line, ' '), &f[i]))
				return fail(c, FAULT_INTERNAL, "a layout that cannot be read");
		if (f[0] == 0 && sheet < PAPER_PAGES_MAX) {
			p->sheet[sheet].width = (double)f[1] / 10;
			p->sheet[sheet++].height = (double)f[2] / 10;
		} else {
			p->word[p->words++] = (struct paper_word){ (int)f[0],
				{ (double)f[1] / 10, (double)f[2] / 10, (double)f[3] / 10,
					(double)f[4] / 10 },
				{ 0 }, { (size_t)f[5], (size_t)f[6], COVER_OWN }, f[7] };
		}
	}
	return true;
}

bool paper_file_pages(struct ctx *c, const struct paper_version *v, struct paper_pages *ret)
{
	struct rows r;

	*ret = (struct paper_pages){ .sheet = arena_new(
					     c->mem, struct paper_sheet, PAPER_PAGES_MAX) };
	if (!sql_open(
		    c, &pages, ARGS(arg(v->paper.v), arg(v->n), arg((int64_t)PAPER_PAGES_MAX)), &r))
		return false;
	while (ret->sheets < PAPER_PAGES_MAX && sql_next(&r)) {
		struct paper_sheet *s = &ret->sheet[ret->sheets++];
		s->across = row_int(&r, 1);
		s->down = row_int(&r, 2);
		s->own = row_int(&r, 3);
		s->picture = row_int(&r, 4);
	}
	sql_end(&r);
	ret->pictures = ret->sheets > 0;
	return ctx_ok(c) && read_layout(c, v, ret);
}

/* A word of which a letter is covered is covered whole. */
bool paper_file_boxes(struct ctx *c, const struct paper_version *v, const struct paper_pages *p,
	int page, struct paper_box **ret, size_t *ret_n)
{
	struct paper_box *box = arena_new(c->mem, struct paper_box, p->words + 1);
	struct paper_covers covers = { 0 };
	size_t n = 0, k = 0;

	if (!paper_version_covers(c, v, &covers))
		return false;
	for (size_t i = 0; i < p->words; i++) {
		const struct cover_span *w = &p->word[i].span;
		while (k < covers.n && covers.at[k].span.at + covers.at[k].span.len <= w->at)
			k++;
		if (p->word[i].page != page)
			continue;
		for (size_t j = k; j < covers.n && covers.at[j].span.at < w->at + w->len; j++)
			if (covers.at[j].on) {
				box[n++] = p->word[i].box;
				break;
			}
	}
	*ret = box;
	*ret_n = n;
	return true;
}

bool paper_file_painted(struct ctx *c, const struct paper_version *v, const struct paper_pages *p)
{
	struct person_id who;
	bool still;

	if (!find_owner(c, v, &who) || !paper_version_finish(c, v, &still))
		return false;
	for (size_t i = 0; still && p->pictures && i < p->sheets; i++) {
		int64_t blob;
		if (!blob_keep(c, p->sheet[i].seal, who, "paper-page", "image/webp", &blob)
			|| !sql_run(c, &set_picture,
				ARGS(arg(v->paper.v), arg(v->n), arg((int64_t)i + 1), arg(blob))))
			return false;
	}
	return true;
}

bool paper_file_unpaint(struct ctx *c, const struct paper_version *v)
{
	struct paper_pages p;

	if (v->pasted)
		return true;
	if (!paper_file_pages(c, v, &p))
		return false;
	for (size_t i = 0; i < p.sheets; i++)
		if (p.sheet[i].picture && !blob_drop(c, p.sheet[i].picture))
			return false;
	return sql_run(c, &no_pictures, ARGS(arg(v->paper.v), arg(v->n)));
}

bool paper_file_drop(struct ctx *c, struct paper_id paper, int64_t n)
{
	int64_t blob[BLOBS_MAX];
	struct rows r;
	size_t found = 0;

	if (!sql_open(c, &files, ARGS(arg(paper.v), arg(n), arg((int64_t)BLOBS_MAX)), &r))
		return false;
	while (found < BLOBS_MAX && sql_next(&r))
		blob[found++] = row_int(&r, 0);
	sql_end(&r);
	for (size_t i = 0; i < found && ctx_ok(c); i++)
		if (blob[i] > 0 && !blob_drop(c, blob[i]))
			return false;
	return ctx_ok(c);
}
