/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Somebody who wants to know what one person said, or where one person belongs, and has nothing but
   what pages and files print for them. They ask each day, while people come and go one by one; they
   set the lines of a table against its total and tables against each other; and they solve what
   they have for whole numbers. The same program is first let loose on numbers that are only
   rounded, where it finds people: so it can. */
#include "community/joining.h"
#include "core/background.h"
#include "core/disclose.h"
#include "core/participant.h"
#include "core/person.h"
#include "evidence/outcome.h"
#include "test/guests.h"
#include "test/programme.h"
#include "test/published.h"

#include "base/instant.h"

#include <stdio.h>
#include <stdlib.h>

enum { DAYS = 45, CELLS = 64, MOST = 63, FIRST = 12, TICKS = 8, NONE = -1 };

/* ---- the attacker: one count over the days, with one person more or less each day ---- */

/* What a count may be on a day; everything when nothing new was told. */
struct window {
	int64_t least, most;
};
struct watched {
	struct window day[DAYS];
	int step[DAYS]; /* who came (1), who left (-1), nobody (0) before the count of a day */
	int days;
};
struct found {
	int people;    /* of whom it is certain what they added or took away */
	int narrowest; /* how few values some day's count may have */
};

static uint64_t bits_of(struct window w)
{
	uint64_t bits = 0;

	for (int64_t i = w.least < 0 ? 0 : w.least; i <= w.most && i <= MOST; i++)
		bits |= UINT64_C(1) << i;
	return bits;
}

/* Where counts may go with a person who counts (x is 1) or does not. */
static uint64_t moved(uint64_t counts, int step, int x)
{
	if (x == 0 || step == 0)
		return counts;
	return step > 0 ? counts << 1 : counts >> 1;
}

/* Every way through the days that fits all that was told. */
static struct found solve(const struct watched *w)
{
	uint64_t ahead[DAYS], back[DAYS];
	struct found f = { 0, MOST };

	ahead[0] = bits_of(w->day[0]);
	for (int d = 1; d < w->days; d++)
		ahead[d] = (moved(ahead[d - 1], w->step[d], 0) | moved(ahead[d - 1], w->step[d], 1))
			& bits_of(w->day[d]);
	back[w->days - 1] = bits_of(w->day[w->days - 1]);
	for (int d = w->days - 1; d > 0; d--)
		back[d - 1] = (moved(back[d], -w->step[d], 0) | moved(back[d], -w->step[d], 1))
			& bits_of(w->day[d - 1]);
	for (int d = 0; d < w->days; d++) {
		int values = __builtin_popcountll(ahead[d] & back[d]);
		f.narrowest = values < f.narrowest ? values : f.narrowest;
		if (d == 0 || w->step[d] == 0)
			continue;
		bool not = moved(ahead[d - 1], w->step[d], 0) & back[d];
		bool yes = moved(ahead[d - 1], w->step[d], 1) & back[d];
		f.people += not != yes;
	}
	return f;
}

static struct window around(int64_t shown)
{
	return shown < 0 ? (struct window){ 0, MOST }
			 : (struct window){ shown > 2 ? shown - 2 : 0, shown + 2 };
}

static void add(struct found *all, struct found one)
{
	all->people += one.people;
	all->narrowest = one.narrowest < all->narrowest ? one.narrowest : all->narrowest;
}

static const struct window anything = { 0, MOST };

/* ---- over the days: what people ticked, on the facilitator's page ---- */

static uint32_t dice(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

static struct person_id tick(struct test *t, const char *name, int64_t goals)
{
	struct person_id who = test_person(t, name, ROLE_STUDENT);
	struct round_id round = { PROGRAMME_ROUND };
	struct ctx *c = test_ctx(t, who);
	struct joining j = { 0 };
	struct joining_end end = { .study = false };

	CHECK(t, joining_open(c, round, who) && joining_find(c, round, who, &j));
	j.said.goals = goals;
	CHECK(t, joining_save(c, &j, JOINING_TERMS) && joining_finish(c, &j, &end));
	CHECK(t, test_end(t));
	return who;
}

/* The numbers of a page's tables in their order, and since when they stand. */
struct sheet {
	int64_t n[CELLS];
	int cells;
	struct str since;
};

static struct sheet read_page(struct test *t, const char *path)
{
	static const char mark[] = "<td class=\"n\">", when[] = "as counted on ";
	struct reply r = test_get(t, path);
	struct sheet s = { .since = S("") };

	CHECK(t, r.status == 200);
	for (struct str rest = r.body; s.cells < CELLS;) {
		const char *at = memmem(rest.at, rest.len, mark, sizeof mark - 1);
		if (!at)
			break;
		s.n[s.cells++] = strtol(at + sizeof mark - 1, NULL, 10);
		rest.len -= (size_t)(at + 1 - rest.at);
		rest.at = at + 1;
	}
	const char *at = memmem(r.body.at, r.body.len, when, sizeof when - 1);
	struct str rest = { at, at ? r.body.len - (size_t)(at - r.body.at) : 0 };
	s.since = str_cut(&rest, '.');
	return s;
}

static const struct stmt leave = { "attack_leave",
	"UPDATE enrolment SET left_at = $3 WHERE round_id = $1 AND person_id = $2", "iii", "" };

/* The people of a round as time goes by, and what is known of each tick on each day. */
struct ticking {
	int64_t said[FIRST + DAYS]; /* what each of them ticked */
	struct person_id who[FIRST + DAYS];
	int64_t count[TICKS];
	int64_t people;
};

static int come_or_go(struct test *t, struct ticking *w, int day, uint32_t *seed)
{
	int step = day % 7 == 6 ? -1 : 1, who = step > 0 ? FIRST + day : day;

	if (step > 0) {
		w->said[who] = dice(seed) % (1 << TICKS);
		w->who[who] = tick(t, arena_fmt(t->mem, "day%d", day).at, w->said[who]);
	} else {
		struct ctx *c = test_ctx(t, w->who[who]);
		CHECK(t,
			sql_run(c, &leave,
				ARGS(arg((int64_t)PROGRAMME_ROUND), arg(w->who[who].v),
					arg(t->now)))
				&& test_end(t));
	}
	w->people += step;
	for (int i = 0; i < TICKS; i++)
		w->count[i] += w->said[who] >> i & 1 ? step : 0;
	return step;
}

static void begin_ticking(struct test *t, struct ticking *w, uint32_t *seed)
{
	*w = (struct ticking){ .people = FIRST };
	for (int k = 0; k < FIRST; k++) {
		w->said[k] = dice(seed) % (1 << TICKS);
		w->who[k] = tick(t, arena_fmt(t->mem, "first%d", k).at, w->said[k]);
		for (int i = 0; i < TICKS; i++)
			w->count[i] += w->said[k] >> i & 1;
	}
}

void test_attack_over_days_finds_nobody_on_the_page_of_what_people_hope_for(struct test *t)
{
	static struct watched page[TICKS], plain[TICKS];
	struct found by_page = { 0, MOST }, by_plain = { 0, MOST };
	struct sheet before = { .since = S("") };
	struct programme p;
	struct ticking w;
	uint32_t seed = 7;
	int told = 0;

	programme_make(t, &p);
	begin_ticking(t, &w, &seed);
	for (int d = 0; d < DAYS; d++, t->now += INSTANT_DAY) {
		int step = d ? come_or_go(t, &w, d, &seed) : 0;
		test_sign_in(t, p.fay);
		struct sheet now = read_page(t, "/round/20/answers");
		bool is_new = !str_eq(now.since, before.since);
		told += is_new;
		for (int i = 0; i < TICKS; i++) {
			struct window seen = around(now.n[i]);
			/* The facilitator knows how many there are. */
			seen.most = seen.most < w.people ? seen.most : w.people;
			if (now.n[i] == w.people / 5 * 5)
				seen.most = w.people;
			page[i].day[d] = is_new ? seen : anything;
			plain[i].day[d] = around(disclose_count(w.count[i]));
			page[i].step[d] = plain[i].step[d] = step;
			page[i].days = plain[i].days = d + 1;
		}
		before = now;
	}
	for (int i = 0; i < TICKS; i++) {
		add(&by_page, solve(&page[i]));
		add(&by_plain, solve(&plain[i]));
	}
	CHECK(t, told >= 3 && told <= 5);
	CHECK(t, by_plain.people > 20 && by_plain.narrowest == 1);
	CHECK(t, by_page.people == 0 && by_page.narrowest >= 3);
}

/* ---- over the days: who joined from a list, on the coordinator's page ---- */

void test_attack_over_days_finds_nobody_on_the_page_of_a_list(struct test *t)
{
	static struct watched page, plain;
	struct person_id cora = test_person(t, "cora", ROLE_COORDINATOR);
	struct programme p;
	struct buf lines;
	int64_t joined = 0, before = NONE;

	programme_make(t, &p);
	t->conf.mail = "dir:letters";
	buf_init(&lines, 1 << 16);
	for (int i = 0; i < DAYS; i++)
		buf_fmt(&lines, "p%d@uni.example\n", i);
	buf_char(&lines, '\0');
	struct invite_list_id list = guests_list(t, cora, PROGRAMME_ROUND, lines.at);
	buf_free(&lines);
	guests_send(t, cora, list);
	for (int d = 0; d < DAYS; d++, t->now += INSTANT_DAY) {
		if (d % 3 != 1) {
			struct ctx *c = test_ctx(t, p.rex);
			CHECK(t,
				sql_script(c,
					arena_fmt(t->mem,
						"UPDATE invitation SET joined_at = 5"
						" WHERE address_key = 'p%d@uni.example'",
						d)
						.at)
					&& test_end(t));
			joined++;
		}
		test_sign_in(t, cora);
		struct reply r = test_get(t, programme_path(t, "/list/%", list.v, 0));
		const char *at = memmem(r.body.at, r.body.len, "About ", 6);
		int64_t shown = at ? strtol(at + 6, NULL, 10) : 0;
		page.day[d] = shown != before ? around(shown) : anything;
		plain.day[d] = around(disclose_count(joined));
		page.step[d] = plain.step[d] = d ? 1 : 0;
		page.days = plain.days = d + 1;
		before = shown;
	}
	struct found by_page = solve(&page), by_plain = solve(&plain);
	CHECK(t, by_plain.people > 5 && by_plain.narrowest == 1);
	CHECK(t, by_page.people == 0 && by_page.narrowest >= 3);
	CHECK(t, before >= 20); /* and it says something */
}

/* ---- over the days: what became of people, in the file that may be passed on ---- */

/* What the file says of one count of one line, by its column behind the name. */
static int64_t told_in(struct test *t, struct str csv, const char *line, int column)
{
	const char *at = memmem(csv.at, csv.len, line, strlen(line));
	struct str rest = { at ? at + strlen(line) : "", at ? csv.len - (size_t)(at - csv.at) : 0 };
	int64_t n = -1;

	CHECK(t, at);
	for (int i = 0; i < column; i++)
		(void)str_cut(&rest, ',');
	return str_to_int(str_cut(&rest, ','), &n) ? n : -1;
}

void test_attack_over_days_finds_nobody_in_the_file_of_outcomes(struct test *t)
{
	static const struct outcome_how how;
	static struct watched file[2], plain;
	struct str now = S("");
	struct outcome_told told;
	struct programme p;
	uint32_t seed = 3;
	int64_t completed = 0, last[2] = { NONE, NONE };

	programme_make(t, &p);
	for (int d = 0; d < DAYS; d++, t->now += INSTANT_DAY) {
		struct person_id who = test_person(t, arena_fmt(t->mem, "o%d", d).at, ROLE_STUDENT);
		struct participant_id in;
		int64_t yes = dice(&seed) % 2;
		struct ctx *c = test_ctx(t, p.rex);
		CHECK(t, participant_join(c, 10, who, &in));
		CHECK(t,
			outcome_put(c, 10,
				arena_fmt(t->mem, "email,completed\no%d@cairn.example,%s\n", d,
					yes ? "yes" : "no"),
				&how, &told)
				&& told.taken == 1 && test_end(t));
		completed += yes;
		test_sign_in(t, p.rex);
		now = arena_str(t->mem, test_get(t, "/reports/outcomes.csv?study=cop").body);
		static const char *const lines[] = { "days,All,", "days,None," };
		for (int i = 0; i < 2; i++) {
			/* Each count has its own day, so only one that moved is known to be new. */
			int64_t n = told_in(t, now, lines[i], 2);
			file[i].day[d] = n != last[i] ? around(n) : anything;
			last[i] = n;
			file[i].step[d] = d ? 1 : 0;
			file[i].days = d + 1;
		}
		plain.day[d] = around(disclose_count(completed));
		plain.step[d] = d ? 1 : 0;
		plain.days = d + 1;
	}
	struct found by_plain = solve(&plain), all = solve(&file[0]), none = solve(&file[1]);
	CHECK(t, by_plain.people >= 5 && by_plain.narrowest == 1);
	CHECK(t, all.people == 0 && all.narrowest >= 3 && none.people == 0 && none.narrowest >= 3);
	CHECK(t, told_in(t, now, "days,All,", 2) >= 10);
}
