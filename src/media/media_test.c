/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Files as people send them, made here by the tools that people make them with. */
#include "base/buf.h"
#include "file/zip.h"
#include "media/confine.h"
#include "media/dots.h"
#include "media/image.h"
#include "media/office.h"
#include "media/pdf.h"
#include "media/video.h"
#include "store/sql.h"
#include "test/test.h"

#include <stdio.h>
#include <stdlib.h>

enum { FILE_MAX = 32 << 20, PAGES = 12 };

static const struct person_id nobody = { 0 };
static const struct confine_limits room = {
	.memory_mib = 2048, .cpu_s = 60, .wall_s = 60, .file_mib = 64, .own = true
};

static bool have(struct test *t, const char *program)
{
	if (!db_is_sqlite(t->db))
		return false; /* no database is asked: once is enough */
	if (!db_is_sqlite(t->db))
		return false; /* no database is asked: once is enough */
	if (!confine_has(program))
		printf("# not tested here: %s is not installed\n", program);
	return confine_has(program);
}

/* What a tool makes of in as out. */
static struct str made(struct test *t, struct str in, const char *const *argv, const char *out)
{
	struct ctx *c = test_ctx(t, nobody);
	struct str got = S("");
	struct confine *x;

	CHECK(t, confine_open(c, &x) && confine_put(x, "in", in));
	CHECK(t, confine_run(x, &room, argv) == CONFINE_DONE);
	CHECK(t, confine_take(x, out, FILE_MAX, &got));
	return got;
}

static bool refused(struct ctx *c, const char *part)
{
	bool is = c->fault.kind == FAULT_INVALID && test_has(str_of(c->fault.text), part);

	if (!is)
		printf("# %s\n", c->fault.text);
	return is;
}

/* ---- PDF ---- */

/* n pages, the words on each, and something in the catalogue. */
static struct str pdf(struct test *t, int n, const char *words, const char *catalogue)
{
	struct buf b;

	buf_init(&b, FILE_MAX);
	buf_fmt(&b, "%%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R %s>> endobj\n", catalogue);
	buf_fmt(&b,
		"3 0 obj <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>> endobj\n"
		"4 0 obj <</Length %zu>> stream\n%s\nendstream endobj\n",
		strlen(words), words);
	buf_fmt(&b, "2 0 obj <</Type /Pages /Count %d /Kids [", n);
	for (int i = 0; i < n; i++)
		buf_fmt(&b, "%d 0 R ", i + 5);
	buf_add(&b, S("]>> endobj\n"));
	for (int i = 0; i < n; i++)
		buf_fmt(&b,
			"%d 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0"
			" R /Resources <</Font <</F 3 0 R>>>>>> endobj\n",
			i + 5);
	buf_add(&b, S("trailer <</Root 1 0 R>>\n%%EOF\n"));
	struct str text = arena_str(t->mem, buf_str(&b));
	buf_free(&b);
	return text;
}

static const char two_words[] = "BT /F 24 Tf 72 720 Td (Zebrafinch) Tj 200 0 Td (Sparrow) Tj ET";

static const struct pdf_word *word(const struct pdf_text *text, const char *which)
{
	for (size_t i = 0; i < text->words; i++)
		if (str_eq(text->word[i].text, str_of(which)))
			return &text->word[i];
	return NULL;
}

void test_media_pdf_tells_its_words_and_where_they_stand(struct test *t)
{
	struct ctx *c = test_ctx(t, nobody);
	struct str file = pdf(t, 2, two_words, "");
	struct pdf_text text;
	int pages = 0;

	if (!have(t, "pdftotext"))
		return;
	CHECK(t, pdf_pages(c, file, PAGES, &pages) && pages == 2);
	CHECK(t, pdf_words(c, file, PAGES, &text) && text.pages == 2 && text.words == 4);
	const struct pdf_word *w = word(&text, "Sparrow");
	CHECK(t, w && w->page == 1 && w->box.left > 271 && w->box.left < 273);
	CHECK(t, w->box.top > 90 && w->box.top < 122 && w->box.height > 15);
	CHECK(t, text.page[1].width > 594 && text.page[1].height > 841);
}

/* Whether a place of a picture is nothing but black, or has anything dark in it. */
static bool black(const struct dots *d, const struct pdf_box *b, double scale, bool all)
{
	int x1 = (int)((b->left + b->width) * scale), y1 = (int)((b->top + b->height) * scale);
	bool every = true, any = false;

	for (int y = (int)(b->top * scale); y < y1; y++)
		for (int x = (int)(b->left * scale); x < x1; x++) {
			const unsigned char *p =
				d->at + ((size_t)y * (size_t)d->width + (size_t)x) * 3;
			every = every && p[0] < 24 && p[1] < 24 && p[2] < 24;
			any = any || p[0] < 100;
		}
	return all ? every : any;
}

void test_media_pdf_page_is_drawn_with_places_covered_for_good(struct test *t)
{
	static const char *const back[] = { "vips", "copy", "in", "out.ppm[strip]", NULL };
	struct ctx *c = test_ctx(t, nobody);
	struct str file = pdf(t, 1, two_words, ""), webp;
	struct pdf_text text;
	struct dots d;

	if (!have(t, "pdftotext") || !have(t, "vips"))
		return;
	CHECK(t, pdf_words(c, file, PAGES, &text) && text.words == 2);
	struct pdf_box name = word(&text, "Zebrafinch")->box, bird = word(&text, "Sparrow")->box;
	CHECK(t, pdf_picture(c, file, &(struct pdf_view){ 1, 1190, &name, 1 }, &webp));
	CHECK(t, webp.len > 100 && webp.len < 100000 && str_starts(webp, S("RIFF")));
	CHECK(t, !test_has(webp, "Zebrafinch"));
	CHECK(t, dots_read(t->mem, made(t, webp, back, "out.ppm"), &d) && d.width == 1190);
	CHECK(t, black(&d, &name, 2, true));
	CHECK(t, !black(&d, &bird, 2, true) && black(&d, &bird, 2, false));
	c = test_ctx(t, nobody);
	CHECK(t, !pdf_picture(c, file, &(struct pdf_view){ 2, 600, NULL, 0 }, &webp));
}

void test_media_pdf_with_scripts_runs_nothing_and_shows_its_page(struct test *t)
{
	struct ctx *c = test_ctx(t, nobody);
	struct str file = pdf(t, 1, two_words,
			   "/OpenAction <</S /JavaScript /JS (app.launchURL\\(\"http://x/\"\\);)>> "
			   "/AA <</WC <</S /Launch /F (/bin/sh)>>>>"),
		   webp;
	int pages = 0;

	if (!have(t, "pdftotext") || !have(t, "vips"))
		return;
	CHECK(t, pdf_pages(c, file, PAGES, &pages) && pages == 1);
	CHECK(t,
		pdf_picture(c, file, &(struct pdf_view){ 1, 600, NULL, 0 }, &webp)
			&& !test_has(webp, "launchURL"));
}

void test_media_pdf_that_is_locked_is_refused_in_words(struct test *t)
{
	static const char *const lock[] = { "qpdf", "--warning-exit-0", "--encrypt", "secret",
		"owner", "256", "--", "in", "out.pdf", NULL };
	static const char *const limit[] = { "qpdf", "--warning-exit-0", "--encrypt", "", "owner",
		"256", "--print=none", "--", "in", "out.pdf", NULL };
	int pages = 0;

	if (!have(t, "pdftotext") || !have(t, "qpdf"))
		return;
	struct str plain = pdf(t, 1, two_words, ""), file = made(t, plain, lock, "out.pdf");
	struct ctx *c = test_ctx(t, nobody);
	CHECK(t, !pdf_pages(c, file, PAGES, &pages) && refused(c, "locked with a password"));
	file = made(t, plain, limit, "out.pdf");
	c = test_ctx(t, nobody);
	CHECK(t, !pdf_pages(c, file, PAGES, &pages) && refused(c, "with limits"));
}

void test_media_pdf_of_5000_pages_and_no_pdf_are_refused(struct test *t)
{
	struct ctx *c = test_ctx(t, nobody);
	int pages = 0;

	if (!have(t, "pdftotext"))
		return;
	CHECK(t, !pdf_pages(c, pdf(t, 5000, "", ""), PAGES, &pages));
	CHECK(t, refused(c, "5000 pages. It may have 12"));
	c = test_ctx(t, nobody);
	CHECK(t, !pdf_pages(c, S("MZ a program named cv.pdf"), PAGES, &pages));
	CHECK(t, refused(c, "not a PDF"));
	c = test_ctx(t, nobody);
	CHECK(t, !pdf_pages(c, S("%PDF-1.7\nand then nothing"), PAGES, &pages));
	CHECK(t, refused(c, "damaged") && pages == 0);
}

/* ---- word processors ---- */

static struct str packed(struct test *t, const struct zip_file *file, size_t n)
{
	struct buf b;

	buf_init(&b, FILE_MAX);
	CHECK(t, zip_write(file, n, &b));
	struct str bytes = arena_str(t->mem, buf_str(&b));
	buf_free(&b);
	return bytes;
}

static struct str docx(struct test *t, struct str document)
{
	const struct zip_file file[] = {
		{ "[Content_Types].xml",
			S("<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/"
			  "package/2006/content-types\"><Default Extension=\"rels\" ContentType="
			  "\"application/vnd.openxmlformats-package.relationships+xml\"/><Override "
			  "PartName=\"/word/document.xml\" ContentType=\"application/vnd."
			  "openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>"
			  "</Types>") },
		{ "_rels/.rels",
			S("<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas."
			  "openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" "
			  "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/"
			  "relationships/officeDocument\" Target=\"word/document.xml\"/>"
			  "</Relationships>") },
		{ "word/document.xml", document },
	};

	return packed(t, file, 3);
}

static struct str odt(struct test *t)
{
	const struct zip_file file[] = {
		{ "mimetype", S("application/vnd.oasis.opendocument.text") },
		{ "content.xml",
			S("<?xml version=\"1.0\"?><office:docum"
			  "ent-content xmlns:office=\"urn:oasis:"
			  "names:tc:opendocument:xmlns:office:1.0\" xmlns:text=\"urn:oasis:"
			  "names:tc:"
			  "opendocument:xmlns:text:1.0\" office:version=\"1.2\"><office:body>"
			  "<office:text><text:p>Sparrow keeper</text:p></office:text></office:body>"
			  "</office:document-content>") },
		{ "META-INF/manifest.xml",
			S("<?xml version=\"1.0\"?><manifest:mani"
			  "fest xmlns:manifest=\"urn:oasis:names:"
			  "tc:opendocument:xmlns:manifest:1.0\"><manifest:file-entry manifest:full-"
			  "path=\"/\" manifest:media-type=\"application/vnd.oasis."
			  "opendocument.text\"/>"
			  "<manifest:file-entry manifest:full-path=\"content.xml\" "
			  "manifest:media-type="
			  "\"text/xml\"/></manifest:manifest>") },
	};

	return packed(t, file, 3);
}

void test_media_docx_and_odt_become_pdf(struct test *t)
{
	struct str file = docx(t,
		S("<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/"
		  "wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>Zebrafinch keeper</w:t>"
		  "</w:r>"
		  "</w:p></w:body></w:document>"));
	struct ctx *c = test_ctx(t, nobody);
	struct pdf_text text;
	struct str out;
	int pages = 0;

	if (!have(t, "soffice.bin") || !have(t, "pdftotext"))
		return;
	CHECK(t, office_pdf(c, file, &out) && pdf_pages(c, out, PAGES, &pages) && pages == 1);
	CHECK(t, pdf_words(c, out, PAGES, &text) && word(&text, "Zebrafinch"));
	CHECK(t, office_pdf(c, odt(t), &out) && pdf_words(c, out, PAGES, &text));
	CHECK(t, word(&text, "Sparrow"));
}

/* «size» stands in an archive's table behind the entry's check sum. */
static struct str lying(struct test *t, struct str zip, uint32_t size)
{
	char *at = arena_new(t->mem, char, zip.len);

	memcpy(at, zip.at, zip.len);
	for (size_t i = 0; i + 46 < zip.len; i++)
		if (memcmp(at + i, "PK\1\2", 4) == 0)
			memcpy(at + i + 24, &size, 4);
	return (struct str){ at, zip.len };
}

void test_media_document_that_is_a_bomb_is_not_unpacked(struct test *t)
{
	size_t size = OFFICE_UNPACKED_MAX + 1;
	char *zeros = arena_new(t->mem, char, size);
	struct str file = docx(t, (struct str){ zeros, size }), out;
	struct ctx *c = test_ctx(t, nobody);

	CHECK(t, file.len < size / 500);
	CHECK(t, !office_pdf(c, file, &out) && refused(c, "unpack to far more"));
	c = test_ctx(t, nobody);
	CHECK(t, !office_pdf(c, lying(t, file, 100), &out) && c->fault.kind == FAULT_INVALID);
	const struct zip_file other = { "photos/holiday.txt", S("hello") };
	c = test_ctx(t, nobody);
	CHECK(t, !office_pdf(c, packed(t, &other, 1), &out) && refused(c, "send DOCX, ODT or PDF"));
	c = test_ctx(t, nobody);
	CHECK(t, !office_pdf(c, S("PK\3\4 but no more"), &out) && refused(c, "damaged"));
}

/* ---- pictures ---- */

/* A JPEG with a comment and a packet of XMP behind its first two bytes. */
static struct str marked(struct test *t, struct str jpeg)
{
	static const char marks[] =
		"\xff\xfe\0\x0czebrafinch\xff\xe1\0\x34http://ns.adobe.com/xap/1.0/"
		"\0<x:xmpmeta>zebrafinch";
	char *at = arena_new(t->mem, char, jpeg.len + sizeof marks);

	memcpy(at, jpeg.at, 2);
	memcpy(at + 2, marks, sizeof marks - 1);
	memcpy(at + 2 + sizeof marks - 1, jpeg.at + 2, jpeg.len - 2);
	return (struct str){ at, jpeg.len + sizeof marks - 1 };
}

void test_media_picture_is_made_anew_without_what_was_written_in_it(struct test *t)
{
	static const char *const draw[] = { "ffmpeg", "-v", "error", "-f", "lavfi", "-i",
		"testsrc=s=800x600", "-frames:v", "1", "out.jpg", NULL };
	static const char *const size[] = { "vipsheader", "in", NULL };
	struct ctx *c;
	struct str webp, said;

	if (!have(t, "vips") || !have(t, "ffmpeg"))
		return;
	struct str jpeg = marked(t, made(t, S("x"), draw, "out.jpg"));
	c = test_ctx(t, nobody);
	CHECK(t, image_clean(c, jpeg, 400, &webp) && !test_has(webp, "zebrafinch"));
	said = made(t, webp, size, "said");
	CHECK(t, test_has(said, "400x300") && test_has(said, "webpload"));
}

void test_media_picture_that_is_none_is_refused(struct test *t)
{
	const struct str none[] = { S("<svg onload=\"alert(1)\"/>"), S(""),
		S("GIF89a, or so it says"), S("\xff\xd8\xff and then words"),
		S("\x89PNG\r\n\x1a\n and then words") };
	struct str webp;

	if (!have(t, "vips"))
		return;
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		struct ctx *c = test_ctx(t, nobody);
		CHECK(t, !image_clean(c, none[i], 800, &webp));
		CHECK(t, refused(c, i < 3 ? "not a picture" : "damaged"));
	}
}

/* ---- recordings ---- */

#define FILM "ffmpeg", "-v", "error", "-f", "lavfi", "-i"

void test_media_video_is_small_and_says_nothing_of_its_phone(struct test *t)
{
	static const char *const film[] = { FILM, "testsrc2=s=720x400:r=25", "-f", "lavfi", "-i",
		"sine=frequency=300", "-t", "1", "-c:v", "libvpx", "-deadline", "realtime",
		"-cpu-used", "8", "-b:v", "1M", "-c:a", "libopus", "-metadata",
		"location=zebrafinch", "-metadata", "title=zebrafinch", "out.webm", NULL };
	static const char *const ask[] = { "ffprobe", "-v", "error", "-show_entries",
		"format_tags:stream=codec_name,width,height", "-of", "compact", "in", NULL };
	struct ctx *c;
	struct video v;

	if (!have(t, "ffmpeg"))
		return;
	struct str webm = made(t, S("x"), film, "out.webm");
	CHECK(t, test_has(webm, "zebrafinch"));
	c = test_ctx(t, nobody);
	CHECK(t, video_make(c, webm, &v) && v.moving && v.seconds > 0.9 && v.seconds < 1.3);
	CHECK(t, strcmp(v.type, "video/mp4") == 0 && v.bytes.len < 600000);
	CHECK(t, str_starts(v.poster, S("\xff\xd8\xff")) && !test_has(v.bytes, "zebrafinch"));
	struct str said = made(t, v.bytes, ask, "said");
	CHECK(t, test_has(said, "h264") && test_has(said, "640") && test_has(said, "aac"));
	CHECK(t, !test_has(said, "encoder") && !test_has(said, "zebrafinch"));
}

void test_media_voice_needs_no_picture(struct test *t)
{
	static const char *const voice[] = { FILM, "sine=frequency=200", "-t", "2", "-c:a",
		"libopus", "out.ogg", NULL };
	struct ctx *c;
	struct video v;

	if (!have(t, "ffmpeg"))
		return;
	struct str ogg = made(t, S("x"), voice, "out.ogg");
	c = test_ctx(t, nobody);
	CHECK(t, video_make(c, ogg, &v) && !v.moving && v.poster.len == 0);
	CHECK(t, strcmp(v.type, "audio/mp4") == 0 && v.seconds > 1.8 && v.seconds < 2.3);
}

void test_media_video_of_three_hours_is_refused_before_it_is_read(struct test *t)
{
	static const char *const film[] = { FILM, "color=s=16x16:r=1/60", "-t", "10800", "-c:v",
		"libvpx", "-deadline", "realtime", "-cpu-used", "8", "out.webm", NULL };
	static const char *const voice[] = { FILM, "anullsrc", "-t", "64", "-c:a", "libopus", "-f",
		"webm", "-live", "1", "out.webm", NULL };
	struct ctx *c;
	struct video v;

	if (!have(t, "ffmpeg"))
		return;
	struct str webm = made(t, S("x"), film, "out.webm");
	c = test_ctx(t, nobody);
	CHECK(t, !video_make(c, webm, &v) && refused(c, "180 minutes long. It may have 30"));
	/* as a browser records: the file does not say how long it is */
	webm = made(t, S("x"), voice, "out.webm");
	c = test_ctx(t, nobody);
	CHECK(t, !video_make(c, webm, &v) && refused(c, "63 seconds long. It may have 60"));
}

/* A battery that went flat, a connection that broke: what came is a film of its own. */
void test_media_video_that_breaks_off_is_what_was_recorded_until_then(struct test *t)
{
	static const char *const film[] = { FILM, "testsrc2=s=320x240:r=15", "-f", "lavfi", "-i",
		"sine=frequency=300", "-t", "8", "-c:v", "libvpx", "-deadline", "realtime",
		"-cpu-used", "8", "-c:a", "libopus", "-f", "webm", "-live", "1", "out.webm", NULL };
	struct ctx *c;
	struct video v;

	if (!have(t, "ffmpeg"))
		return;
	struct str webm = made(t, S("x"), film, "out.webm");
	webm.len = webm.len / 2 + 7;
	c = test_ctx(t, nobody);
	CHECK(t, video_make(c, webm, &v) && v.moving && v.seconds > 1.5 && v.seconds < 7);
	webm.len = 60; /* its head and nothing more */
	c = test_ctx(t, nobody);
	CHECK(t, !video_make(c, webm, &v) && refused(c, "damaged"));
}

void test_media_video_that_is_none_is_refused(struct test *t)
{
	const struct str none[] = { S("#EXTM3U\nhttp://127.0.0.1/secret.ts\n"),
		S("ffconcat version 1.0\nfile /etc/passwd\n"), S(""),
		S("\x1a\x45\xdf\xa3 and then words"), S("OggS and then words") };
	struct video v;

	if (!have(t, "ffmpeg"))
		return;
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		struct ctx *c = test_ctx(t, nobody);
		CHECK(t, !video_make(c, none[i], &v));
		CHECK(t, refused(c, i < 3 ? "not a recording" : "damaged"));
	}
}
