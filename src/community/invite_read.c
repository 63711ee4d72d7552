/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/invite_read.h"

#include "base/utf8.h"
#include "file/csv.h"
#include "file/oneroster.h"

#include <stdio.h>

/* Bytes of a part: cells are cut to a length, so its records always fit. */
enum { PIECES_MAX = 100, WHY_MAX = 240 };
#define PART_MAX ((size_t)64 << 20)

struct gather {
	struct arena *arena;
	struct invite_upload *to;
	struct buf part;
	int64_t in_part;
	size_t room; /* for parts */
};

static void gather_open(struct gather *g, struct arena *a, struct invite_upload *to)
{
	*g = (struct gather){ .arena = a, .to = to };
	g->room = INVITE_LINES_MAX / INVITE_PART_LINES + 1;
	to->part = arena_new(a, struct str, g->room);
	buf_init(&g->part, PART_MAX);
}

static void end_part(struct gather *g)
{
	if (g->in_part > 0)
		g->to->part[g->to->parts++] = arena_str(g->arena, buf_str(&g->part));
	buf_clear(&g->part);
	g->in_part = 0;
}

static void refuse(struct invite_upload *to, const char *field, struct str why)
{
	to->wrong = why;
	to->field = field;
}

/* After a record; false when there are too many. */
static bool count(struct gather *g, const char *field)
{
	if (++g->to->lines > INVITE_LINES_MAX) {
		refuse(g->to, field,
			arena_fmt(g->arena,
				"A list has at most %d lines. Please send it in pieces.",
				INVITE_LINES_MAX));
		return false;
	}
	if (++g->in_part == INVITE_PART_LINES)
		end_part(g);
	return true;
}

static void gather_close(struct gather *g, const char *field)
{
	end_part(g);
	buf_free(&g->part);
	if (!g->to->wrong.len && g->to->lines == 0)
		refuse(g->to, field, S("There is no line with an address in it."));
}

/* ---- pasted ---- */

/* The next piece of a line: up to a comma, semicolon or tab that stands in no quotation marks. */
static struct str next_piece(struct str *line)
{
	bool quoted = false;
	size_t n = 0;

	for (; n < line->len; n++) {
		char c = line->at[n];
		if (c == '"')
			quoted = !quoted;
		if (!quoted && (c == ',' || c == ';' || c == '\t'))
			break;
	}
	struct str piece = str_trim((struct str){ line->at, n });
	size_t used = n < line->len ? n + 1 : n;
	*line = (struct str){ line->at + used, line->len - used };
	return piece;
}

static bool has_at(struct str s)
{
	return s.len && memchr(s.at, '@', s.len);
}

/* One person: what stands before the address is the name, after it subject and year. */
static bool put_person(
	struct gather *g, int64_t number, const struct str *piece, size_t n, size_t address)
{
	struct str cell[4] = { piece[address], S(""), S(""), S("") };
	const char *end = address > 0 ? piece[address - 1].at + piece[address - 1].len : NULL;

	if (address > 0)
		cell[1] = (struct str){ piece[0].at, (size_t)(end - piece[0].at) };
	if (cell[1].len > 2 && cell[1].at[0] == '"' && cell[1].at[cell[1].len - 1] == '"')
		cell[1] = (struct str){ cell[1].at + 1, cell[1].len - 2 };
	if (address + 1 < n)
		cell[2] = piece[address + 1];
	if (address + 2 < n)
		cell[3] = piece[n - 1];
	invite_table_put(&g->part, number, cell, 4);
	return count(g, "lines");
}

/* Each with an @ is a person of its own. */
static bool put_many(struct gather *g, int64_t number, const struct str *piece, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (has_at(piece[i]) && !put_person(g, number, piece + i, 1, 0))
			return false;
	return true;
}

/* A line without an @ goes on as it is, and is refused with its number. */
static bool put_line(struct gather *g, int64_t number, struct str line)
{
	struct str piece[PIECES_MAX];
	bool good = true;

	while (good && line.len) {
		size_t n = 0, addresses = 0, address = 0;
		while (line.len && n < PIECES_MAX) {
			piece[n] = next_piece(&line);
			bool at = has_at(piece[n]);
			address = at && !addresses ? n : address;
			addresses += at;
			n += piece[n].len > 0;
		}
		if (n > 0)
			good = addresses > 1 ? put_many(g, number, piece, n)
					     : put_person(g, number, piece, n, address);
	}
	return good;
}

void invite_read_paste(struct arena *a, struct str text, struct invite_upload *ret)
{
	struct gather g;
	bool good = true;

	*ret = (struct invite_upload){ .source = "paste",
		.settled = true,
		.columns = { .at = { [INVITE_ADDRESS] = 1,
				     [INVITE_NAME] = 2,
				     [INVITE_SUBJECT] = 3,
				     [INVITE_YEAR] = 4 } } };
	gather_open(&g, a, ret);
	for (int64_t number = 1; good && text.len; number++) {
		struct str line = str_trim(str_cut(&text, '\n'));
		good = put_line(&g, number, line);
	}
	gather_close(&g, "lines");
}

/* ---- a file ---- */

static void read_csv(struct arena *a, struct str bytes, struct invite_upload *ret)
{
	char why[WHY_MAX] = "";
	struct csv *csv = csv_open_str(bytes, why, sizeof why);
	struct csv_record r;
	struct gather g;
	bool good = true;

	if (!csv) {
		refuse(ret, "file", arena_str(a, str_of(why)));
		return;
	}
	gather_open(&g, a, ret);
	while (good && csv_next(csv, &r)) {
		if (r.why)
			invite_table_refuse(&g.part, r.line, str_of(r.why));
		else
			invite_table_put(&g.part, r.line, r.cell, r.n);
		good = count(&g, "file");
	}
	gather_close(&g, "file");
	csv_close(csv);
	if (ret->parts)
		invite_table_guess(ret->part[0], &ret->columns);
}

static bool on_user(void *data, const struct oneroster_user *u)
{
	struct gather *g = data;
	struct str cell[] = { u->address, u->given, u->family };

	if (u->why)
		invite_table_refuse(&g->part, u->line, str_of(u->why));
	else
		invite_table_put(&g->part, u->line, cell, 3);
	return count(g, "file");
}

static void read_oneroster(struct arena *a, struct str bytes, struct invite_upload *ret)
{
	struct oneroster_told told = { 0 };
	char why[WHY_MAX] = "";
	struct gather g;

	*ret = (struct invite_upload){ .source = "oneroster",
		.settled = true,
		.columns = {
			.at = { [INVITE_ADDRESS] = 1, [INVITE_FIRST] = 2, [INVITE_LAST] = 3 } } };
	gather_open(&g, a, ret);
	if (!oneroster_read(bytes, on_user, &g, &told, why, sizeof why))
		refuse(ret, "file", arena_str(a, str_of(why)));
	else if (ret->lines == 0)
		refuse(ret, "file", S("There is no enabled student in this archive."));
	ret->passed = told.others;
	gather_close(&g, "file");
}

void invite_read_file(struct arena *a, struct str bytes, struct invite_upload *ret)
{
	*ret = (struct invite_upload){ .source = "csv" };
	if (bytes.len == 0)
		refuse(ret, "file", S("The file is empty."));
	else if (str_starts(bytes, S("PK\x03\x04")) || str_starts(bytes, S("PK\x05\x06")))
		read_oneroster(a, bytes, ret);
	else
		read_csv(a, bytes, ret);
}
