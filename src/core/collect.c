/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/collect.h"

#include "base/buf.h"
#include "core/audit.h"
#include "store/sql.h"

const struct collect_class collect_table[COLLECT_CLASSES] = {
	{ TRACE_VISIT, "page_visit", "Pages you open",
		"That you opened a page of the groups, which one, and when.", NULL },
	{ TRACE_ACTIVE, "active_seconds", "How long a page is in use",
		"For how many seconds a page you opened was in front of you and in use; half an "
		"hour at the most.",
		NULL },
	{ TRACE_POST, "post", "Posts",
		"That you wrote a post, when, in which thread, and how many words it has. Not what "
		"it says.",
		NULL },
	{ TRACE_ANSWERED, "answered", "Answers you get",
		"That somebody wrote in a thread you began, and when. Not who.", NULL },
	{ TRACE_USEFUL, "useful", "Useful", "That you marked a post as useful.", NULL },
	{ TRACE_SAVE, "save", "Saved", "That you saved a post.", NULL },
	{ TRACE_READ, "read_tap", "“I read this”",
		"That you tapped “I read this”, in a thread or from a letter.", NULL },
	{ TRACE_MAIL_DELIVERED, "mail_delivered", "Letters to you",
		"That a letter of the programme reached your mail server. Nothing tells us whether "
		"you opened it.",
		NULL },
	{ TRACE_MAIL_LINK, "mail_link", "Links in letters",
		"That you followed a link in a letter. The link has a word of its own for that.",
		NULL },
	{ TRACE_MAIL_REPLY, "mail_reply", "Answers by mail", "That you answered a letter by mail.",
		"Cairn cannot receive mail yet, so nothing of this kind is noted." },
	{ TRACE_FEEDBACK, "feedback", "Feedback you give",
		"That you gave feedback on somebody’s CV or letter. Not what it says.", NULL },
	{ TRACE_ATTENDED, "attended", "Meetings", "That you were at a meeting of your round.",
		NULL },
	{ TRACE_SELF_REPORT, "self_report", "What you say about taking part",
		"How involved you say you feel, when you are asked and answer.", NULL },
	{ TRACE_OTHER, "imported_other", "Lines of another platform’s log",
		"When the log of the university’s learning platform is brought here: that you did "
		"something there that is none of the above.",
		NULL },
};

static const struct stmt all_of = { "collect_of",
	"SELECT class, off_at FROM study_class WHERE study_id = $1 ORDER BY class", "i", "ii" };
static const struct stmt somebody = { "collect_somebody",
	"SELECT COUNT(*) FROM (SELECT 1 FROM participant WHERE study_id = $1 LIMIT 1) p", "i",
	"i" };
static const struct stmt put_off = { "collect_put_off",
	"INSERT INTO study_class (study_id, class, off_at) VALUES ($1, $2, $3)", "iii", "" };
static const struct stmt put_on = { "collect_put_on",
	"DELETE FROM study_class WHERE study_id = $1 AND class = $2", "ii", "" };

bool collect_since(struct ctx *c, int64_t study, int64_t ret[TRACE_CLASSES])
{
	struct rows r;

	for (int i = 0; i < TRACE_CLASSES; i++)
		ret[i] = 0;
	if (!sql_open(c, &all_of, ARGS(arg(study)), &r))
		return false;
	while (sql_next(&r)) {
		int64_t class = row_int(&r, 0);
		if (class > 0 && class < TRACE_CLASSES)
			ret[class] = row_int(&r, 1);
	}
	return ctx_ok(c);
}

bool collect_off(struct ctx *c, int64_t study, int64_t *ret)
{
	int64_t since[TRACE_CLASSES], off = 0;

	if (!collect_since(c, study, since))
		return false;
	for (int i = 1; i < TRACE_CLASSES; i++)
		off |= since[i] ? (int64_t)1 << i : 0;
	*ret = off;
	return true;
}

bool collect_begun(struct ctx *c, int64_t study, bool *ret)
{
	struct rows r;

	if (!sql_one(c, &somebody, ARGS(arg(study)), &r))
		return false;
	*ret = row_int(&r, 0) > 0;
	sql_end(&r);
	return true;
}

/* The names of the classes in bits, for the audit log. */
static struct str names_of(struct ctx *c, int64_t bits)
{
	struct buf out;

	buf_init(&out, 4096);
	for (size_t i = 0; i < COLLECT_CLASSES; i++)
		if (bits & (int64_t)1 << collect_table[i].class)
			buf_fmt(&out, "%s%s", out.len ? " " : "", collect_table[i].name);
	struct str text = arena_str(c->mem, buf_str(&out));
	buf_free(&out);
	return text;
}

static bool write(struct ctx *c, int64_t study, int64_t was, int64_t off)
{
	for (int64_t class = 1; class < TRACE_CLASSES; class ++) {
		int64_t bit = (int64_t)1 << class;
		if ((was & bit) == (off & bit))
			continue;
		if (off & bit ? !sql_run(c, &put_off, ARGS(arg(study), arg(class), arg(c->now)))
			      : !sql_run(c, &put_on, ARGS(arg(study), arg(class))))
			return false;
	}
	struct str names = names_of(c, off);
	return audit_add(c, "study.collects", "study", study,
		arena_fmt(c->mem, "off: %.*s", (int)names.len, names.at));
}

bool collect_set(struct ctx *c, int64_t study, int64_t off)
{
	int64_t was;
	bool begun;

	if (off & (int64_t)1 << TRACE_VISIT)
		off |= (int64_t)1 << TRACE_ACTIVE;
	if (!collect_off(c, study, &was) || !collect_begun(c, study, &begun))
		return false;
	if (off == was)
		return true;
	if (begun && (was & ~off))
		return fail(c, FAULT_CONFLICT,
			"People are in this study already. What they agreed to can shrink, and "
			"cannot grow: nothing that is off can be switched on any more.");
	return write(c, study, was, off);
}
