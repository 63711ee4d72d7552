/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/demo_clinic.h"

#include "app/demo_round.h"
#include "app/demo_text.h"
#include "community/feedback.h"
#include "community/paper_version.h"
#include "core/person.h"
#include "core/place.h"

struct bench {
	struct demo_round *r;
	struct demo_group *group;
	struct demo_member *owner;
	struct paper_id paper;
	int64_t version;
};

static bool misread(struct bench *b, const struct demo_text *t)
{
	return fail(b->r->c, FAULT_INTERNAL, "demo/clinic.txt: «@%.*s %.*s»", (int)t->word.len,
		t->word.at, (int)t->rest.len, t->rest.at);
}

/* From now on things are done by the member with this letter, so many minutes ago. */
static struct demo_member *act_as(struct bench *b, struct str letter, int64_t minutes)
{
	struct ctx *c = b->r->c;
	size_t who = letter.len == 1 ? (size_t)(*letter.at - 'A') : b->group->n;

	if (who >= b->group->n)
		return NULL;
	c->actor = b->group->member[who].person;
	c->roles = ROLE_STUDENT;
	c->now = b->r->until - minutes * INSTANT_MINUTE;
	return &b->group->member[who];
}

static bool number(struct str *rest, int64_t *ret)
{
	return str_to_int(demo_text_word(rest), ret);
}

static bool paper(struct bench *b, const struct demo_text *t)
{
	struct str rest = t->rest, who = demo_text_word(&rest), kind = demo_text_word(&rest);
	struct paper_draft d = { .kind = str_eq(kind, S("letter")) ? PAPER_LETTER : PAPER_CV,
		.ask = t->body };
	int64_t minutes;

	if (!number(&rest, &d.goal) || !number(&rest, &minutes))
		return misread(b, t);
	(void)demo_text_field(&rest);
	d.title = demo_text_field(&rest);
	b->owner = act_as(b, who, minutes);
	return b->owner ? paper_make(b->r->c, (struct group_id){ b->group->id }, &d, &b->paper)
			: misread(b, t);
}

static bool version(struct bench *b, const struct demo_text *t)
{
	struct ctx *c = b->r->c;
	struct paper_version v;

	c->actor = b->owner->person;
	if (!paper_version_paste(c, b->paper, t->body, &b->version)
		|| !paper_version_get(c, b->paper, b->version, &v))
		return false;
	return !str_eq(t->rest, S("shown")) || paper_version_show(c, &v);
}

/* «What works», a line of dashes, «what I would try». */
static struct str cut_idea(struct str *works)
{
	static const char dashes[] = "\n---\n";

	for (size_t i = 0; i + 5 <= works->len; i++)
		if (memcmp(works->at + i, dashes, 5) == 0) {
			struct str idea = { works->at + i + 5, works->len - i - 5 };
			works->len = i;
			return idea;
		}
	return S("");
}

static bool feedback(struct bench *b, const struct demo_text *t)
{
	struct ctx *c = b->r->c;
	struct str rest = t->rest, who = demo_text_word(&rest);
	struct feedback_draft d = { .works = t->body, .once = S("") };
	struct paper_version v;
	struct place here;
	int64_t minutes, id;

	d.idea = cut_idea(&d.works);
	if (!number(&rest, &d.line) || !number(&rest, &minutes))
		return misread(b, t);
	struct demo_member *m = act_as(b, who, minutes);
	if (!m)
		return misread(b, t);
	d.byline = m->given;
	return place_find(c, &here) && paper_version_get(c, b->paper, b->version, &v)
		&& feedback_add(c, &here, &v, &d, &id);
}

bool demo_clinic_make(struct demo_round *r)
{
	struct bench b = { .r = r };
	struct demo_text t;
	struct str file;

	for (size_t i = 0; i < r->n; i++)
		if (str_eq(r->group[i].family, S("soc")))
			b.group = &r->group[i];
	if (!b.group || !demo_text_find(r->c, "clinic.txt", &file))
		return false;
	while (demo_text_next(&file, &t)) {
		bool good = str_eq(t.word, S("paper")) ? paper(&b, &t)
			: str_eq(t.word, S("version")) ? version(&b, &t)
						       : feedback(&b, &t);
		if (!good)
			return false;
	}
	return true;
}
