/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* As attack_test, on the files that leave the researcher's screen: reach by subject, by year, by
   how they came and by tag. Each part is set against the total, all parts against each other, the
   file with the tag against the one without, and each day against the day before. */
#include "app/wiring.h"
#include "core/background.h"
#include "core/disclose.h"
#include "core/participant.h"
#include "core/person.h"
#include "test/published.h"

#include "base/instant.h"

#include <stdio.h>
#include <stdlib.h>

enum { DAYS = 60, PARTS = 4, ROWS = 8, MOST = 127, HIDDEN = -1, FIRST = 11 };

static const char *const by[PARTS] = { "subject", "year", "came", "tag" };
static const char *const subjects[] = { "Chemistry", "Law", "Art", "Music" };
static const char *const years[] = { "1", "2", "3" };

struct line {
	struct str name;
	int64_t shown, least, most; /* least and most: what it can be */
};
struct part {
	struct line row[ROWS];
	int n;
	int64_t total; /* as shown; HIDDEN: there is no such part */
};
struct file {
	struct str text;
	struct part part[PARTS];
	int64_t least, most; /* of the total */
};

/* ---- reading ---- */

static void read_line(struct file *f, struct str line)
{
	struct str part = str_cut(&line, ','), name = str_cut(&line, ',');
	(void)str_cut(&line, ',');
	struct str reached = str_cut(&line, ',');
	int64_t n = HIDDEN;

	if (reached.len > 0 && !str_to_int(reached, &n))
		return;
	for (int i = 0; i < PARTS; i++) {
		struct part *p = &f->part[i];
		if (!str_eq(part, str_of(by[i])))
			continue;
		if (str_eq(name, S("All")))
			p->total = n;
		else if (p->n < ROWS)
			p->row[p->n++] = (struct line){ .name = name, .shown = n };
	}
}

static struct file read_file(struct str text)
{
	struct file f = { .text = text };

	for (int i = 0; i < PARTS; i++)
		f.part[i].total = HIDDEN;
	while (text.len > 0)
		read_line(&f, str_cut(&text, '\n'));
	return f;
}

static struct file ask(struct test *t, bool with_tag)
{
	struct reply r = with_tag ? test_post(t, "/reports/reach/tag", "study=cop&as=csv")
				  : test_get(t, "/reports/reach.csv?study=cop");

	CHECK(t, r.status == 200);
	return read_file(r.body);
}

/* ---- solving: lines add up to the total of their part, and that is one for all parts ---- */

static int64_t larger(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t smaller(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static void begin_line(struct line *l)
{
	l->least = l->shown == HIDDEN ? 0 : larger(l->shown - 2, 0);
	l->most = l->shown == HIDDEN ? MOST : l->shown + 2;
}

/* One pass over a part; true when something became narrower. */
static bool narrow(struct file *f, struct part *p)
{
	int64_t least = 0, most = 0, before = f->most - f->least;

	for (int i = 0; i < p->n; i++) {
		least += p->row[i].least;
		most += p->row[i].most;
		before += p->row[i].most - p->row[i].least;
	}
	f->least = larger(f->least, least);
	f->most = smaller(f->most, most);
	int64_t after = f->most - f->least;
	for (int i = 0; i < p->n; i++) {
		struct line *l = &p->row[i];
		int64_t low = l->least, high = l->most;
		l->least = larger(low, f->least - (most - high));
		l->most = smaller(high, f->most - (least - low));
		after += l->most - l->least;
	}
	return after < before;
}

static void solve(struct file *f)
{
	bool more = true;

	f->least = larger(f->part[0].total - 2, 0);
	f->most = f->part[0].total + 2;
	for (int i = 0; i < PARTS; i++)
		for (int k = 0; k < f->part[i].n; k++)
			begin_line(&f->part[i].row[k]);
	while (more) {
		more = false;
		for (int i = 0; i < PARTS; i++)
			more = (f->part[i].n > 0 && narrow(f, &f->part[i])) || more;
	}
}

/* Lines of fewer than 22.5 people of which fewer than three values are left. */
static int told(const struct file *f)
{
	int n = 0;

	for (int i = 0; i < PARTS; i++)
		for (int k = 0; k < f->part[i].n; k++) {
			const struct line *l = &f->part[i].row[k];
			n += l->least < 23 && l->most - l->least + 1 < 3;
		}
	return n;
}

/* ---- over the days ---- */

static uint32_t dice(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

/* Where each is, for the numbers that are only rounded. */
struct campus {
	int subject[FIRST + DAYS], year[FIRST + DAYS];
	struct person_id who[FIRST + DAYS];
	int people;
	int64_t study;
};

static void join(struct test *t, struct campus *k, uint32_t *seed)
{
	int i = k->people++;
	struct background facts = { .parents = dice(seed) % 2 ? PARENTS_NO_HE : PARENTS_HE };
	struct participant_id p;

	k->subject[i] = (int)(dice(seed) % 16) % 4;
	k->year[i] = (int)(dice(seed) % 8) / 3;
	k->who[i] = test_person(t, arena_fmt(t->mem, "p%d", i).at, ROLE_STUDENT);
	struct ctx *c = test_ctx(t, k->who[i]);
	CHECK(t, participant_join(c, k->study, k->who[i], &p));
	CHECK(t,
		participant_fill(c, p, str_of(subjects[k->subject[i]]), str_of(years[k->year[i]])));
	CHECK(t, background_keep(c, k->who[i], &facts) && test_end(t));
}

/* The count of one line on each day, and what may have been added: one person, or nobody. */
struct watched {
	int64_t least[DAYS], most[DAYS];
	int days;
};
struct found {
	int people, narrowest;
};

static bool in(const struct watched *w, int d, int n)
{
	return n >= 0 && n <= MOST && n >= w->least[d] && n <= w->most[d];
}

/* Every way through the days: may[d][n] is 1 when a way leads there from the first day, 2 to the
   last, 3 both. */
static struct found follow(const struct watched *w)
{
	static unsigned char may[DAYS][MOST + 2];
	struct found f = { 0, MOST };

	memset(may, 0, sizeof may);
	for (int d = 0; d < w->days; d++)
		for (int n = 0; n <= MOST; n++)
			may[d][n] = in(w, d, n)
				&& (d == 0 || may[d - 1][n] || (n > 0 && may[d - 1][n - 1]));
	for (int d = w->days - 1; d >= 0; d--)
		for (int n = 0; n <= MOST; n++)
			if (may[d][n]
				&& (d == w->days - 1 || may[d + 1][n] == 3
					|| may[d + 1][n + 1] == 3))
				may[d][n] = 3;
	for (int d = 0; d < w->days; d++) {
		bool stays = false, grows = false;
		int values = 0;
		for (int n = 0; n <= MOST; n++) {
			values += may[d][n] == 3;
			if (may[d][n] != 3 || d + 1 == w->days)
				continue;
			stays = stays || may[d + 1][n] == 3;
			grows = grows || may[d + 1][n + 1] == 3;
		}
		f.narrowest = values < f.narrowest ? values : f.narrowest;
		f.people += d + 1 < w->days && stays != grows;
	}
	return f;
}

static void watch(struct watched *w, int d, int64_t least, int64_t most)
{
	w->least[d] = least;
	w->most[d] = most;
	w->days = d + 1;
}

static int64_t count(const struct campus *k, int subject)
{
	int64_t n = 0;

	for (int i = 0; i < k->people; i++)
		n += k->subject[i] == subject;
	return n;
}

static const struct line *line_of(const struct file *f, const char *name)
{
	static const struct line none = { .shown = HIDDEN, .most = MOST };

	for (int i = 0; i < f->part[0].n; i++)
		if (str_eq(f->part[0].row[i].name, str_of(name)))
			return &f->part[0].row[i];
	return &none;
}

/* What the file with the tag says of the rest is what the one without says. */
static void compare(struct test *t, const struct file *without, const struct file *with)
{
	for (int i = 0; i < PARTS - 1; i++) {
		CHECK(t, without->part[i].n == with->part[i].n);
		CHECK(t, without->part[i].total == with->part[i].total);
		for (int k = 0; k < without->part[i].n && k < with->part[i].n; k++)
			CHECK(t, without->part[i].row[k].shown == with->part[i].row[k].shown);
	}
}

void test_attack_on_files_finds_nobody_by_totals_parts_tags_and_days(struct test *t)
{
	static struct watched file[4], plain[4];
	struct campus k = { .study = published_study(t, "cop") };
	struct person_id rex = test_person(t, "rex", ROLE_RESEARCHER);
	struct str before = S("");
	uint32_t seed = 11;
	int changes = 0;

	for (int i = 0; i < FIRST; i++)
		join(t, &k, &seed);
	for (int d = 0; d < DAYS; d++, t->now += INSTANT_DAY) {
		if (d > 0)
			join(t, &k, &seed);
		test_sign_in(t, rex);
		struct file f = ask(t, false), tagged = ask(t, true);
		compare(t, &f, &tagged);
		solve(&f);
		solve(&tagged);
		CHECK(t, told(&f) == 0 && told(&tagged) == 0);
		bool is_new = !str_eq(before, f.text);
		changes += is_new;
		for (int s = 0; s < 4; s++) {
			const struct line *l = line_of(&tagged, subjects[s]);
			int64_t n = disclose_count(count(&k, s));
			watch(&file[s], d, is_new ? l->least : 0, is_new ? l->most : MOST);
			watch(&plain[s], d, n > 2 ? n - 2 : 0, n + 2);
		}
		before = f.text;
	}
	int by_file = 0, by_plain = 0;
	for (int s = 0; s < 4; s++) {
		struct found a = follow(&file[s]), b = follow(&plain[s]);
		by_file += a.people;
		by_plain += b.people;
		CHECK(t, a.narrowest >= 3);
	}
	CHECK(t, by_plain > 5 && by_file == 0);
	CHECK(t, changes >= 4 && changes <= 7);
}

/* A filter that leaves four people: nothing of them is said, by no file. */
void test_attack_on_a_filter_that_leaves_four_people_gets_nothing(struct test *t)
{
	struct campus k = { .study = published_study(t, "cop") };
	struct person_id rex = test_person(t, "rex", ROLE_RESEARCHER);
	uint32_t seed = 5;

	for (int i = 0; i < 4; i++)
		join(t, &k, &seed);
	test_sign_in(t, rex);
	struct file f = ask(t, true);
	solve(&f);
	CHECK(t, told(&f) == 0);
	/* One leaves and one comes; the answer is the same. */
	CHECK(t, participant_withdraw(test_ctx(t, k.who[0]), k.who[0]) && test_end(t));
	join(t, &k, &seed);
	test_sign_in(t, rex);
	struct file again = ask(t, true);
	CHECK(t, str_eq(f.text, again.text));
}

/* A file of a report says in its name whether it may be passed on. */
void test_attack_files_are_rounded_or_are_called_confidential(struct test *t)
{
	int files = 0;

	published_make(t, "cop");
	test_sign_in(t, test_person(t, "rex", ROLE_RESEARCHER));
	for (size_t i = 0; i < wiring_gate.n; i++)
		for (size_t k = 0; k < *wiring_gate.tables[i].n; k++) {
			const struct route *r = &wiring_gate.tables[i].at[k];
			struct str path = str_of(r->path);
			if (r->method != GET || r->may.verb != REPORT_READ || strchr(r->path, '{')
				|| !(str_ends(path, S(".csv")) || str_ends(path, S(".json"))))
				continue;
			struct str name = test_get(t, r->path).download;
			files++;
			if (test_has(name, "confidential") || test_has(name, "rounded"))
				continue;
			printf("  %s is called %.*s\n", r->path, (int)name.len, name.at);
			CHECK(t, false);
		}
	CHECK(t, files >= 8);
}
