/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/instant.h"
#include "community/again.h"
#include "community/round.h"
#include "community/round_routes.h"
#include "community/round_template.h"
#include "community/study.h"
#include "core/once.h"
#include "core/zone.h"
#include "http/request.h"
#include "site/layout.h"

/* More than a field takes, so that what is too long is shown again and not lost. */
enum { LINE_TYPED_MAX = 2000, PROMPT_TYPED_MAX = 32768, KEY_MAX = 64 };

struct week {
	const char *title_name, *prompt_name, *minutes_name;
	struct str title, prompt, minutes;
};
/* The form as text, the way it was typed. */
struct form {
	struct round_id from; /* of a round that is made again; 0: of none */
	struct str from_title;
	bool is_new, begun, was_across, read_across;
	struct str heading, button, draft, once, refused;
	struct url action, back;
	const struct study *known;
	size_t studies;
	struct str study, study_name, title, name, zone, starts_on, size_min, size_max;
	struct week week[ROUND_WEEKS_MAX];
	int64_t weeks;
};

static bool is_number(struct str s)
{
	int64_t n;

	return s.len == 0 || str_to_int(s, &n);
}

/* A number or date field would show a value that is none as empty. */
static const char *number_type(struct str s)
{
	return is_number(s) ? "number" : "text";
}

static const char *date_type(struct str s)
{
	struct date d;

	return s.len == 0 || date_parse(s, &d) ? "date" : "text";
}

#include "round_field.html.h"

#include "round_form.html.h"

static struct str number(struct ctx *c, int64_t n)
{
	return arena_fmt(c->mem, "%lld", (long long)n);
}

static const char *name_of(struct ctx *c, const char *what, int64_t week)
{
	return arena_fmt(c->mem, "%s_%d", what, (int)week).at;
}

static void name_weeks(struct ctx *c, struct form *f, int64_t weeks)
{
	f->weeks = weeks;
	for (int64_t i = 0; i < weeks; i++) {
		f->week[i].title_name = name_of(c, "topic", i + 1);
		f->week[i].prompt_name = name_of(c, "prompt", i + 1);
		f->week[i].minutes_name = name_of(c, "minutes", i + 1);
	}
}

static void fill(struct ctx *c, struct form *f, const struct round_draft *d)
{
	f->title = d->title;
	f->name = d->name;
	f->zone = d->zone;
	f->starts_on = d->starts_on;
	f->size_min = number(c, d->size_min);
	f->size_max = number(c, d->size_max);
	f->read_across = d->read_across;
	for (int64_t i = 0; i < f->weeks; i++) {
		f->week[i].title = d->topic[i].title;
		f->week[i].prompt = d->topic[i].prompt;
		f->week[i].minutes = number(c, d->topic[i].minutes);
	}
}

static void read_form(struct request *rq, struct form *f)
{
	if (f->is_new)
		f->once = form_str(rq, "once", KEY_MAX);
	f->study = form_str(rq, "study", LINE_TYPED_MAX);
	f->study_name = form_str(rq, "study_name", LINE_TYPED_MAX);
	f->title = form_str(rq, "title", LINE_TYPED_MAX);
	f->name = form_str(rq, "name", LINE_TYPED_MAX);
	f->zone = form_str(rq, "zone", LINE_TYPED_MAX);
	f->starts_on = form_str(rq, "starts_on", LINE_TYPED_MAX);
	f->size_min = form_str(rq, "size_min", LINE_TYPED_MAX);
	f->size_max = form_str(rq, "size_max", LINE_TYPED_MAX);
	f->read_across = form_has(rq, "read_across");
	for (int64_t i = 0; i < f->weeks; i++) {
		struct week *w = &f->week[i];
		w->title = form_str(rq, w->title_name, LINE_TYPED_MAX);
		w->prompt = form_str(rq, w->prompt_name, PROMPT_TYPED_MAX);
		w->minutes = form_str(rq, w->minutes_name, LINE_TYPED_MAX);
	}
}

/* Refuses fields that the form does not have. */
static bool only_known(struct request *rq, const struct form *f)
{
	enum { FIXED = 10 };
	const char *names[FIXED + 3 * ROUND_WEEKS_MAX + 1] = { "once", "study", "study_name",
		"title", "name", "zone", "starts_on", "size_min", "size_max", "read_across" };
	size_t n = FIXED;

	for (int64_t i = 0; i < f->weeks; i++) {
		names[n++] = f->week[i].title_name;
		names[n++] = f->week[i].prompt_name;
		names[n++] = f->week[i].minutes_name;
	}
	names[n] = NULL;
	return form_only(rq, names);
}

/* What is no number is out of every bound. */
static int64_t to_number(struct str s)
{
	int64_t n = 0;

	return str_to_int(str_trim(s), &n) ? n : 0;
}

static struct round_draft to_draft(const struct form *f)
{
	struct round_draft d = { .name = f->name,
		.title = f->title,
		.zone = f->zone,
		.starts_on = f->starts_on,
		.weeks = f->weeks,
		.size_min = to_number(f->size_min),
		.size_max = to_number(f->size_max),
		.read_across = f->read_across };

	for (int64_t i = 0; i < f->weeks; i++)
		d.topic[i] = (struct topic_draft){ f->week[i].title, f->week[i].prompt,
			to_number(f->week[i].minutes) };
	return d;
}

static void show(struct request *rq, const struct form *f)
{
	layout_open(rq, f->heading);
	form_view(&rq->out, rq, f);
	layout_close(rq);
}

static bool refused(struct request *rq, struct form *f)
{
	if (!rq->ctx->wrong)
		f->refused = str_of(rq->ctx->fault.text);
	show(rq, f);
	return false;
}

static bool new_form(struct request *rq, struct form *f)
{
	struct ctx *c = rq->ctx;
	struct round_draft d;
	struct study *known;

	*f = (struct form){ .is_new = true,
		.heading = S("Make a round"),
		.button = S("Make this round"),
		.action = URL("/rounds/new"),
		.back = URL("/rounds"),
		.draft = arena_fmt(c->mem, "%lld-round-new", (long long)c->actor.v),
		.once = layout_once(rq) };
	if (!study_list(c, &known, &f->studies))
		return false;
	f->known = known;
	if (f->studies)
		f->study = known[f->studies - 1].name;
	round_template_fill(c, &d);
	name_weeks(c, f, d.weeks);
	fill(c, f, &d);
	return true;
}

bool round_form_new_page(struct request *rq)
{
	struct form f;

	if (!new_form(rq, &f))
		return false;
	show(rq, &f);
	return true;
}

static bool settle_study(struct ctx *c, const struct form *f, struct study_id *ret)
{
	struct study known = { 0 };

	if (f->study.len == 0)
		return study_make(c, f->study_name, S(""), ret);
	if (!study_by_name(c, f->study, &known))
		return false;
	if (known.id.v == 0)
		return ctx_wrong(c, "study", "There is no study with this name.");
	*ret = known.id;
	return true;
}

/* A new round is for days to come; older ones are made by the command line. */
static void refuse_the_past(struct ctx *c, const struct form *f)
{
	struct str zone = str_trim(f->zone);
	struct date day;

	if (date_parse(str_trim(f->starts_on), &day) && zone_known(zone)
		&& date_days(day) < date_days(zone_civil(c, zone, c->now).date))
		(void)ctx_wrong(c, "starts_on", "This day has passed.");
}

static bool make(struct request *rq, const struct form *f, struct round_id *ret)
{
	struct ctx *c = rq->ctx;
	struct round_draft d = to_draft(f);
	bool good = settle_study(c, f, &d.study);

	refuse_the_past(c, f);
	/* Also after a refusal: a form tells all that is wrong at once. */
	return (f->from.v ? again_make(c, f->from, &d, ret) : round_make(c, &d, ret)) && good
		&& once_keep(c, f->once, rq->body, ret->v);
}

static bool read_and_make(struct request *rq, struct form *f, struct round_id *ret)
{
	struct round_id id = { 0 };

	read_form(rq, f);
	if (!only_known(rq, f) || !once_find(rq->ctx, f->once, rq->body, &id.v))
		return refused(rq, f);
	if (id.v == 0 && !make(rq, f, &id))
		return refused(rq, f);
	*ret = id;
	return true;
}

bool round_form_make_page(struct request *rq)
{
	struct round_id id;
	struct form f;

	return new_form(rq, &f) && read_and_make(rq, &f, &id)
		&& request_see(rq, URL("/round/%?done=made", { id.v }));
}

/* The form of a new round, filled in from an earlier one. */
static bool again_form(struct request *rq, struct form *f)
{
	struct round_id from = { path_id(rq, "round") };
	struct ctx *c = rq->ctx;
	struct round was;
	struct study study;
	struct round_draft d;

	if (!ctx_ok(c) || !round_get(c, from, &was) || !study_get(c, was.study, &study)
		|| !new_form(rq, f) || !again_draft(c, from, &d))
		return false;
	f->from = from;
	f->from_title = was.title;
	f->heading = arena_fmt(c->mem, "Make %s again", was.title.at);
	f->action = URL("/round/%/again", { from.v });
	f->back = round_url(from);
	f->draft = arena_fmt(
		c->mem, "%lld-round-again-%lld", (long long)c->actor.v, (long long)from.v);
	f->study = study.name;
	name_weeks(c, f, d.weeks);
	fill(c, f, &d);
	return true;
}

bool round_form_again_page(struct request *rq)
{
	struct form f;

	if (!again_form(rq, &f))
		return false;
	show(rq, &f);
	return true;
}

bool round_form_again_make_page(struct request *rq)
{
	struct round_id id;
	struct form f;

	return again_form(rq, &f) && read_and_make(rq, &f, &id)
		&& request_see(rq, URL("/round/%?done=again&from=%", { id.v, f.from.v }));
}

static bool edit_form(struct request *rq, struct round *round, struct form *f)
{
	struct round_id id = { path_id(rq, "round") };
	struct ctx *c = rq->ctx;
	struct topic *topic;
	size_t n = 0;

	if (!ctx_ok(c) || !round_get(c, id, round) || !round_topics(c, id, &topic, &n))
		return false;
	*f = (struct form){ .begun = c->now >= round->opens_at,
		.was_across = round->read_across,
		.heading = arena_fmt(c->mem, "Change %s", round->title.at),
		.button = S("Save the changes"),
		.action = URL("/round/%/edit", { id.v }),
		.back = round_url(id),
		.draft = arena_fmt(
			c->mem, "%lld-round-%lld", (long long)c->actor.v, (long long)id.v) };
	struct round_draft d = { .name = round->name,
		.title = round->title,
		.zone = round->zone,
		.starts_on = round->starts_on,
		.size_min = round->size_min,
		.size_max = round->size_max,
		.read_across = round->read_across };
	for (size_t i = 0; i < n; i++)
		d.topic[i] =
			(struct topic_draft){ topic[i].title, topic[i].prompt, topic[i].minutes };
	name_weeks(c, f, (int64_t)n);
	fill(c, f, &d);
	return true;
}

bool round_form_edit_page(struct request *rq)
{
	struct round round;
	struct form f;

	if (!edit_form(rq, &round, &f))
		return false;
	show(rq, &f);
	return true;
}

bool round_form_save_page(struct request *rq)
{
	struct round round;
	struct form f;

	if (!edit_form(rq, &round, &f))
		return false;
	read_form(rq, &f);
	struct round_draft d = to_draft(&f);
	if (!only_known(rq, &f) || !round_edit(rq->ctx, round.id, &d))
		return refused(rq, &f);
	return request_see(rq, URL("/round/%?done=changed", { round.id.v }));
}
