/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "site/visitor_page.h"

#include "base/conf.h"
#include "core/session.h"
#include "core/setting.h"
#include "site/layout.h"

#include <stddef.h>

enum { WORD_MAX = 300, PHONE_DIGITS_MIN = 3 };

struct visitor_text {
	struct ctx *ctx;
	struct str institution, help_name, phone, hours, about, contact;
	bool signed_in;
};

/* What the institution says itself: a field of the form, its setting, and where it goes. */
struct word {
	const char *field, *setting, *label, *hint;
	size_t at;
};
#define AT(member) offsetof(struct visitor_text, member)

static const struct word words[] = {
	{ "help_name", "help.name", "Your own service for students in distress",
		"Its name, as students know it.", AT(help_name) },
	{ "phone", "help.phone", "Its telephone number",
		"Digits and spaces. Without a number the service is not listed among the numbers.",
		AT(phone) },
	{ "hours", "help.hours", "When somebody answers",
		"In plain words, like “Monday to Friday, 9 to 5”.", AT(hours) },
	{ "about", "help.about", "One more sentence about it",
		"Where it is, or what to say when you get there.", AT(about) },
	{ "contact", "contact", "Whom to ask about privacy and accessibility",
		"An e-mail address or a telephone number.", AT(contact) },
	{ 0 },
};

static struct str *word_at(struct visitor_text *w, const struct word *k)
{
	return (struct str *)((char *)w + k->at);
}

static struct str word_of(const struct visitor_text *w, const struct word *k)
{
	return *(const struct str *)((const char *)w + k->at);
}

/* The address that a phone dials. */
static struct url call(struct ctx *c, struct str phone)
{
	char *digits = arena_new(c->mem, char, phone.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < phone.len; i++)
		if (phone.at[i] >= '0' && phone.at[i] <= '9')
			digits[n++] = phone.at[i];
	bool abroad = phone.len && phone.at[0] == '+';
	return URL(abroad ? "tel:+$" : "tel:$", .word = { digits, n });
}

static struct str institution(const struct ctx *c)
{
	const struct house *h = c->house;

	return h && h->conf && h->conf->institution[0] ? str_of(h->conf->institution)
						       : S("your university");
}

static struct str unnamed(struct ctx *c, struct str name)
{
	struct str where = institution(c);

	return name.len ? name
			: arena_fmt(c->mem, "Student support at %.*s", (int)where.len, where.at);
}

bool visitor_service(struct ctx *c, struct visitor_service *ret)
{
	if (!setting_get(c, "help.name", S(""), &ret->name)
		|| !setting_get(c, "help.phone", S(""), &ret->phone)
		|| !setting_get(c, "help.hours", S(""), &ret->hours))
		return false;
	ret->name = unnamed(c, ret->name);
	ret->call = call(c, ret->phone);
	return true;
}

#include "visitor.html.h"

static bool words_get(struct request *rq, struct visitor_text *ret)
{
	struct visitor_text w = { .ctx = rq->ctx, .signed_in = rq->session->person.v != 0 };

	w.institution = institution(rq->ctx);
	for (const struct word *k = words; k->field; k++)
		if (!setting_get(rq->ctx, k->setting, S(""), word_at(&w, k)))
			return false;
	w.help_name = unnamed(rq->ctx, w.help_name);
	*ret = w;
	return true;
}

static bool show(struct request *rq, struct str title,
	void (*view)(struct buf *out, const struct visitor_text *w))
{
	struct visitor_text w;

	if (!words_get(rq, &w))
		return false;
	layout_open(rq, title);
	view(&rq->out, &w);
	layout_close(rq);
	return true;
}

bool visitor_front(struct request *rq)
{
	return show(rq, S("Find your way to work, together"), view_front);
}

bool visitor_help(struct request *rq)
{
	return show(rq, S("Help now"), view_help);
}

bool visitor_privacy(struct request *rq)
{
	return show(rq, S("Privacy"), view_privacy);
}

bool visitor_accessibility(struct request *rq)
{
	return show(rq, S("Accessibility"), view_accessibility);
}

static void words_form(struct request *rq, const struct visitor_text *w, bool saved)
{
	layout_open(rq, S("What your university says here"));
	view_words(&rq->out, rq, w, saved);
	layout_close(rq);
}

bool visitor_words(struct request *rq)
{
	struct visitor_text w = { .ctx = rq->ctx };

	for (const struct word *k = words; k->field; k++)
		if (!setting_get(rq->ctx, k->setting, S(""), word_at(&w, k)))
			return false;
	words_form(rq, &w, query_int(rq, "saved", 0, 1, 0) == 1);
	return true;
}

static bool phone_ok(struct ctx *c, struct str phone)
{
	size_t digits = 0;

	for (size_t i = 0; i < phone.len; i++) {
		bool digit = phone.at[i] >= '0' && phone.at[i] <= '9';
		if (!digit && !strchr(" +()-", phone.at[i]))
			return ctx_wrong(
				c, "phone", "A telephone number has digits and spaces only.");
		digits += digit;
	}
	if (phone.len && digits < PHONE_DIGITS_MIN)
		return ctx_wrong(
			c, "phone", "A telephone number has at least %d digits.", PHONE_DIGITS_MIN);
	return true;
}

bool visitor_words_save(struct request *rq)
{
	struct visitor_text w = { .ctx = rq->ctx };

	for (const struct word *k = words; k->field; k++)
		*word_at(&w, k) = str_trim(form_str(rq, k->field, WORD_MAX));
	if (!phone_ok(rq->ctx, w.phone) || !ctx_ok(rq->ctx)) {
		words_form(rq, &w, false);
		return false;
	}
	for (const struct word *k = words; k->field; k++)
		if (!setting_set(rq->ctx, k->setting, word_of(&w, k)))
			return false;
	return request_see(rq, URL("/admin/words?saved=1"));
}
