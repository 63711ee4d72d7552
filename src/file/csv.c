/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "file/csv.h"

#include "base/utf8.h"

#include <csv.h>
#include <stdlib.h>

/* libcsv has no place for line numbers, and after an error none to go on from. So it is fed one
   line at a time from a window that begins with the record that is being read. */
enum { WINDOW = CSV_RECORD_MAX + 65536 };

struct csv {
	struct csv_parser parser;
	FILE *file; /* NULL: all of the text is in the window */
	char *own;  /* the window of a file, WINDOW bytes */
	const char *at;
	size_t len, start, pos; /* of the window; where the record starts; the next line */
	int64_t line;		/* number of the line at pos */
	bool ended, broken;	/* nothing is left behind the window; the file could not be read */
	char delimiter;
	/* The record. */
	bool done;
	const char *why;
	struct buf bytes;
	size_t n, end[CSV_FIELDS_MAX]; /* cell i ends at end[i] in bytes */
	struct str cell[CSV_FIELDS_MAX];
};

static void on_cell(void *at, size_t len, void *data)
{
	struct csv *r = data;

	if (len > CSV_FIELD_MAX)
		r->why = "it has a cell of more than 64 KiB";
	else if (r->n == CSV_FIELDS_MAX)
		r->why = "it has more than 256 cells";
	if (r->why)
		return;
	buf_add(&r->bytes, (struct str){ at, len });
	r->end[r->n++] = r->bytes.len;
}

static void on_end(int c, void *data)
{
	struct csv *r = data;

	(void)c;
	r->done = true;
}

static void parser_open(struct csv *r)
{
	if (csv_init(&r->parser, CSV_STRICT) != 0)
		abort();
	csv_set_delim(&r->parser, (unsigned char)r->delimiter);
}

/* Moves the record to the front of the window and reads behind it. False when there is no more to
   read, or no room. */
static bool more(struct csv *r)
{
	if (r->ended || (r->start == 0 && r->len == WINDOW))
		return false;
	memmove(r->own, r->own + r->start, r->len - r->start);
	r->len -= r->start;
	r->pos -= r->start;
	r->start = 0;
	size_t n = fread(r->own + r->len, 1, WINDOW - r->len, r->file);
	r->len += n;
	r->ended = r->len < WINDOW;
	r->broken = ferror(r->file) != 0;
	return n > 0;
}

/* The line at pos with its break: LF, CR LF or CR. 0 when the window ends before it does. */
static size_t line_length(const struct csv *r)
{
	const char *at = r->at + r->pos;
	size_t left = r->len - r->pos, n = 0;

	while (n < left && at[n] != '\n' && at[n] != '\r')
		n++;
	if (n == left)
		return 0;
	if (at[n] == '\n' || (n + 1 == left && r->ended))
		return n + 1;
	if (n + 1 == left)
		return 0;
	return at[n + 1] == '\n' ? n + 2 : n + 1;
}

/* Empty at the end of the file. A line that does not fit into the window comes without its break.
   */
static struct str line_next(struct csv *r)
{
	size_t n = line_length(r);

	while (n == 0 && more(r))
		n = line_length(r);
	if (n == 0)
		n = line_length(r); /* the end of the file may have shown that a CR stands alone */
	return (struct str){ r->at + r->pos, n ? n : r->len - r->pos };
}

static bool has_break(struct str line)
{
	return line.at[line.len - 1] == '\n' || line.at[line.len - 1] == '\r';
}

static bool is_blank(const struct csv *r, struct str line)
{
	for (size_t i = 0; i < line.len; i++)
		if (line.at[i] == r->delimiter || !strchr(" \t\r\n", line.at[i])
			|| line.at[i] == '\0')
			return false;
	return true;
}

static bool feed(struct csv *r, struct str line)
{
	if (csv_parse(&r->parser, line.at, line.len, on_cell, on_end, r) == line.len
		&& (has_break(line) || csv_parse(&r->parser, "\n", 1, on_cell, on_end, r) == 1))
		return true;
	if (csv_error(&r->parser) != CSV_EPARSE)
		abort(); /* memory has run out */
	return false;
}

/* To the first line after one that is longer than the window. */
static void skip_line(struct csv *r)
{
	struct str line;

	do {
		r->start = r->pos;
		line = line_next(r);
		r->pos += line.len;
	} while (line.len > 0 && !has_break(line));
	r->line++;
}

/* Reads lines until the record is whole. NULL, or why it never will be; pos is then on its second
   line. */
static const char *gather(struct csv *r)
{
	int64_t first = r->line;
	size_t first_len = 0;
	const char *why = NULL;

	while (!r->done && !why) {
		struct str line = line_next(r);
		if (r->pos + line.len - r->start > CSV_RECORD_MAX) {
			why = "it is longer than 1 MiB, or a quotation mark is never closed";
			break;
		}
		if (first_len == 0)
			first_len = line.len;
		r->pos += line.len;
		r->line++;
		if (line.len == 0)
			why = "a quotation mark is never closed";
		else if (!feed(r, line))
			why = "its quotation marks do not fit together";
	}
	if (!why)
		return NULL;
	csv_free(&r->parser);
	parser_open(r);
	r->pos = r->start + first_len;
	r->line = first_len ? first + 1 : first;
	if (first_len == 0)
		skip_line(r);
	return why;
}

static const char *check(struct csv *r)
{
	size_t from = 0;

	for (size_t i = 0; i < r->n; i++) {
		r->cell[i] = (struct str){ buf_str(&r->bytes).at + from, r->end[i] - from };
		from = r->end[i];
		if (utf8_is_text(r->cell[i]))
			continue;
		return r->cell[i].len && memchr(r->cell[i].at, '\0', r->cell[i].len)
			? "it has a NUL byte"
			: "it is not UTF-8 text";
	}
	return NULL;
}

bool csv_next(struct csv *r, struct csv_record *ret)
{
	struct str line;

	for (;;) {
		r->start = r->pos;
		line = line_next(r);
		if (line.len == 0)
			return false;
		if (!is_blank(r, line))
			break;
		r->pos += line.len;
		r->line++;
	}
	int64_t first = r->line;
	r->done = false;
	r->why = NULL;
	r->n = 0;
	buf_clear(&r->bytes);
	const char *why = gather(r);
	if (!why)
		why = r->why;
	if (!why)
		why = check(r);
	*ret = (struct csv_record){
		.line = first, .n = why ? 0 : r->n, .cell = r->cell, .why = why
	};
	return true;
}

bool csv_broken(const struct csv *r)
{
	return r->broken;
}

/* The one of comma, tab and semicolon that stands most often outside quotation marks; comma when
   none does. */
static char find_delimiter(struct str line)
{
	static const char marks[] = ",\t;";
	size_t n[3] = { 0, 0, 0 }, best = 0;
	bool quoted = false;

	for (size_t i = 0; i < line.len; i++) {
		const char *mark = line.at[i] ? strchr(marks, line.at[i]) : NULL;
		quoted ^= line.at[i] == '"';
		if (mark && !quoted)
			n[mark - marks]++;
	}
	for (size_t i = 1; i < 3; i++)
		if (n[i] > n[best])
			best = i;
	return marks[best];
}

/* NULL, or the sentence that says why this cannot be a table. */
static const char *find_fault(struct csv *r)
{
	struct str line = line_next(r);
	struct str all = { r->at, r->len };

	if (r->broken)
		return "The file cannot be read.";
	if (all.len == 0)
		return "The file is empty.";
	if (str_starts(all, S("\xff\xfe")) || str_starts(all, S("\xfe\xff")))
		return "The file is in UTF-16: save it as \"CSV UTF-8\" and try again.";
	if (str_starts(all, S("PK\x03\x04")))
		return "The file is a workbook or a ZIP archive: save the sheet as \"CSV UTF-8\".";
	if (str_starts(all, S("%PDF")) || !utf8_is_text(line))
		return "The file is not a CSV: it does not begin with a line of UTF-8 text.";
	return NULL;
}

static struct csv *open_any(struct csv *r, char *why, size_t why_size)
{
	buf_init(&r->bytes, CSV_RECORD_MAX);
	r->line = 1;
	r->delimiter = ',';
	parser_open(r);
	const char *fault = find_fault(r);
	if (fault) {
		snprintf(why, why_size, "%s", fault);
		csv_close(r);
		return NULL;
	}
	if (str_starts((struct str){ r->at, r->len }, S("\xef\xbb\xbf")))
		r->pos = 3;
	struct str line = line_next(r);
	while (line.len && is_blank(r, line)) {
		r->start = r->pos += line.len;
		r->line++;
		line = line_next(r);
	}
	r->delimiter = find_delimiter(line);
	csv_set_delim(&r->parser, (unsigned char)r->delimiter);
	return r;
}

struct csv *csv_open_str(struct str text, char *why, size_t why_size)
{
	struct csv *r = calloc(1, sizeof *r);

	if (!r)
		abort();
	r->at = text.at;
	r->len = text.len;
	r->ended = true;
	return open_any(r, why, why_size);
}

struct csv *csv_open_file(FILE *f, char *why, size_t why_size)
{
	struct csv *r = calloc(1, sizeof *r);

	if (!r || !(r->own = malloc(WINDOW)))
		abort();
	r->file = f;
	r->at = r->own;
	return open_any(r, why, why_size);
}

void csv_close(struct csv *r)
{
	if (!r)
		return;
	csv_free(&r->parser);
	buf_free(&r->bytes);
	free(r->own);
	free(r);
}

char csv_delimiter(const struct csv *r)
{
	return r->delimiter;
}

static bool is_formula(struct str s)
{
	return s.len > 0 && s.at[0] != '\0' && strchr("=+-@\t\r\n", s.at[0]);
}

static bool needs_quotes(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] == '\0' || strchr(",;\"\t\r\n", s.at[i]))
			return true;
	return s.len > 0 && (s.at[0] == ' ' || s.at[s.len - 1] == ' ' || is_formula(s));
}

void csv_put_text(struct buf *out, size_t at, struct str s)
{
	if (at > 0)
		buf_char(out, ',');
	if (!needs_quotes(s)) {
		buf_add(out, s);
		return;
	}
	buf_add(out, is_formula(s) ? S("\"'") : S("\""));
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '"')
			buf_char(out, '"');
		buf_char(out, s.at[i]);
	}
	buf_char(out, '"');
}

void csv_put_int(struct buf *out, size_t at, int64_t n)
{
	if (at > 0)
		buf_char(out, ',');
	buf_int(out, n);
}

void csv_put_end(struct buf *out)
{
	buf_char(out, '\n');
}
