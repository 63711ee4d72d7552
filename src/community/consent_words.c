/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/consent_words.h"

#include "core/markdown.h"

/* What is noted is part of the text and not of the page, so that each version says in full what
   people agreed to. Each sentence must be true of the program (doc/consent.md). */
static const char study_words[] =
	"We want to find out what helps students like you on the way to work, and what gets in the "
	"way. You can help by letting us see how these pages are used.\n\n"
	"# What is noted if you say yes\n\n"
	"- Which pages of your round you open, and when.\n"
	"- For how many seconds a page is in use, if your browser tells us.\n"
	"- That you posted something, or tapped “Useful” or “Save”, and when.\n"
	"- The subject and year that you study.\n"
	"- When you join, if you tell us: how well off the neighbourhood is in which you lived "
	"before university, whether a parent has a higher education qualification, and what is "
	"published about your last school. Your postcode and the name of the school are not "
	"kept.\n"
	"- If you come to an interview: how active you say you were, and your gender if you tell "
	"us.\n\n"
	"This stands under a study number, not under your name. One table joins the two, so that "
	"you can leave again.\n\n"
	"# Not every group gets the same\n\n"
	"To find out what helps, groups may get different things: a meeting to say hello, for "
	"example, or none. Lots are drawn for it, so it says nothing about you or your group. Help "
	"is on every page for everybody.\n\n"
	"# What is not noted\n\n"
	"- What you do anywhere else: on other sites, or on your phone.\n"
	"- Any mark or score. Researchers can read the groups, as your facilitator can, but what "
	"you write is never judged.\n\n"
	"# What happens with it\n\n"
	"The researchers count and compare, and tell others what they found. What they publish "
	"does not name you. Whoever wrote a post is told, in rough words and a day late, that "
	"some people have read it; never who. If they want to ask you something, you can say yes "
	"or no to that on its own.\n\n"
	"# It is up to you\n\n"
	"If you say no, you are a full member all the same. Your group is not told what you chose, "
	"and neither is anybody who marks your work. You can change your mind at any time. When "
	"you leave, nothing more is noted, and you are in none of the tables that are made from "
	"then on. Tables that were finished before stay as they are; the page on which you leave "
	"names them.";
static const char membership_words[] =
	"You are joining a small group of students on courses like yours. You can take part as "
	"much or as little as you like, or not at all, and you can leave without giving a "
	"reason.\n\n"
	"What you write is seen by your group. If your round lets groups read each other, students "
	"of the other groups can read it too. They cannot answer, unless nobody has for some hours "
	"and we ask them to. The facilitator can read everything, and looks in on working "
	"days.\n\n"
	"Please keep what others write inside the group.";

static bool begin(struct ctx *c, enum consent_kind kind, const char *words)
{
	struct consent_text t;
	int64_t id;

	if (!consent_text(c, kind, &t))
		return false;
	return t.id > 0 || consent_publish(c, kind, str_of(words), &id);
}

bool consent_words_begin(struct ctx *c)
{
	return begin(c, CONSENT_MEMBERSHIP, membership_words)
		&& begin(c, CONSENT_STUDY, study_words);
}

bool consent_words_html(struct ctx *c, struct str body, struct str *ret)
{
	if (str_trim(body).len == 0)
		return ctx_wrong(c, "body", "Write what people are asked to agree to.");
	if (body.len > CONSENT_TEXT_MAX)
		return ctx_wrong(c, "body", "This text is too long: it has at most %d characters.",
			CONSENT_TEXT_MAX);
	return markdown_html(c, body, ret);
}

/* Browsers send lines that end in CR LF; texts are kept and compared without CR. */
static struct str plain_lines(struct ctx *c, struct str s)
{
	char *at = arena_new(c->mem, char, s.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] != '\r')
			at[n++] = s.at[i];
	return str_trim((struct str){ at, n });
}

bool consent_words_publish(struct ctx *c, const struct consent_words_draft *d, int64_t *ret_text)
{
	struct str html, body = plain_lines(c, d->body);
	struct consent_text now;

	if (!consent_words_html(c, body, &html) || !consent_text(c, CONSENT_STUDY, &now))
		return false;
	if (now.id != d->base)
		return fail(c, FAULT_CONFLICT,
			"Somebody published another version while you wrote. It stands above; "
			"yours was not published.");
	if (str_eq(body, str_trim(now.body)))
		return ctx_wrong(c, "body", "This is word for word the text that stands.");
	return consent_publish(c, CONSENT_STUDY, body, ret_text);
}
