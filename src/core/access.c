/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/access.h"

#include "core/feature.h"
#include "core/person.h"
#include "store/sql.h"

/* What stands between a person and a group: is a member now, may read across, the group is there at
 * all. */
static const struct stmt group_access = { "group_access",
	"SELECT CASE WHEN m.person_id IS NULL THEN 0 ELSE 1 END,"
	" CASE WHEN r.read_across = 1 AND EXISTS (SELECT 1 FROM membership o WHERE o.person_id = $2"
	" AND o.round_id = g.round_id AND o.left_at = 0) THEN 1 ELSE 0 END, g.id, r.closes_at"
	" FROM peer_group g JOIN round r ON r.id = g.round_id"
	" LEFT JOIN membership m ON m.group_id = g.id AND m.person_id = $2 AND m.left_at = 0"
	" WHERE g.id = $1",
	"ii", "iiii" };
static const struct stmt thread_access = { "thread_access",
	"SELECT CASE WHEN m.person_id IS NULL THEN 0 ELSE 1 END,"
	" CASE WHEN r.read_across = 1 AND EXISTS (SELECT 1 FROM membership o WHERE o.person_id = $2"
	" AND o.round_id = g.round_id AND o.left_at = 0) THEN 1 ELSE 0 END, g.id, r.closes_at"
	" FROM thread t JOIN peer_group g ON g.id = t.group_id JOIN round r ON r.id = g.round_id"
	" LEFT JOIN membership m ON m.group_id = g.id AND m.person_id = $2 AND m.left_at = 0"
	" WHERE t.id = $1",
	"ii", "iiii" };

/* Whoever reads across and was asked to answer a thread that waited (community/first) may. */
static const struct stmt asked_access = { "asked_access",
	"SELECT 1 FROM first_offer WHERE person_id = $1 AND thread_id = $2 AND passed_at = 0", "ii",
	"i" };
static const struct stmt list_access = { "list_access",
	"SELECT sender_id FROM invite_list WHERE id = $1", "i", "i" };

/* Who wrote a paper, what of it is shown, and whether its owner and who asks are in its group. */
static const struct stmt paper_access = { "paper_access",
	"SELECT p.author_id, p.shown, p.group_id, r.closes_at,"
	" CASE WHEN o.person_id IS NULL THEN 0 ELSE 1 END,"
	" CASE WHEN m.person_id IS NULL THEN 0 ELSE 1 END"
	" FROM paper p JOIN peer_group g ON g.id = p.group_id JOIN round r ON r.id = g.round_id"
	" LEFT JOIN membership o ON o.group_id = g.id AND o.person_id = p.author_id AND o.left_at ="
	" 0 LEFT JOIN membership m ON m.group_id = g.id AND m.person_id = $2 AND m.left_at = 0"
	" WHERE p.id = $1",
	"ii", "iiiiii" };
static const struct stmt bank_access = { "bank_access",
	"SELECT m.group_id FROM membership m WHERE m.person_id = $1 AND m.left_at = 0"
	" ORDER BY m.joined_at DESC LIMIT 12",
	"i", "i" };

enum {
	READ_ANY = ROLE_FACILITATOR | ROLE_RESEARCHER,
	READ_GROUP = READ_ANY | ROLE_SAFEGUARDING,
	LISTS_ANY = READ_ANY | ROLE_ADMINISTRATOR,
	LISTS_OWN = LISTS_ANY | ROLE_COORDINATOR
};

static const struct {
	const char *name;
	int64_t roles; /* any of these is enough */
} rules[VERB_COUNT] = {
	[VERB_UNSET] = { "unset", 0 },
	[ANYONE] = { "anyone", 0 },
	[SIGNED_IN] = { "signed in", 0 },
	[GROUP_READ] = { "group: read", READ_GROUP },
	[GROUP_WRITE] = { "group: write", ROLE_FACILITATOR },
	[THREAD_READ] = { "thread: read", READ_GROUP },
	[THREAD_WRITE] = { "thread: write", ROLE_FACILITATOR },
	[THREAD_REMOVE] = { "thread: remove", ROLE_FACILITATOR },
	[ROUND_READ] = { "round: read", ROLE_FACILITATOR },
	[ROUND_MANAGE] = { "round: manage", ROLE_FACILITATOR },
	[ROUND_GIVES] = { "round: gives", READ_ANY },
	[TRIAL_MANAGE] = { "trial: manage", ROLE_RESEARCHER },
	[MODERATE] = { "moderate", ROLE_FACILITATOR },
	[ALIAS_LIFT] = { "alias: lift", ROLE_SAFEGUARDING },
	[REPORT_READ] = { "report: read", ROLE_RESEARCHER },
	[SURVEY_MANAGE] = { "survey: manage", ROLE_RESEARCHER },
	[LIST_MAKE] = { "list: make", LISTS_OWN },
	[LIST_MANAGE] = { "list: manage", LISTS_OWN },
	[LIST_OVERSEE] = { "list: oversee", LISTS_ANY },
	[PEOPLE_MANAGE] = { "people: manage", ROLE_ADMINISTRATOR },
	[CLINIC_READ] = { "clinic: read", ROLE_FACILITATOR },
	[PAPER_READ] = { "paper: read", ROLE_FACILITATOR },
	[PAPER_GIVE] = { "paper: give", 0 },
	[PAPER_OWN] = { "paper: own", 0 },
	[PAPER_REMOVE] = { "paper: remove", ROLE_FACILITATOR },
	[STORY_EDIT] = { "story: edit", ROLE_FACILITATOR | ROLE_EDITOR | ROLE_ADMINISTRATOR },
	[BANK_READ] = { "bank: read", READ_ANY },
	[BANK_WRITE] = { "bank: write", ROLE_FACILITATOR },
};

const char *access_verb_name(enum verb verb)
{
	return verb < VERB_COUNT ? rules[verb].name : "unknown";
}

enum wish { READS, REMOVES, WRITES };

/* Members go on reading when the writing has ended, and can still take away what is theirs. */
static bool not_ended(struct ctx *c, int64_t group)
{
	bool ended;

	if (!feature_ended(c, group, &ended))
		return false;
	return !ended
		|| fail(c, FAULT_DENIED,
			"The weeks of this round are over, and so is the writing in this group. "
			"Everything in it stays here to read.");
}

static bool was_asked(struct ctx *c, int64_t thread, bool *ret)
{
	struct rows r;

	if (!sql_open(c, &asked_access, ARGS(arg(c->actor.v), arg(thread)), &r))
		return false;
	*ret = sql_next(&r);
	sql_end(&r);
	return ctx_ok(c);
}

/* Reads a group of their round, and no more, unless they were asked for more. */
static bool from_across(struct ctx *c, enum verb verb, int64_t subject, int64_t closes)
{
	bool asked = false, writes = verb == THREAD_WRITE && c->now < closes;

	if ((writes || verb == THREAD_REMOVE) && !was_asked(c, subject, &asked))
		return false;
	return asked
		|| fail(c, FAULT_DENIED,
			"You can read this group. Writing here is for its members.");
}

static bool of_group(struct ctx *c, const struct stmt *s, int64_t subject, enum verb verb)
{
	enum wish wish = verb == GROUP_READ || verb == THREAD_READ || verb == CLINIC_READ ? READS
		: verb == THREAD_REMOVE							  ? REMOVES
											  : WRITES;
	struct rows r;

	if (!sql_open(c, s, ARGS(arg(subject), arg(c->actor.v)), &r))
		return false;
	if (!sql_next(&r))
		return fail(c, FAULT_ABSENT, "There is no such page, or it is not for you.");
	bool member = row_int(&r, 0), across = row_int(&r, 1);
	int64_t group = row_int(&r, 2), closes = row_int(&r, 3);
	sql_end(&r);
	if (c->roles & rules[verb].roles)
		return true;
	if (member)
		return wish != WRITES || c->now < closes || not_ended(c, group);
	if (across && wish == READS && verb != CLINIC_READ)
		return true;
	if (across && verb != CLINIC_READ)
		return from_across(c, verb, subject, closes);
	return fail(c, FAULT_ABSENT, "There is no such page, or it is not for you.");
}

static bool by_role(struct ctx *c, enum verb verb)
{
	return (c->roles & rules[verb].roles)
		|| fail(c, FAULT_DENIED, "This page is not for your role.");
}

/* Whether a list of somebody else exists is no business of a coordinator. */
static bool of_list(struct ctx *c, int64_t subject)
{
	struct rows r;

	if (!by_role(c, LIST_MANAGE) || !sql_open(c, &list_access, ARGS(arg(subject)), &r))
		return false;
	bool there = sql_next(&r);
	bool own = there && row_int(&r, 0) == c->actor.v;
	sql_end(&r);
	if (!ctx_ok(c))
		return false;
	return own || (there && (c->roles & LISTS_ANY))
		|| fail(c, FAULT_ABSENT, "There is no such page, or it is not for you.");
}

static bool nothing_here(struct ctx *c)
{
	return fail(c, FAULT_ABSENT, "There is no such page, or it is not for you.");
}

/* A paper that one may not read is one that does not exist. */
static bool of_paper(struct ctx *c, int64_t subject, enum verb verb)
{
	struct rows r;

	if (!sql_open(c, &paper_access, ARGS(arg(subject), arg(c->actor.v)), &r))
		return false;
	if (!sql_next(&r))
		return ctx_ok(c) && nothing_here(c);
	bool own = row_int(&r, 0) == c->actor.v, shown = row_int(&r, 1) > 0 && row_int(&r, 4);
	bool member = row_int(&r, 5);
	int64_t group = row_int(&r, 2), closes = row_int(&r, 3);
	sql_end(&r);
	if (verb == PAPER_OWN || (own && verb == PAPER_READ))
		return own || nothing_here(c);
	if (!own && (!shown || (!member && !(c->roles & rules[PAPER_READ].roles))))
		return nothing_here(c);
	if (verb == PAPER_READ)
		return true;
	if (verb == PAPER_REMOVE)
		return (c->roles & rules[PAPER_REMOVE].roles)
			|| fail(c, FAULT_DENIED,
				"This is for the people who run the round. You can withdraw what "
				"is yours.");
	if (own)
		return fail(c, FAULT_DENIED, "This is your own. Others say what they think of it.");
	if (!member)
		return fail(c, FAULT_DENIED,
			"Feedback in the clinic is from student to student. You can read it.");
	return c->now < closes || not_ended(c, group);
}

/* What was asked in one round is read in the next, so any group is enough. */
static bool of_bank(struct ctx *c, enum verb verb)
{
	enum { GROUPS = 12 };
	int64_t group[GROUPS];
	struct rows r;
	size_t n = 0;
	bool ended = false;

	if (c->roles & rules[verb].roles)
		return true;
	if (!sql_open(c, &bank_access, ARGS(arg(c->actor.v)), &r))
		return false;
	while (n < GROUPS && sql_next(&r))
		group[n++] = row_int(&r, 0);
	sql_end(&r);
	if (!ctx_ok(c))
		return false;
	if (n == 0)
		return fail(c, FAULT_DENIED, "This page is for members of a round.");
	for (size_t i = 0; verb == BANK_WRITE && i < n; i++) {
		if (!feature_ended(c, group[i], &ended))
			return false;
		if (!ended)
			return true;
	}
	return verb == BANK_READ
		|| fail(c, FAULT_DENIED,
			"The weeks of your round are over, and so is the writing here. Everything "
			"stays here to read.");
}

bool access_check(struct ctx *c, enum verb verb, int64_t subject)
{
	if (verb == ANYONE)
		return true;
	if (c->actor.v == 0)
		return fail(c, FAULT_SIGN_IN, "Please sign in to see this page.");
	switch (verb) {
	case SIGNED_IN: return true;
	case GROUP_READ:
	case CLINIC_READ:
	case GROUP_WRITE: return of_group(c, &group_access, subject, verb);
	case THREAD_READ:
	case THREAD_REMOVE:
	case THREAD_WRITE: return of_group(c, &thread_access, subject, verb);
	case PAPER_READ:
	case PAPER_GIVE:
	case PAPER_REMOVE:
	case PAPER_OWN: return of_paper(c, subject, verb);
	case LIST_MANAGE: return of_list(c, subject);
	case BANK_READ:
	case BANK_WRITE: return of_bank(c, verb);
	default: return by_role(c, verb);
	}
}
