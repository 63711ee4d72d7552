/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whom a thread is offered to. Everybody who could be asked gets points: 3 for each hope that they
   and the author both ticked when they joined (3 of them at the most), 2 for the same stage of
   their way to work, 4 less how far their subjects lie apart (core/subject), and the score of the
   thread's words against what they hope for in their own words (community/near), 6 at the most. Who
   was here in the last days comes before who was not, and who has no offer open before who has one;
   equal points go to whoever was asked longest ago. Nothing of a background counts. */
#include "community/first.h"

#include "base/instant.h"
#include "community/joining_answers.h"
#include "community/near.h"
#include "community/near_part.h"
#include "core/secret.h"
#include "core/subject.h"
#include "store/sql.h"

#include <stdlib.h>

enum { CANDIDATES_MAX = 60, HERE_DAYS = 3, GOALS_COUNTED = 3, WORDS_POINTS = 6 };

struct hopes {
	int64_t goals, career;
	struct str text;
	struct subject subject;
};
struct peer {
	struct person_id person;
	int64_t seen_at, offers, asked_at;
	bool here;
	double points;
};

#define PEER_COLUMNS \
	"SELECT m.person_id, COALESCE(e.career, 0), COALESCE(e.subject_code, '')," \
	" COALESCE(j.sealed, ''), COALESCE((SELECT max(s.seen_at) FROM session s" \
	" WHERE s.person_id = m.person_id), 0), (SELECT COUNT(*) FROM first_offer o" \
	" JOIN first_wait w ON w.thread_id = o.thread_id WHERE o.person_id = m.person_id" \
	" AND o.passed_at = 0 AND w.ended_at = 0), COALESCE((SELECT max(o.offered_at)" \
	" FROM first_offer o WHERE o.person_id = m.person_id), 0)" \
	" FROM membership m JOIN person p ON p.id = m.person_id AND p.closed_at = 0" \
	" LEFT JOIN enrolment e ON e.round_id = m.round_id AND e.person_id = m.person_id" \
	" LEFT JOIN joining j ON j.round_id = m.round_id AND j.person_id = m.person_id" \
	" AND j.finished_at > 0"
#define NOT_ASKED \
	" AND m.left_at = 0 AND NOT EXISTS (SELECT 1 FROM first_offer x" \
	" WHERE x.person_id = m.person_id AND x.thread_id = $2)"

static const struct stmt members = { "first_members",
	PEER_COLUMNS " WHERE m.group_id = $1 AND m.person_id <> $3" NOT_ASKED
		     " ORDER BY m.person_id LIMIT $4",
	"iiii", "iissiii" };
/* A part of a large round: those behind a place that the thread's own number gives. */
static const struct stmt readers = { "first_readers",
	PEER_COLUMNS " WHERE m.round_id = $1 AND m.group_id <> $4 AND m.person_id > $3" NOT_ASKED
		     " ORDER BY m.person_id LIMIT $5",
	"iiiii", "iissiii" };
static const struct stmt author = { "first_author",
	"SELECT COALESCE(e.career, 0), COALESCE(e.subject_code, ''), COALESCE(j.sealed, '')"
	" FROM person p LEFT JOIN enrolment e ON e.round_id = $1 AND e.person_id = p.id"
	" LEFT JOIN joining j ON j.round_id = $1 AND j.person_id = p.id AND j.finished_at > 0"
	" WHERE p.id = $2",
	"ii", "iss" };
static const struct stmt text_of = { "first_text",
	"SELECT t.title, substr(" NEAR_FIRST_BODY ", 1, 1500) FROM thread t"
	" WHERE t.id = $1",
	"i", "ss" };
static const struct stmt standing = { "first_standing",
	"SELECT COUNT(*) FROM first_offer o JOIN membership m ON m.person_id = o.person_id"
	" AND m.round_id = $2 AND m.left_at = 0 WHERE o.thread_id = $1 AND o.passed_at = 0"
	" AND CASE WHEN m.group_id = $3 THEN 0 ELSE 1 END = $4",
	"iiii", "i" };
static const struct stmt edge = { "first_edge",
	"SELECT min(person_id), max(person_id) FROM membership WHERE round_id = $1", "i", "ii" };
static const struct stmt offer = { "first_offer",
	"INSERT INTO first_offer (person_id, thread_id, offered_at) VALUES ($1, $2, $3)", "iii",
	"" };

static bool read_hopes(struct ctx *c, const struct first_wait *w, struct person_id who,
	struct str code, struct str sealed, struct hopes *h)
{
	struct joining_answers a = { 0 };
	struct str text;

	if (code.len && !subject_find(c, code, &h->subject))
		return false;
	if (sealed.len == 0 || !c->house || !c->house->keys)
		return true;
	if (!secret_unseal(c, joining_answers_purpose(c, w->round.v), who.v, sealed, &text))
		return false;
	joining_answers_read(c, text, &a);
	h->goals = a.goals;
	h->text = a.goal_text;
	return true;
}

static double points_of(
	struct ctx *c, const struct hopes *by, const struct hopes *of, const struct stems *text)
{
	int both = __builtin_popcountll((unsigned long long)(by->goals & of->goals));
	struct stems wish = stem_set(c, of->text);
	struct near n = { 0 };

	(void)near_order(c, &wish, text, 1, &n, 1);
	double points = 3 * (both < GOALS_COUNTED ? both : GOALS_COUNTED);
	points += by->career > 0 && by->career == of->career ? 2 : 0;
	points += SUBJECT_FAR - subject_distance(&by->subject, &of->subject);
	return points + (n.score < WORDS_POINTS ? n.score : WORDS_POINTS);
}

static int first_asked(const void *a, const void *b)
{
	const struct peer *x = a, *y = b;

	if ((x->offers > 0) != (y->offers > 0))
		return x->offers > 0 ? 1 : -1;
	if (x->here != y->here)
		return x->here ? -1 : 1;
	if (x->points != y->points)
		return x->points > y->points ? -1 : 1;
	if (x->asked_at != y->asked_at)
		return x->asked_at < y->asked_at ? -1 : 1;
	return (x->person.v > y->person.v) - (x->person.v < y->person.v);
}

struct seeker {
	const struct first_wait *wait;
	struct hopes hopes;
	struct stems text;
	struct peer peer[CANDIDATES_MAX];
	size_t n;
};

static bool read_author(struct ctx *c, struct seeker *s)
{
	const struct first_wait *w = s->wait;
	struct rows r;

	if (!sql_one(c, &text_of, ARGS(arg(w->thread.v)), &r))
		return false;
	struct str title = row_str(&r, 0), body = row_str(&r, 1);
	sql_end(&r);
	s->text = stem_set(c,
		arena_fmt(c->mem, "%.*s\n%.*s", (int)title.len, title.at, (int)body.len, body.at));
	if (!sql_one(c, &author, ARGS(arg(w->round.v), arg(w->author.v)), &r))
		return false;
	s->hopes.career = row_int(&r, 0);
	struct str code = row_str(&r, 1), sealed = row_str(&r, 2);
	sql_end(&r);
	return read_hopes(c, w, w->author, code, sealed, &s->hopes);
}

static bool read_peers(struct ctx *c, struct seeker *s, struct rows *r)
{
	struct str code[CANDIDATES_MAX], sealed[CANDIDATES_MAX];
	struct hopes h[CANDIDATES_MAX] = { 0 };

	for (s->n = 0; s->n < CANDIDATES_MAX && sql_next(r); s->n++) {
		struct peer *p = &s->peer[s->n];
		*p = (struct peer){ .person = { row_int(r, 0) },
			.seen_at = row_int(r, 4),
			.offers = row_int(r, 5),
			.asked_at = row_int(r, 6) };
		p->here = c->now - p->seen_at < HERE_DAYS * INSTANT_DAY;
		h[s->n].career = row_int(r, 1);
		code[s->n] = row_str(r, 2);
		sealed[s->n] = row_str(r, 3);
	}
	sql_end(r);
	for (size_t i = 0; i < s->n; i++) {
		if (!read_hopes(c, s->wait, s->peer[i].person, code[i], sealed[i], &h[i]))
			return false;
		s->peer[i].points = points_of(c, &s->hopes, &h[i], &s->text);
	}
	qsort(s->peer, s->n, sizeof *s->peer, first_asked);
	return ctx_ok(c);
}

/* Somewhere between the first and the last member of a round, by the number of a thread. */
static bool start_of(struct ctx *c, const struct first_wait *w, int64_t *ret)
{
	struct rows r;

	if (!sql_one(c, &edge, ARGS(arg(w->round.v)), &r))
		return false;
	int64_t low = row_int(&r, 0), high = row_int(&r, 1);
	sql_end(&r);
	int64_t room = (high - low) / 2 + 1;
	*ret = low - 1 + (w->thread.v / 64 * INT64_C(2654435761) & INT64_MAX) % room;
	return true;
}

static bool open_peers(struct ctx *c, const struct first_wait *w, bool across, struct rows *r)
{
	int64_t from, most = CANDIDATES_MAX;

	if (!across)
		return sql_open(c, &members,
			ARGS(arg(w->group.v), arg(w->thread.v), arg(w->author.v), arg(most)), r);
	return start_of(c, w, &from)
		&& sql_open(c, &readers,
			ARGS(arg(w->round.v), arg(w->thread.v), arg(from), arg(w->group.v),
				arg(most)),
			r);
}

bool first_offer_to(struct ctx *c, const struct first_wait *w, bool across)
{
	struct seeker *s = arena_new(c->mem, struct seeker, 1);
	struct rows r;

	s->wait = w;
	if (!sql_one(c, &standing,
		    ARGS(arg(w->thread.v), arg(w->round.v), arg(w->group.v), arg(across)), &r))
		return false;
	int64_t have = row_int(&r, 0);
	sql_end(&r);
	if (have >= FIRST_PEERS_ASKED)
		return true;
	if (!read_author(c, s) || !open_peers(c, w, across, &r) || !read_peers(c, s, &r))
		return false;
	for (size_t i = 0; i < s->n && have < FIRST_PEERS_ASKED; i++) {
		if (across && (!s->peer[i].here || s->peer[i].offers > 0))
			break;
		if (!sql_run(c, &offer,
			    ARGS(arg(s->peer[i].person.v), arg(w->thread.v), arg(c->now))))
			return false;
		have++;
	}
	return true;
}
