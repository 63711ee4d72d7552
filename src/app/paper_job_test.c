/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A CV as a real file, from the upload to the picture that a group sees: made by LibreOffice here,
   read, covered, painted, shown, withdrawn. */
#include "app/paper_job.h"

#include "base/buf.h"
#include "community/paper_file.h"
#include "core/blob.h"
#include "core/person.h"
#include "media/confine.h"
#include "media/dots.h"
#include "store/sql.h"
#include "store/writer.h"
#include "test/test.h"
#include "work/loop.h"

#include <stdio.h>

enum { FILE_MAX = 16 << 20, OWNER = 77 };

static const struct confine_limits room = {
	.memory_mib = 4096, .cpu_s = 60, .wall_s = 90, .file_mib = 64, .own = true, .talks = true
};
/* A photograph: 24 red dots square. */
static const char photo[] =
	"iVBORw0KGgoAAAANSUhEUgAAABgAAAAYCAIAAABvFaqvAAAAH0lEQVR42mP4JSdHFcQwatCoQaMGjRo0"
	"atCoQQNvEABD07mflSdHhQAAAABJRU5ErkJggg==";
static const char people[] =
	"INSERT INTO person (id, address, address_key, name, shown_name, roles, made_at)"
	" VALUES (77, 'jess@cairn.example', 'jess@cairn.example', 'Jess Moran', 'Jess', 64, 1);"
	"INSERT INTO study (id, name, title, made_at) VALUES (10, 'cop', 'The study', 1);"
	"INSERT INTO round (id, study_id, name, title, zone, starts_on, weeks, opens_at, closes_at,"
	" read_across, size_min, size_max, made_by, made_at) VALUES (20, 10, 'r', 'R',"
	" 'Europe/London', '2026-10-26', 4, 1, 9000000000000000, 1, 2, 5, 77, 1);"
	"INSERT INTO peer_group (id, round_id, name, subject, made_at)"
	" VALUES (30, 20, 'G', 'S', 1)";

static const struct stmt blobs = { "paper_job_test_blobs",
	"SELECT (SELECT count(*) FROM blob), (SELECT count(*) FROM blob_key),"
	" (SELECT count(*) FROM paper_version) + (SELECT count(*) FROM paper_page)",
	"", "iii" };

struct desk {
	struct test *t;
	struct loop_world world;
	struct str file;
	const char *kind;
	struct confine *writer; /* where LibreOffice wrote before: it begins faster there */
	struct blob_sealed *sealed;
	struct paper_id paper;
	struct paper_version version;
	struct paper_pages pages;
	struct paper_covers covers;
	struct str text, picture;
	int64_t left[3];
};

static bool as_owner(struct desk *d, bool (*fn)(struct ctx *, void *))
{
	struct test *t = d->t;
	struct ctx c = { .mem = t->mem,
		.now = t->now,
		.ids = &t->ids,
		.house = &t->house,
		.actor = { OWNER },
		.roles = ROLE_STUDENT };
	bool good = loop_write(&c, fn, d);

	if (!good)
		printf("# %s\n", c.fault.text);
	return good;
}

static bool begin(struct ctx *c, void *data)
{
	(void)data;
	return sql_script(c, people);
}

static bool bring(struct ctx *c, void *data)
{
	const struct paper_draft draft = { PAPER_CV, 2, S("A summer"), S("") };
	struct desk *d = data;
	int64_t n;

	return paper_make(c, (struct group_id){ 30 }, &draft, &d->paper)
		&& paper_file_bring(c, d->paper, d->kind, d->sealed, &n);
}

static bool look(struct ctx *c, void *data)
{
	struct desk *d = data;
	struct blob b;

	if (!paper_version_get(c, d->paper, 1, &d->version))
		return false;
	if (d->version.state == PAPER_FAILED || d->version.state == PAPER_PREPARING)
		return true;
	if (!paper_version_text(c, &d->version, &d->text)
		|| !paper_version_covers(c, &d->version, &d->covers)
		|| !paper_file_pages(c, &d->version, &d->pages))
		return false;
	if (d->pages.sheets == 0 || d->pages.sheet[0].picture == 0)
		return true;
	return blob_get(c, d->pages.sheet[0].picture, &b) && blob_bytes(c, &b, &d->picture);
}

static bool show(struct ctx *c, void *data)
{
	struct desk *d = data;

	return paper_version_show(c, &d->version);
}

static bool hide(struct ctx *c, void *data)
{
	struct desk *d = data;

	return paper_version_hide(c, &d->version);
}

static bool withdraw(struct ctx *c, void *data)
{
	struct desk *d = data;

	return paper_withdraw(c, d->paper);
}

static bool count(struct ctx *c, void *data)
{
	struct desk *d = data;
	struct rows r;

	if (!sql_one(c, &blobs, NO_ARGS, &r))
		return false;
	for (int i = 0; i < 3; i++)
		d->left[i] = row_int(&r, i);
	sql_end(&r);
	return true;
}

static bool open_desk(struct test *t, struct desk *d)
{
	static const struct job_kind *kinds[] = { &paper_job };
	char why[256] = "";

	if (!db_is_sqlite(t->db))
		return false; /* LibreOffice is slow: once is enough */
	if (!confine_has("soffice.bin") || !confine_has("pdftotext") || !confine_has("vips")) {
		printf("# not tested here: LibreOffice, poppler or vips is not installed\n");
		return false;
	}
	*d = (struct desk){ .t = t, .world = { &t->house, &t->ids, kinds, 1 } };
	t->house.conf = &t->conf;
	t->house.writer = writer_open(test_database(t), 2, why, sizeof why);
	CHECK(t, t->house.writer && as_owner(d, begin));
	return true;
}

static void close_desk(struct test *t)
{
	writer_close(t->house.writer);
	t->house.writer = NULL;
}

static bool step(struct desk *d)
{
	bool ran = false;

	return loop_step(&d->world, JOB_SLOW, d->t->now, &ran) && ran;
}

/* What LibreOffice makes of a CV with a photograph, as docx, odt or pdf. */
static struct str written(struct desk *d, const char *kind)
{
	struct test *t = d->t;
	const char *argv[] = { "soffice.bin", "-env:UserInstallation=file:///proc/self/cwd/profile",
		"--headless", "--norestore", "--nolockcheck", "--convert-to",
		strcmp(kind, "docx") == 0 ? "docx:MS Word 2007 XML" : kind, "in.fodt", NULL };
	struct str text = arena_fmt(t->mem,
		"<?xml version=\"1.0\"?><office:document xmlns:office=\"urn:oasis:names:tc:"
		"opendocument:xmlns:office:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:"
		"xmlns:text:1.0\" xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\""
		" xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\""
		" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" office:version=\"1.2\""
		" office:mimetype=\"application/vnd.oasis.opendocument.text\"><office:meta>"
		"<dc:creator>Jess Zebrafinch</dc:creator></office:meta><office:body><office:text>"
		"<text:p>Jess Moran</text:p><text:p><draw:frame text:anchor-type=\"as-char\""
		" svg:width=\"3cm\" svg:height=\"3cm\"><draw:image><office:binary-data>%s"
		"</office:binary-data></draw:image></draw:frame></text:p>"
		"<text:p>3 Caledonian Crescent</text:p><text:p>Edinburgh EH11 2AN</text:p>"
		"<text:p>07700 900731 | jess@cairn.example</text:p><text:p>Skills</text:p>"
		"<text:p>I can close a till.</text:p></office:text></office:body>"
		"</office:document>",
		photo);
	struct confine *x = d->writer;
	struct str got = S("");

	CHECK(t, confine_put(x, "in.fodt", text));
	if (confine_run(x, &room, argv) != CONFINE_DONE)
		CHECK(t, confine_run(x, &room, argv) == CONFINE_DONE);
	CHECK(t, confine_take(x, arena_fmt(t->mem, "in.%s", kind).at, FILE_MAX, &got));
	return got;
}

/* The picture as dots again. */
static bool dots_of(struct test *t, struct str webp, struct dots *ret)
{
	static const char *const argv[] = { "vips", "copy", "in.webp", "out.ppm[strip]", NULL };
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });
	struct confine *x;
	struct str ppm;

	return confine_open(c, &x) && confine_put(x, "in.webp", webp)
		&& confine_run(x, &room, argv) == CONFINE_DONE
		&& confine_take(x, "out.ppm", 64 << 20, &ppm) && dots_read(t->mem, ppm, ret);
}

static bool is_dark(const struct dots *d, int x, int y)
{
	const unsigned char *dot = d->at + (y * d->width + x) * 3;

	return dot[0] <= 40 && dot[1] <= 40 && dot[2] <= 40;
}

/* Every dot within a box is black. */
static bool is_black(const struct dots *d, double scale, const struct paper_box *b)
{
	int right = (int)((b->left + b->width) * scale) - 1;
	int bottom = (int)((b->top + b->height) * scale) - 1;

	for (int y = (int)(b->top * scale) + 1; y < bottom; y++)
		for (int x = (int)(b->left * scale) + 1; x < right; x++)
			if (!is_dark(d, x, y))
				return false;
	return true;
}

static bool covered(const struct desk *d, size_t word)
{
	const struct cover_span *w = &d->pages.word[word].span;

	for (size_t i = 0; i < d->covers.n; i++) {
		const struct cover_span *s = &d->covers.at[i].span;
		if (d->covers.at[i].on && s->at < w->at + w->len && w->at < s->at + s->len)
			return true;
	}
	return false;
}

static void check_picture(struct desk *d)
{
	struct test *t = d->t;
	size_t hidden = 0, open = 0;
	struct dots dots = { 0 };

	if (!dots_of(t, d->picture, &dots)) {
		CHECK(t, dots.width > 0);
		return;
	}
	double scale = dots.width / d->pages.sheet[0].width;
	for (size_t i = 0; i < d->pages.words; i++) {
		bool black = is_black(&dots, scale, &d->pages.word[i].box);
		CHECK(t, black == covered(d, i));
		hidden += black;
		open += !black;
	}
	/* Two names, a photograph, six words of the address, two of the number, one
	   of mail. */
	CHECK(t, hidden == 12 && open == 7);
}

static void from_file_to_picture(struct desk *d, const char *kind)
{
	struct test *t = d->t;
	struct str file = written(d, kind);
	struct ctx *c = test_ctx(t, (struct person_id){ OWNER });

	CHECK(t, paper_file_kind(file, &d->kind) && strcmp(d->kind, kind) == 0);
	CHECK(t, blob_seal(c, file, &d->sealed) && as_owner(d, bring));
	CHECK(t, as_owner(d, look) && d->version.state == PAPER_PREPARING);
	CHECK(t, step(d) && as_owner(d, look));
	CHECK(t, d->version.state == PAPER_CHECK && d->pages.sheets == 1);
	if (t->failed)
		return;
	CHECK(t, test_has(d->text, "3 Caledonian Crescent\nEdinburgh EH11 2AN\n"));
	CHECK(t, d->pages.sheet[0].picture == 0);
	CHECK(t, as_owner(d, show) && as_owner(d, look) && d->version.state == PAPER_PAINTING);
	CHECK(t, step(d) && as_owner(d, look) && d->version.state == PAPER_SHOWN);
	CHECK(t,
		test_has(d->version.covered,
			"[picture covered]\n[name covered]\n[address covered]\n"));
	CHECK(t, test_has(d->version.covered, "I can close a till."));
	CHECK(t, !test_has(d->version.covered, "Moran") && !test_has(d->version.covered, "EH11"));
	CHECK(t, !test_has(d->picture, "Zebrafinch"));
	check_picture(d);
	CHECK(t, as_owner(d, hide) && as_owner(d, look) && d->pages.sheet[0].picture == 0);
	CHECK(t, as_owner(d, withdraw) && as_owner(d, count));
	CHECK(t, d->left[0] == 0 && d->left[1] == 0 && d->left[2] == 0);
}

void test_concurrent_paper_job_makes_pictures_of_real_files_with_covers_burnt_in(struct test *t)
{
	/* ODT goes the way of DOCX, which media_test sees; LibreOffice is slow. */
	static const char *const kinds[] = { "pdf", "docx" };
	struct desk d;

	if (!open_desk(t, &d))
		return;
	struct ctx c = { .mem = t->mem };
	CHECK(t, confine_open(&c, &d.writer));
	for (int i = 0; i < 2; i++)
		from_file_to_picture(&d, kinds[i]);
	close_desk(t);
}

static void refused(struct desk *d, struct str file, const char *kind, const char *why)
{
	struct test *t = d->t;
	struct ctx *c = test_ctx(t, (struct person_id){ OWNER });

	d->kind = kind;
	CHECK(t, blob_seal(c, file, &d->sealed) && as_owner(d, bring) && step(d));
	CHECK(t, as_owner(d, look) && d->version.state == PAPER_FAILED);
	if (!test_has(d->version.why, why))
		printf("# %s\n", d->version.why.at);
	CHECK(t, test_has(d->version.why, why));
	CHECK(t, as_owner(d, count) && d->left[0] == 0); /* nothing of it was kept */
	CHECK(t, as_owner(d, withdraw) && !step(d));
}

/* One empty page. */
static const char empty_pdf[] =
	"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]"
	"/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>endobj\n"
	"trailer<</Root 1 0 R>>\n";

void test_concurrent_paper_job_tells_the_owner_what_is_wrong_with_a_file(struct test *t)
{
	struct desk d;

	if (!open_desk(t, &d))
		return;
	refused(&d, S("%PDF-1.7\nand then nothing"), "pdf", "damaged");
	refused(&d, S("PK\3\4 but no more"), "docx", "damaged");
	refused(&d, str_of(empty_pdf), "pdf", "There is no text in this file");
	close_desk(t);
}

static bool gone_meanwhile(struct ctx *c, void *data)
{
	struct desk *d = data;

	return paper_withdraw(c, d->paper);
}

void test_concurrent_paper_job_leaves_nothing_of_what_was_withdrawn_meanwhile(struct test *t)
{
	struct desk d;

	if (!open_desk(t, &d))
		return;
	struct ctx *c = test_ctx(t, (struct person_id){ OWNER });
	d.kind = "pdf";
	CHECK(t, blob_seal(c, str_of(empty_pdf), &d.sealed) && as_owner(&d, bring));
	CHECK(t, as_owner(&d, gone_meanwhile) && step(&d));
	CHECK(t, as_owner(&d, count) && d.left[0] == 0 && d.left[2] == 0);
	close_desk(t);
}
