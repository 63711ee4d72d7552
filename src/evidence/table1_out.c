/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/table1_out.h"
#include "base/utf8.h"
#include "evidence/tree.h"
#include "file/csv.h"

enum { COLUMNS = 6, TEXT_WIDTH_MAX = 40 };

static const char *const headings[COLUMNS] = { "Participant", "Gender", "Subject", "Year",
	"Perceived engagement", "Page views" };
static const char *const names[COLUMNS] = { "participant", "gender", "subject", "year",
	"perceived_engagement", "page_views" };

void table1_out_csv(const struct table1 *t, struct buf *out)
{
	for (size_t i = 0; i < COLUMNS; i++)
		csv_put_text(out, i, str_of(names[i]));
	csv_put_end(out);
	for (size_t i = 0; i < t->n; i++) {
		const struct participant *p = &t->row[i].who;
		csv_put_int(out, 0, p->number);
		csv_put_text(out, 1, p->gender);
		csv_put_text(out, 2, p->subject);
		csv_put_text(out, 3, p->year);
		csv_put_text(out, 4, p->engagement);
		csv_put_int(out, 5, t->row[i].page_views);
		csv_put_end(out);
	}
}

/* ---- JSON ---- */

/* A year is a number where it is one. */
static json_t *year(struct str s)
{
	int64_t n;

	return str_to_int(s, &n) ? json_integer(n) : tree_text(s);
}

/* What cannot be said of so few people is null. */
static json_t *summary(const struct stats *s)
{
	json_t *j = tree_made(json_object());

	tree_set(j, "n", json_integer(s->n));
	tree_set(j, "mean", s->n > 0 ? json_real(s->mean) : json_null());
	tree_set(j, "sd", s->n > 1 ? json_real(s->sd) : json_null());
	tree_set(j, "median", s->n > 0 ? json_real(s->median) : json_null());
	tree_set(j, "min", s->n > 0 ? json_integer(s->min) : json_null());
	tree_set(j, "max", s->n > 0 ? json_integer(s->max) : json_null());
	tree_set(j, "zero", json_integer(s->zero));
	tree_set(j, "above_90", json_integer(s->above));
	return j;
}

static json_t *rows(const struct table1 *t)
{
	json_t *all = tree_made(json_array());

	for (size_t i = 0; i < t->n; i++) {
		const struct participant *p = &t->row[i].who;
		json_t *j = tree_made(json_object());
		tree_set(j, names[0], json_integer(p->number));
		tree_set(j, names[1], tree_text(p->gender));
		tree_set(j, names[2], tree_text(p->subject));
		tree_set(j, names[3], year(p->year));
		tree_set(j, names[4], tree_text(p->engagement));
		tree_set(j, names[5], json_integer(t->row[i].page_views));
		tree_add(all, j);
	}
	return all;
}

void table1_out_json(const struct table1 *t, struct buf *out)
{
	json_t *j = tree_made(json_object());

	tree_set(j, "study", tree_text(t->study.name));
	tree_set(j, "rows", rows(t));
	tree_set(j, "summary", summary(&t->all));
	tree_set(j, "active", summary(&t->said[TABLE1_ACTIVE].stats));
	tree_set(j, "less_active", summary(&t->said[TABLE1_LESS].stats));
	tree_set(j, "pairs_ordered", t->has_pairs ? json_real(t->pairs_ordered) : json_null());
	tree_end(j, 15, out);
}

/* ---- text ---- */

static void pad(struct buf *out, size_t n)
{
	while (n-- > 0)
		buf_char(out, ' ');
}

static void column(struct buf *out, struct str s, size_t width, bool right)
{
	size_t len = utf8_length(s);

	if (len > width) {
		s = utf8_head(s, width);
		len = width;
	}
	if (right)
		pad(out, width - len);
	buf_add(out, s);
	if (!right)
		pad(out, width - len);
	buf_add(out, S("  "));
}

struct line {
	struct str at[COLUMNS];
	char digits[2][24];
};

static void fill(const struct table1 *t, size_t i, struct line *ret)
{
	const struct participant *p = &t->row[i].who;

	snprintf(ret->digits[0], sizeof ret->digits[0], "%lld", (long long)p->number);
	snprintf(ret->digits[1], sizeof ret->digits[1], "%lld", (long long)t->row[i].page_views);
	ret->at[0] = str_of(ret->digits[0]);
	ret->at[1] = p->gender;
	ret->at[2] = p->subject;
	ret->at[3] = p->year;
	ret->at[4] = p->engagement;
	ret->at[5] = str_of(ret->digits[1]);
}

static void widths(const struct table1 *t, size_t width[COLUMNS])
{
	struct line line;

	for (size_t k = 0; k < COLUMNS; k++)
		width[k] = strlen(headings[k]);
	for (size_t i = 0; i < t->n; i++) {
		fill(t, i, &line);
		for (size_t k = 0; k < COLUMNS; k++) {
			size_t len = utf8_length(line.at[k]);
			if (len > width[k])
				width[k] = len < TEXT_WIDTH_MAX ? len : TEXT_WIDTH_MAX;
		}
	}
}

static void text_line(struct buf *out, const struct line *line, const size_t width[COLUMNS])
{
	for (size_t k = 0; k < COLUMNS; k++)
		column(out, line->at[k], width[k], k == 0 || k == 3 || k == 5);
	while (out->len > 0 && out->at[out->len - 1] == ' ')
		out->len--;
	buf_char(out, '\n');
}

static void text_summary(struct buf *out, const char *label, const struct stats *s)
{
	buf_fmt(out, "%-12s %4lld", label, (long long)s->n);
	if (s->n > 0)
		buf_fmt(out, "  %8.2f", s->mean);
	else
		buf_fmt(out, "  %8s", "-");
	if (s->n > 1)
		buf_fmt(out, "  %8.2f", s->sd);
	else
		buf_fmt(out, "  %8s", "-");
	if (s->n > 0)
		buf_fmt(out, "  %8.1f  %6lld  %6lld", s->median, (long long)s->min,
			(long long)s->max);
	else
		buf_fmt(out, "  %8s  %6s  %6s", "-", "-", "-");
	buf_fmt(out, "  %6lld  %8lld\n", (long long)s->zero, (long long)s->above);
}

static void text_summaries(const struct table1 *t, struct buf *out)
{
	buf_fmt(out, "\n%-12s %4s  %8s  %8s  %8s  %6s  %6s  %6s  above %d\n", "", "n", "mean", "sd",
		"median", "min", "max", "zero", TABLE1_MANY);
	text_summary(out, "All", &t->all);
	for (size_t i = 0; i < TABLE1_SAID; i++)
		if (i != TABLE1_UNASKED || t->said[i].stats.n > 0)
			text_summary(out, t->said[i].label, &t->said[i].stats);
	if (t->has_pairs)
		buf_fmt(out, "\nPairs of an Active and a Less active person in that order: %.3f\n",
			t->pairs_ordered);
}

void table1_out_text(const struct table1 *t, struct buf *out)
{
	const struct measure *m = &measure_table[MEASURE_PAGE_VIEWS];
	size_t width[COLUMNS];
	struct line line;

	buf_fmt(out, "Study %.*s: participants and page views\n\n", (int)t->study.name.len,
		t->study.name.at);
	widths(t, width);
	for (size_t k = 0; k < COLUMNS; k++)
		line.at[k] = str_of(headings[k]);
	text_line(out, &line, width);
	for (size_t i = 0; i < t->n; i++) {
		fill(t, i, &line);
		text_line(out, &line, width);
	}
	text_summaries(t, out);
	buf_fmt(out, "\n%s. %s\nThey cannot see: %s\n", m->title, m->counts, m->blind);
}
