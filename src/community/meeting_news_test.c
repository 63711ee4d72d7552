/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the guests of a meeting are told by letter. */
#include "base/instant.h"
#include "community/group.h"
#include "community/meeting_guest.h"
#include "core/choice.h"
#include "test/programme.h"

#define BEGINS INT64_C(1793903400000000) /* Thursday 5 November 2026, 18:30 in London */
#define ROOM "&link=https%3A%2F%2Fmeet.example.ac.uk%2Fhello"

static const char thursday[] = "day=2026-11-05&time=18:30&minutes=45&note=Tea." ROOM;
static const char friday[] = "day=2026-11-06&time=18:30&minutes=45&note=Tea." ROOM;
static const char saturday[] = "day=2026-11-07&time=10:00&minutes=45&note=Tea." ROOM;

static const struct stmt its_id = { "news_test_id",
	"SELECT id FROM meeting WHERE round_id = 20 AND group_id = 0 ORDER BY id DESC", "", "i" };
static const struct stmt letters_to = { "news_test_letters",
	"SELECT count(*) FROM letter WHERE kind = 'meeting' AND person_id = $1", "i", "i" };
static const struct stmt letters_all = { "news_test_all",
	"SELECT count(*) FROM letter WHERE kind = 'meeting'", "", "i" };
static const struct stmt last_calendar = { "news_test_calendar",
	"SELECT calendar FROM letter WHERE kind = 'meeting' AND person_id = $1 ORDER BY id DESC",
	"i", "s" };
static const struct stmt last_body = { "news_test_body",
	"SELECT body FROM letter WHERE kind = 'meeting' AND person_id = $1 ORDER BY id DESC", "i",
	"s" };
static const struct stmt last_subject = { "news_test_subject",
	"SELECT subject FROM letter WHERE kind = 'meeting' AND person_id = $1 ORDER BY id DESC",
	"i", "s" };
static const struct stmt guests = { "news_test_guests",
	"SELECT count(*) FROM meeting_guest WHERE person_id = $1", "i", "i" };

static struct reply post_as(
	struct test *t, struct person_id who, const char *path, const char *form)
{
	test_sign_in(t, who);
	return test_post(t, path, form);
}

static int64_t count_of(struct test *t, struct person_id who)
{
	return programme_number(t, &letters_to, ARGS(arg(who.v)));
}

/* Without the folds of its lines. */
static struct str calendar_of(struct test *t, struct person_id who)
{
	struct str s = programme_text(t, &last_calendar, ARGS(arg(who.v)));
	char *at = arena_new(t->mem, char, s.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++) {
		if (s.len - i > 2 && memcmp(s.at + i, "\r\n ", 3) == 0)
			i += 2;
		else
			at[n++] = s.at[i];
	}
	return (struct str){ at, n };
}

static bool says(struct test *t, struct person_id who, const char *part)
{
	return test_has(calendar_of(t, who), part);
}

/* As the job does, once a change has rested. */
static void tell(struct test *t)
{
	bool more = true;

	t->now += (MEETING_GUEST_PAUSE_S + 1) * INSTANT_SECOND;
	while (more) {
		CHECK(t, meeting_guest_some(test_ctx(t, (struct person_id){ 0 }), &more));
		more = test_end(t) && more;
	}
}

static int64_t invited(struct test *t, struct programme *p)
{
	programme_make(t, p);
	CHECK(t, post_as(t, p->fay, "/round/20/gives", "live-welcome=1").status == 303);
	CHECK(t, post_as(t, p->fay, "/round/20/meeting", thursday).status == 303);
	tell(t);
	return programme_number(t, &its_id, NO_ARGS);
}

void test_meeting_news_invite_each_guest_once_and_name_no_other(struct test *t)
{
	struct programme p;
	int64_t id = invited(t, &p);

	CHECK(t, programme_number(t, &letters_all, NO_ARGS) == 3);
	CHECK(t, count_of(t, p.dan) == 0 && count_of(t, p.fay) == 0);
	tell(t);
	CHECK(t, count_of(t, p.ann) == 1);
	struct str text = calendar_of(t, p.ann);
	CHECK(t, test_has(text, "METHOD:REQUEST\r\n") && test_has(text, "SEQUENCE:0\r\n"));
	CHECK(t, test_has(text, arena_fmt(t->mem, "UID:meeting-%lld@", (long long)id).at));
	CHECK(t, test_has(text, "DTSTART;TZID=Europe/London:20261105T183000\r\n"));
	CHECK(t, test_has(text, "RSVP=TRUE:mailto:ann@cairn.example\r\n"));
	CHECK(t, test_has(text, "ORGANIZER;CN=") && test_has(text, "mailto:cairn@localhost"));
	struct str body = programme_text(t, &last_body, ARGS(arg(p.ann.v)));
	struct str rest = text;
	int attendees = 0;
	while (rest.len > 0)
		attendees += str_starts(str_cut(&rest, '\n'), S("ATTENDEE"));
	CHECK(t, attendees == 1);
	static const char *const others[] = { "ben", "Ben", "cleo", "Cleo", "Ann" };
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		CHECK(t, !test_has(text, others[i]) && !test_has(body, others[i]));
	CHECK(t, test_has(body, "/coming/") && test_has(body, "(London time)"));
}

void test_meeting_news_of_two_moves_rise_in_number_and_keep_the_name(struct test *t)
{
	struct programme p;
	int64_t id = invited(t, &p);
	const char *uid = arena_fmt(t->mem, "UID:meeting-%lld@", (long long)id).at;

	CHECK(t, post_as(t, p.fay, "/round/20/meeting", friday).status == 303);
	tell(t);
	CHECK(t, says(t, p.ann, "SEQUENCE:1\r\n") && says(t, p.ann, uid));
	CHECK(t, says(t, p.ann, "METHOD:REQUEST\r\n") && says(t, p.ann, "20261106T183000"));
	CHECK(t, post_as(t, p.fay, "/round/20/meeting", saturday).status == 303);
	tell(t);
	CHECK(t, says(t, p.ann, "SEQUENCE:2\r\n") && says(t, p.ann, uid));
	CHECK(t, says(t, p.ann, "20261107T100000") && count_of(t, p.ann) == 3);
	CHECK(t,
		str_starts(programme_text(t, &last_subject, ARGS(arg(p.ann.v))),
			S("Changed: welcome meeting")));
	/* The same again is no change, and a slip that was mended at once is told to nobody. */
	CHECK(t, post_as(t, p.fay, "/round/20/meeting", saturday).status == 303);
	tell(t);
	CHECK(t, count_of(t, p.ann) == 3);
	CHECK(t, post_as(t, p.fay, "/round/20/meeting", friday).status == 303);
	CHECK(t, post_as(t, p.fay, "/round/20/meeting", thursday).status == 303);
	tell(t);
	CHECK(t, count_of(t, p.ann) == 4 && says(t, p.ann, "SEQUENCE:4\r\n"));
}

void test_meeting_news_of_one_called_off_after_an_answer(struct test *t)
{
	struct programme p;
	int64_t id = invited(t, &p);
	const char *path = programme_path(t, "/meeting/%/answer", id, 0);

	CHECK(t, post_as(t, p.ann, path, "answer=1").status == 303);
	CHECK(t, post_as(t, p.fay, "/round/20/meeting/off", "").status == 303);
	CHECK(t, post_as(t, p.fay, "/round/20/meeting/off", "").status == 303);
	tell(t);
	CHECK(t, says(t, p.ann, "METHOD:CANCEL\r\n") && says(t, p.ann, "STATUS:CANCELLED\r\n"));
	CHECK(t, says(t, p.ann, "SEQUENCE:1\r\n") && count_of(t, p.ann) == 2);
	tell(t);
	CHECK(t, count_of(t, p.ann) == 2);
	/* What comes after it is another event. */
	CHECK(t, post_as(t, p.fay, "/round/20/meeting", friday).status == 303);
	tell(t);
	CHECK(t, programme_number(t, &its_id, NO_ARGS) != id && count_of(t, p.ann) == 3);
	CHECK(t, says(t, p.ann, "METHOD:REQUEST") && says(t, p.ann, "SEQUENCE:0\r\n"));
	CHECK(t, !says(t, p.ann, arena_fmt(t->mem, "meeting-%lld@", (long long)id).at));
}

void test_meeting_news_reach_who_left_and_who_comes_back(struct test *t)
{
	struct programme p;
	struct group_id chemistry = { CHEMISTRY };

	(void)invited(t, &p);
	CHECK(t, group_take_out(test_ctx(t, p.fay), chemistry, p.ben) && test_end(t));
	tell(t);
	CHECK(t, count_of(t, p.ben) == 2 && count_of(t, p.ann) == 1);
	CHECK(t, says(t, p.ben, "METHOD:CANCEL\r\n") && says(t, p.ben, "SEQUENCE:1\r\n"));
	CHECK(t, says(t, p.ben, "mailto:ben@cairn.example"));
	struct str body = programme_text(t, &last_body, ARGS(arg(p.ben.v)));
	CHECK(t, test_has(body, "not in a group that goes to this meeting any more"));
	/* The meeting that takes place is not said to be called off. */
	CHECK(t, !test_has(body, "called off"));
	CHECK(t, post_as(t, p.fay, "/round/20/meeting", friday).status == 303);
	tell(t);
	CHECK(t, count_of(t, p.ben) == 2 && count_of(t, p.ann) == 2);
	struct ctx *c = test_ctx(t, p.fay);
	CHECK(t, sql_script(c, "DELETE FROM membership WHERE left_at > 0") && test_end(t));
	CHECK(t,
		sql_script(test_ctx(t, p.fay),
			arena_fmt(t->mem,
				"INSERT INTO membership (group_id, person_id, round_id, joined_at)"
				" VALUES (30, %lld, 20, 1)",
				(long long)p.ben.v)
				.at)
			&& test_end(t));
	tell(t);
	CHECK(t, says(t, p.ben, "METHOD:REQUEST\r\n") && says(t, p.ben, "SEQUENCE:2\r\n"));
}

/* The wall clock stays where it was; what changes is the distance to Greenwich. */
void test_meeting_news_across_the_change_to_summer_time(struct test *t)
{
	static const char sunday[] = "day=2027-03-28&time=18:30&minutes=45&note=" ROOM;
	static const char before[] = "day=2027-03-27&time=18:30&minutes=45&note=" ROOM;
	static const char skipped[] = "day=2027-03-28&time=01:30&minutes=45&note=" ROOM;
	struct meeting m;
	struct programme p;

	(void)invited(t, &p);
	CHECK(t, post_as(t, p.fay, "/round/20/meeting", before).status == 303);
	tell(t);
	CHECK(t, says(t, p.ann, "DTSTART;TZID=Europe/London:20270327T183000\r\n"));
	CHECK(t, post_as(t, p.fay, "/round/20/meeting", sunday).status == 303);
	tell(t);
	CHECK(t, says(t, p.ann, "DTSTART;TZID=Europe/London:20270328T183000\r\n"));
	CHECK(t, says(t, p.ann, "DTEND;TZID=Europe/London:20270328T191500\r\n"));
	CHECK(t, says(t, p.ann, "BEGIN:DAYLIGHT\r\nDTSTART:20270328T010000\r\n"));
	CHECK(t, says(t, p.ann, "BEGIN:STANDARD\r\nDTSTART:20261025T020000\r\n"));
	struct ctx *c = test_ctx(t, p.ann);
	CHECK(t, meeting_of_group(c, (struct group_id){ CHEMISTRY }, &m) && test_end(t));
	/* Half past six in London is half past five in Greenwich that evening. */
	CHECK(t, m.at == INT64_C(1806255000000000));
	/* Half past one is skipped that night: it is the first moment after. */
	CHECK(t, post_as(t, p.fay, "/round/20/meeting", skipped).status == 303);
	tell(t);
	CHECK(t, says(t, p.ann, "DTSTART;TZID=Europe/London:20270328T020000\r\n"));
}

void test_meeting_news_are_not_sent_to_who_wants_no_letters(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	CHECK(t, choice_set(test_ctx(t, p.ben), CHOICE_MAIL, S("none")) && test_end(t));
	CHECK(t, post_as(t, p.fay, "/round/20/gives", "live-welcome=1").status == 303);
	CHECK(t, post_as(t, p.fay, "/round/20/meeting", thursday).status == 303);
	tell(t);
	CHECK(t, count_of(t, p.ben) == 0 && count_of(t, p.ann) == 1);
	/* To whom an invitation went before learns what became of it. */
	CHECK(t, choice_set(test_ctx(t, p.ann), CHOICE_MAIL, S("none")) && test_end(t));
	CHECK(t, post_as(t, p.fay, "/round/20/meeting/off", "").status == 303);
	tell(t);
	CHECK(t, count_of(t, p.ann) == 2 && says(t, p.ann, "METHOD:CANCEL"));
	CHECK(t, count_of(t, p.ben) == 0);
}

static struct str link_of(struct test *t, struct person_id who)
{
	struct str body = programme_text(t, &last_body, ARGS(arg(who.v)));

	while (body.len > 0) {
		struct str line = str_cut(&body, '\n');
		const char *at = memmem(line.at, line.len, "/coming/", 8);
		if (at)
			return arena_str(
				t->mem, (struct str){ at, line.len - (size_t)(at - line.at) });
	}
	return S("");
}

void test_meeting_news_link_answers_only_by_its_button(struct test *t)
{
	struct meeting_guest g;
	struct programme p;
	struct meeting_id id = { invited(t, &p) };
	const char *link = link_of(t, p.ann).at;

	test_sign_in(t, (struct person_id){ 0 });
	struct reply r = test_get(t, link);
	CHECK(t, r.status == 200 && test_has(r.body, "Thursday 5 November, 18:30"));
	CHECK(t, !test_has(r.body, "ann@") && !test_has(r.body, "Ann"));
	CHECK(t, meeting_guest_get(test_ctx(t, p.ann), id, &g) && g.answer == ANSWER_NONE);
	test_sign_in(t, (struct person_id){ 0 });
	CHECK(t, test_post(t, link, "answer=2").status == 303);
	CHECK(t, meeting_guest_get(test_ctx(t, p.ann), id, &g) && g.answer == ANSWER_MAYBE);
	CHECK(t, test_post(t, link, "answer=9").status == 422);
	CHECK(t, test_get(t, "/coming/nobody").status == 404);
	CHECK(t, test_post(t, "/coming/nobody", "answer=1").status == 404);
	/* The link of the first letter works after a change, and not after leaving. */
	CHECK(t, post_as(t, p.fay, "/round/20/meeting", friday).status == 303);
	tell(t);
	CHECK(t, str_eq(link_of(t, p.ann), str_of(link)));
	CHECK(t,
		group_take_out(test_ctx(t, p.fay), (struct group_id){ CHEMISTRY }, p.ann)
			&& test_end(t));
	CHECK(t, test_get(t, link).status == 404);
}

void test_meeting_news_of_who_was_erased_are_gone(struct test *t)
{
	struct programme p;
	int64_t id = invited(t, &p);
	const char *link = link_of(t, p.ann).at;
	const char *path = programme_path(t, "/meeting/%/answer", id, 0);

	CHECK(t, post_as(t, p.ann, path, "answer=1").status == 303);
	struct reply r = test_get(t, "/me/data");
	CHECK(t, test_has(r.body, "Meetings that were for you"));
	CHECK(t, test_post(t, "/me/data/erase", "address=ann@cairn.example").status == 303);
	CHECK(t, programme_number(t, &guests, ARGS(arg(p.ann.v))) == 0);
	CHECK(t, test_get(t, link).status == 404);
	CHECK(t, post_as(t, p.fay, "/round/20/meeting/off", "").status == 303);
	tell(t);
	CHECK(t, programme_number(t, &letters_all, NO_ARGS) == 3 + 2);
	test_sign_in(t, p.fay);
	r = test_get(t, programme_path(t, "/meeting/%/people", id, 0));
	CHECK(t, r.status == 200 && !test_has(r.body, "ann"));
}

void test_meeting_news_name_the_facilitator_who_wants_answers(struct test *t)
{
	struct programme p;

	(void)invited(t, &p);
	CHECK(t,
		post_as(t, p.fay, "/round/20/meeting",
			arena_fmt(t->mem, "%s&organise=1", thursday).at)
				.status
			== 303);
	tell(t);
	CHECK(t,
		says(t, p.ann, "SENT-BY=\"mailto:cairn@localhost\"")
			&& says(t, p.ann, ":mailto:fay@"));
	CHECK(t,
		test_has(programme_text(t, &last_body, ARGS(arg(p.ann.v))),
			"goes to the facilitator"));
}
