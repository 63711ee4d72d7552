/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/joining_answers.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <inttypes.h>

static const char *const steps[JOINING_STEPS] = {
	[JOINING_WHY] = "why",
	[JOINING_POSTCODE] = "postcode",
	[JOINING_PARENTS] = "parents",
	[JOINING_SCHOOL] = "school",
	[JOINING_SUBJECT] = "subject",
	[JOINING_YEAR] = "year",
	[JOINING_EXPERIENCE] = "experience",
	[JOINING_CAREER] = "career",
	[JOINING_GOALS_STEP] = "goals",
	[JOINING_HELPS_STEP] = "helps",
	[JOINING_HOURS] = "hours",
	[JOINING_CHECK] = "check",
	[JOINING_TERMS] = "terms",
	[JOINING_STUDY] = "study",
};

const char *joining_answers_step(enum joining_step step)
{
	return steps[step];
}

bool joining_answers_step_of(struct str name, enum joining_step *ret)
{
	for (int i = 0; i < JOINING_STEPS; i++) {
		if (!str_eq(name, str_of(steps[i])))
			continue;
		*ret = (enum joining_step)i;
		return true;
	}
	return false;
}

const char *joining_answers_purpose(struct ctx *c, int64_t round)
{
	return arena_fmt(c->mem, "joining of round %" PRId64, round).at;
}

static void clear_area(struct joining_answers *a)
{
	a->postcode = JOINING_UNSAID;
	a->background.areas = 0;
}

static void clear_school(struct joining_answers *a)
{
	a->school = JOINING_UNSAID;
	a->background.school_known = a->background.school_listed = false;
	a->background.school_fsm = a->background.school_deprived_share = -1;
}

void joining_answers_clear_background(struct joining_answers *a)
{
	clear_area(a);
	clear_school(a);
	a->background.parents = PARENTS_UNKNOWN;
	a->answered &=
		~(int64_t)(1 << JOINING_POSTCODE | 1 << JOINING_PARENTS | 1 << JOINING_SCHOOL);
}

void joining_answers_clear(struct joining_answers *a, enum joining_step step)
{
	switch (step) {
	case JOINING_POSTCODE: clear_area(a); break;
	case JOINING_PARENTS: a->background.parents = PARENTS_REFUSED; break;
	case JOINING_SCHOOL: clear_school(a); break;
	case JOINING_SUBJECT: a->subject = a->subject_code = S(""); break;
	case JOINING_YEAR: a->year = 0; break;
	case JOINING_EXPERIENCE: a->experience = 0; break;
	case JOINING_CAREER: a->career = 0; break;
	case JOINING_GOALS_STEP:
		a->goals = 0;
		a->goal_text = S("");
		break;
	case JOINING_HELPS_STEP:
		a->helps = a->hinders = 0;
		a->help_text = a->hinder_text = S("");
		break;
	case JOINING_HOURS: a->hours = a->free = 0; break;
	case JOINING_WHY:
	case JOINING_CHECK:
	case JOINING_TERMS:
	case JOINING_STUDY:
	case JOINING_STEPS: break;
	}
}

static void check_text(struct ctx *c, const char *field, struct str s)
{
	if (!utf8_is_text(s))
		ctx_wrong(c, field, "There is something in this that is no text.");
	else if (utf8_length(s) > JOINING_TEXT_MAX)
		ctx_wrong(c, field, "This has room for %d characters; you wrote %d.",
			JOINING_TEXT_MAX, (int)utf8_length(s));
}

bool joining_answers_check(struct ctx *c, const struct joining_answers *a)
{
	check_text(c, "goal_text", a->goal_text);
	check_text(c, "help_text", a->help_text);
	check_text(c, "hinder_text", a->hinder_text);
	return ctx_ok(c);
}

/* ---- writing ---- */

static void put_int(struct buf *out, const char *name, int64_t n)
{
	if (n)
		buf_fmt(out, "%s %" PRId64 "\n", name, n);
}

/* A line may not end inside of a value: a backslash stands before an n for the end of a line. */
static void put_text(struct buf *out, const char *name, struct str s)
{
	if (s.len == 0)
		return;
	buf_fmt(out, "%s ", name);
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '\\')
			buf_add(out, S("\\\\"));
		else if (s.at[i] == '\n')
			buf_add(out, S("\\n"));
		else
			buf_char(out, s.at[i]);
	}
	buf_char(out, '\n');
}

static void put_background(struct buf *out, const struct background *b)
{
	for (size_t i = 0; i < b->areas; i++)
		buf_fmt(out, "area %" PRId64 " %" PRId64 " %.*s\n", b->area[i].decile,
			b->area[i].quintile, (int)b->area[i].name.len, b->area[i].name.at);
	put_int(out, "parents", (int64_t)b->parents);
	if (!b->school_known)
		return;
	buf_fmt(out, "school-facts %d %" PRId64 " %" PRId64 "\n", b->school_listed ? 1 : 0,
		b->school_fsm + 1, b->school_deprived_share + 1);
}

struct str joining_answers_write(struct ctx *c, const struct joining_answers *a)
{
	struct buf out;

	buf_init(&out, JOINING_OPEN_BYTES);
	put_int(&out, "answered", a->answered);
	put_int(&out, "postcode", (int64_t)a->postcode);
	put_int(&out, "school", (int64_t)a->school);
	put_background(&out, &a->background);
	put_text(&out, "subject", a->subject);
	put_text(&out, "subject-code", a->subject_code);
	put_int(&out, "year", a->year);
	put_int(&out, "experience", a->experience);
	put_int(&out, "career", a->career);
	put_int(&out, "goals", a->goals);
	put_int(&out, "helps", a->helps);
	put_int(&out, "hinders", a->hinders);
	put_text(&out, "goal-text", a->goal_text);
	put_text(&out, "help-text", a->help_text);
	put_text(&out, "hinder-text", a->hinder_text);
	put_int(&out, "hours", a->hours);
	put_int(&out, "free", a->free);
	/* How long the sealed text is must not tell what is in it. */
	while (out.len % JOINING_PAD_BYTES && !out.spilled)
		buf_char(&out, '\n');
	struct str text = arena_str(c->mem, buf_str(&out));
	buf_free(&out);
	return text;
}

/* ---- reading ---- */

static struct str text_of(struct ctx *c, struct str s)
{
	char *text = arena_new(c->mem, char, s.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++) {
		bool escaped = s.at[i] == '\\' && i + 1 < s.len;
		i += escaped;
		text[n++] = (char)(escaped && s.at[i] == 'n' ? '\n' : s.at[i]);
	}
	return (struct str){ text, n };
}

static int64_t next_int(struct str *rest)
{
	int64_t n = 0;

	return str_to_int(str_cut(rest, ' '), &n) ? n : 0;
}

static void read_area(struct background *b, struct str value)
{
	struct background_area area = { .decile = next_int(&value) };

	area.quintile = next_int(&value);
	area.name = value;
	if (b->areas < BACKGROUND_AREAS)
		b->area[b->areas++] = area;
}

static void read_school(struct background *b, struct str value)
{
	b->school_known = true;
	b->school_listed = next_int(&value) == 1;
	b->school_fsm = next_int(&value) - 1;
	b->school_deprived_share = next_int(&value) - 1;
}

static void read_background(struct joining_answers *a, struct str name, struct str value)
{
	if (str_eq(name, S("area")))
		read_area(&a->background, value);
	else if (str_eq(name, S("school-facts")))
		read_school(&a->background, value);
	else if (str_eq(name, S("parents")))
		a->background.parents = (enum background_parents)next_int(&value);
	else if (str_eq(name, S("postcode")))
		a->postcode = (enum joining_given)next_int(&value);
	else if (str_eq(name, S("school")))
		a->school = (enum joining_given)next_int(&value);
}

void joining_answers_read(struct ctx *c, struct str text, struct joining_answers *ret)
{
	struct joining_answers a = { 0 };
	struct {
		const char *name;
		int64_t *number;
		struct str *text;
	} known[] = { { "answered", &a.answered, NULL }, { "subject", NULL, &a.subject },
		{ "subject-code", NULL, &a.subject_code }, { "year", &a.year, NULL },
		{ "experience", &a.experience, NULL }, { "career", &a.career, NULL },
		{ "goals", &a.goals, NULL }, { "helps", &a.helps, NULL },
		{ "hinders", &a.hinders, NULL }, { "goal-text", NULL, &a.goal_text },
		{ "help-text", NULL, &a.help_text }, { "hinder-text", NULL, &a.hinder_text },
		{ "hours", &a.hours, NULL }, { "free", &a.free, NULL } };

	clear_school(&a);
	while (text.len) {
		struct str value = str_cut(&text, '\n'), name = str_cut(&value, ' ');
		read_background(&a, name, value);
		for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
			if (!str_eq(name, str_of(known[i].name)))
				continue;
			if (known[i].text)
				*known[i].text = text_of(c, value);
			else
				*known[i].number = next_int(&value);
		}
	}
	*ret = a;
}
