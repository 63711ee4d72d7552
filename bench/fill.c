/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* fill URL POSTS DIR [PEOPLE]: fills an empty database for the measurements, sealed with the key of
   DIR. One round in its second week,
   groups of ten people with 200 threads each, 50 posts of about 600 characters a thread. The posts
   are written in the order in which they would have come: first the first post of every thread,
   then every second one, so that the posts of a thread lie as they do in a database that grew. */
#include "app/wiring.h"
#include "base/buf.h"
#include "base/instant.h"
#include "core/key.h"
#include "core/markdown.h"
#include "core/person.h"
#include "core/secret.h"
#include "store/migrate.h"
#include "store/sql.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum {
	A_THREAD = 50,
	A_GROUP = 200, /* threads, unless the number of people is given */
	PEOPLE = 10,
	BODIES = 1000,
	BATCH = 250000,
	CACHE_KIB = 4 << 20
};

static const struct stmt fill_person = { "fill_person",
	"INSERT INTO person (id, address, address_key, name, shown_name, roles, made_at)"
	" VALUES ($1, $2, $2, $3, $4, $5, $6)",
	"isssii", "" };
static const struct stmt fill_study = { "fill_study",
	"INSERT INTO study (id, name, title, made_at) VALUES ($1, 'bench', 'Measurements', $2)",
	"ii", "" };
static const struct stmt fill_round = { "fill_round",
	"INSERT INTO round (id, study_id, name, title, zone, starts_on, weeks, opens_at, closes_at,"
	" read_across, size_min, size_max, made_by, made_at)"
	" VALUES ($1, $2, 'bench', 'Bench', 'UTC', $3, 4, $4, $5, 1, 5, 13, $6, $4)",
	"iisiii", "" };
static const struct stmt fill_topic = { "fill_topic",
	"INSERT INTO topic (round_id, week, title, prompt, prompt_html, minutes, opens_at)"
	" VALUES ($1, $2, 'CVs and cover letters', $3, $4, 4, $5)",
	"iissi", "" };
static const struct stmt fill_group = { "fill_group",
	"INSERT INTO peer_group (id, round_id, name, subject, made_at)"
	" VALUES ($1, $2, $3, 'Chemistry', $4)",
	"iisi", "" };
static const struct stmt fill_enrolment = { "fill_enrolment",
	"INSERT INTO enrolment (round_id, person_id, subject, year, joined_at)"
	" VALUES ($1, $2, 'Chemistry', 2, $3)",
	"iii", "" };
static const struct stmt fill_membership = { "fill_membership",
	"INSERT INTO membership (group_id, person_id, round_id, joined_at) VALUES ($1, $2, $3, $4)",
	"iiii", "" };
static const struct stmt fill_participant = { "fill_participant",
	"INSERT INTO participant (id, study_id, made_at) VALUES ($1, $2, $3)", "iii", "" };
static const struct stmt fill_thread = { "fill_thread",
	"INSERT INTO thread (id, group_id, week, author_id, byline, title, posts, opened_at,"
	" last_at, alias_next) VALUES ($1, $2, 2, $3, $4, $5, $6, $7, $8, 'Quiet Heron')",
	"iiissiii", "" };
static const struct stmt fill_post = { "fill_post",
	"INSERT INTO post (thread_id, id, author_id, byline, html, posted_at)"
	" VALUES ($1, $2, $3, $4, $5, $6)",
	"iiissi", "" };
static const struct stmt fill_source = { "fill_source",
	"INSERT INTO post_source (thread_id, post_id, body) VALUES ($1, $2, $3)", "iis", "" };
static const struct stmt fill_counted = { "fill_counted", "ANALYZE", "", "" };

/* What is being filled. */
struct fill {
	struct ctx *c;
	int64_t posts, threads, groups, opens_at, round, study;
	int64_t people, a_group;  /* people: 0 where it follows from the posts */
	int64_t *person, *thread; /* their ids */
	struct str *name;	  /* of each person */
	struct str body[BODIES], html[BODIES];
	uint64_t dice;
};

static uint64_t roll(struct fill *f, uint64_t sides)
{
	f->dice ^= f->dice << 13;
	f->dice ^= f->dice >> 7;
	f->dice ^= f->dice << 17;
	return f->dice % sides;
}

/* About 600 characters of Markdown, with what people really use: bold, links, a few paragraphs. */
static struct str write_body(struct fill *f)
{
	static const char *const words[] = { "the", "placement", "year", "was", "hard", "to",
		"find", "and", "I", "wrote", "eleven", "letters", "before", "one", "of", "them",
		"was", "answered", "what", "helped", "me", "most", "is", "asking", "somebody", "in",
		"second", "week", "how", "they", "began", "because", "nobody", "starts", "with",
		"a", "finished", "page", "lab", "experience", "counts", "even", "when", "it",
		"came", "from", "coursework", "or", "evening", "shifts", "at", "shop", "you", "can",
		"say" };
	struct buf out;
	size_t n = 0;

	buf_init(&out, 2048);
	while (buf_str(&out).len < 590) {
		const char *word = words[roll(f, sizeof words / sizeof *words)];
		n++;
		if (n % 23 == 0)
			buf_fmt(&out, "**%s** ", word);
		else if (n % 47 == 0)
			buf_fmt(&out, "[%s](https://example.org/page) ", word);
		else
			buf_fmt(&out, n % 41 == 0 ? "%s.\n\n" : "%s ", word);
	}
	struct str body = arena_str(f->c->mem, str_trim(buf_str(&out)));
	buf_free(&out);
	return body;
}

static bool write_bodies(struct fill *f)
{
	for (int i = 0; i < BODIES; i++) {
		f->body[i] = write_body(f);
		if (!markdown_html(f->c, f->body[i], &f->html[i]))
			return false;
	}
	return true;
}

static bool add_round(struct fill *f, int64_t owner)
{
	struct ctx *c = f->c;
	struct str starts = date_text(c->mem, civil_of(f->opens_at).date);
	bool ok = sql_run(c, &fill_study, ARGS(arg(f->study), arg(f->opens_at)))
		&& sql_run(c, &fill_round,
			ARGS(arg(f->round), arg(f->study), arg(starts), arg(f->opens_at),
				arg(f->opens_at + 28 * INSTANT_DAY), arg(owner)));

	for (int64_t week = 1; ok && week <= 4; week++)
		ok = sql_run(c, &fill_topic,
			ARGS(arg(f->round), arg(week), arg(f->body[0]), arg(f->html[0]),
				arg(f->opens_at + (week - 1) * 7 * INSTANT_DAY)));
	return ok;
}

static bool add_member(struct fill *f, int64_t i, int64_t group)
{
	struct ctx *c = f->c;
	int64_t participant = ctx_id(c);
	struct str address = arena_fmt(c->mem, "member%" PRId64 "@bench.example", i);

	f->person[i] = ctx_id(c);
	f->name[i] = arena_fmt(c->mem, "Member%" PRId64, i);
	return sql_run(c, &fill_person,
		       ARGS(arg(f->person[i]), arg(address), arg(f->name[i]), arg(f->name[i]),
			       arg(ROLE_STUDENT), arg(f->opens_at)))
		&& (i > 0 || add_round(f, f->person[0]))
		&& (i % PEOPLE > 0
			|| sql_run(c, &fill_group,
				ARGS(arg(group), arg(f->round),
					arg(arena_fmt(
						c->mem, "Chemistry %" PRId64, i / PEOPLE + 1)),
					arg(f->opens_at))))
		&& sql_run(c, &fill_enrolment,
			ARGS(arg(f->round), arg(f->person[i]), arg(f->opens_at)))
		&& sql_run(c, &fill_membership,
			ARGS(arg(group), arg(f->person[i]), arg(f->round), arg(f->opens_at)))
		&& sql_run(c, &fill_participant,
			ARGS(arg(participant), arg(f->study), arg(f->opens_at)))
		&& key_add(c, f->study, (struct person_id){ f->person[i] }, participant);
}

/* The instant of the n-th post: they are spread over the days until now. */
static int64_t when(const struct fill *f, int64_t n)
{
	return f->opens_at + (f->c->now - f->opens_at) / (f->posts + 1) * n;
}

static bool add_thread(struct fill *f, int64_t i, int64_t group)
{
	struct ctx *c = f->c;
	int64_t by = i / f->a_group * PEOPLE + i % PEOPLE;

	f->thread[i] = ctx_id(c);
	return sql_run(c, &fill_thread,
		ARGS(arg(f->thread[i]), arg(group), arg(f->person[by]), arg(f->name[by]),
			arg(arena_fmt(c->mem, "Question %" PRId64 " about my first letter", i)),
			arg((int64_t)A_THREAD), arg(when(f, i)),
			arg(when(f, (A_THREAD - 1) * f->threads + i))));
}

static bool add_people_and_threads(struct fill *f)
{
	bool ok = write_bodies(f);

	for (int64_t g = 0; ok && g < f->groups; g++) {
		int64_t group = ctx_id(f->c);
		for (int64_t i = 0; ok && i < PEOPLE; i++)
			ok = add_member(f, g * PEOPLE + i, group);
		for (int64_t i = g * f->a_group; ok && i < (g + 1) * f->a_group && i < f->threads;
			i++)
			ok = add_thread(f, i, group);
	}
	return ok;
}

static bool add_post(struct fill *f, int64_t n)
{
	struct ctx *c = f->c;
	size_t text = roll(f, BODIES), by = roll(f, (uint64_t)f->groups * PEOPLE);
	int64_t id = ctx_id(c), thread = f->thread[n % f->threads];

	return sql_run(c, &fill_post,
		       ARGS(arg(thread), arg(id), arg(f->person[by]), arg(f->name[by]),
			       arg(f->html[text]), arg(when(f, n))))
		&& sql_run(c, &fill_source, ARGS(arg(thread), arg(id), arg(f->body[text])));
}

static bool add_posts(struct fill *f)
{
	bool ok = true;

	for (int64_t n = 0; ok && n < f->posts;) {
		int64_t end = n + BATCH < f->posts ? n + BATCH : f->posts;
		ok = tx_begin(f->c, TX_WRITE);
		for (; ok && n < end; n++)
			ok = add_post(f, n);
		ok = tx_end(f->c) && ok;
	}
	return ok;
}

static bool fill(struct fill *f)
{
	struct ctx *c = f->c;

	f->threads = f->posts / A_THREAD;
	f->a_group = f->people ? (f->threads * PEOPLE + f->people - 1) / f->people : A_GROUP;
	f->groups = (f->threads + f->a_group - 1) / f->a_group;
	f->person = arena_new(c->mem, int64_t, (size_t)f->groups * PEOPLE);
	f->name = arena_new(c->mem, struct str, (size_t)f->groups * PEOPLE);
	f->thread = arena_new(c->mem, int64_t, (size_t)f->threads);
	f->opens_at = (c->now / INSTANT_DAY - 8) * INSTANT_DAY;
	f->study = ctx_id(c);
	f->round = ctx_id(c);
	if (!tx_begin(c, TX_WRITE))
		return false;
	bool ok = add_people_and_threads(f);
	return tx_end(c) && ok && add_posts(f)
		&& (db_is_sqlite(c->db) || sql_run(c, &fill_counted, NO_ARGS));
}

static bool begin(struct ctx *c)
{
	return migrate_up(c, embedded_migrations, embedded_migrations_n, &key_step) && key_check(c);
}

int main(int argc, char **argv)
{
	struct ids ids = { 0 };
	struct house house = { 0 };
	struct ctx c = {
		.mem = arena_open(), .now = instant_clock(), .ids = &ids, .house = &house
	};
	struct fill f = { .c = &c, .dice = 88172645463325252u };
	char why[256];

	bool good = argc >= 4 && argc <= 5 && str_to_int(str_of(argv[2]), &f.posts);
	if (!good || (argc == 5 && !str_to_int(str_of(argv[4]), &f.people)) || f.posts < A_THREAD) {
		fprintf(stderr, "fill URL POSTS DIR [PEOPLE]: POSTS is %d or more\n", A_THREAD);
		return 2;
	}
	struct keys *keys = secret_open(argv[3], why, sizeof why);
	house.keys = keys;
	c.db = keys ? db_open(argv[1], why, sizeof why) : NULL;
	if (!c.db) {
		fprintf(stderr, "%s\n", why);
		return 1;
	}
	db_cache(c.db, CACHE_KIB);
	bool ok = begin(&c) && fill(&f);
	if (!ok)
		fprintf(stderr, "%s: %s\n", c.fault.where, c.fault.text);
	db_close(c.db);
	secret_close(keys);
	arena_close(c.mem);
	return !ok;
}
