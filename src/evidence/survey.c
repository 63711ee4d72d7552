/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/survey.h"

#include "core/audit.h"
#include "evidence/survey_json.h"
#include "evidence/survey_wave.h"
#include "store/sql.h"

#include <inttypes.h>

enum { NAMES_TRIED = 50, STUDIES_MAX = 200 };

static const struct stmt list = { "survey_list",
	"SELECT s.id, s.study_id, t.name, s.name, s.title, s.version, s.closed_at, v.version,"
	" v.link,"
	" (SELECT count(*) FROM survey_reply r JOIN survey_wave w ON w.id = r.wave_id"
	" WHERE w.survey_id = s.id AND r.finished_at > 0)"
	" FROM survey s JOIN study t ON t.id = s.study_id JOIN survey_version v ON v.survey_id ="
	" s.id"
	" AND v.version = (SELECT max(n.version) FROM survey_version n WHERE n.survey_id = s.id)"
	" WHERE (s.id = $1 OR $1 = 0) ORDER BY s.id DESC LIMIT $2",
	"ii", "iisssiiisi" };
static const struct stmt named = { "survey_named",
	"SELECT count(*) FROM survey WHERE study_id = $1 AND name = $2", "is", "i" };
static const struct stmt add = { "survey_add",
	"INSERT INTO survey (id, study_id, name, title, made_by, made_at)"
	" VALUES ($1, $2, $3, $4, $5, $6)",
	"iissii", "" };
static const struct stmt put_version = { "survey_put_version",
	"INSERT INTO survey_version (survey_id, version, content, title, link, made_at)"
	" VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (survey_id, version) DO UPDATE SET"
	" content = excluded.content, title = excluded.title, link = excluded.link",
	"iisssi", "" };
static const struct stmt retitle = { "survey_retitle",
	"UPDATE survey SET title = $2, name = $3 WHERE id = $1", "iss", "" };
static const struct stmt content = { "survey_content",
	"SELECT content FROM survey_version WHERE survey_id = $1 AND version = $2", "ii", "s" };
static const struct stmt launch = { "survey_launch",
	"UPDATE survey SET version = $2, closed_at = 0 WHERE id = $1", "ii", "" };
static const struct stmt launched = { "survey_launched",
	"UPDATE survey_version SET launched_at = $3, tap = $4 WHERE survey_id = $1 AND version ="
	" $2",
	"iiis", "" };
static const struct stmt add_tap = { "survey_add_tap",
	"INSERT INTO survey_tap (survey_id, version, place, value, label)"
	" VALUES ($1, $2, $3, $4, $5)",
	"iiiss", "" };
static const struct stmt close = { "survey_close", "UPDATE survey SET closed_at = $2 WHERE id = $1",
	"ii", "" };
static const struct stmt studies = { "survey_studies",
	"SELECT id, name FROM study ORDER BY id DESC LIMIT $1", "i", "is" };

static bool read_list(struct ctx *c, int64_t id, size_t max, struct survey **ret, size_t *ret_n)
{
	struct survey *s = arena_new(c->mem, struct survey, max);
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &list, ARGS(arg(id), arg((int64_t)max)), &r))
		return false;
	while (n < max && sql_next(&r)) {
		s[n] = (struct survey){ row_int(&r, 0), row_int(&r, 1), row_str(&r, 2),
			row_str(&r, 3), row_str(&r, 4), row_int(&r, 5), .closed_at = row_int(&r, 6),
			.newest = row_int(&r, 7), .replies = row_int(&r, 9) };
		(void)!asked_link_read(row_peek(&r, 8), &s[n++].link);
	}
	sql_end(&r);
	*ret = s;
	*ret_n = n;
	return ctx_ok(c);
}

bool survey_list(struct ctx *c, struct survey **ret, size_t *ret_n)
{
	return read_list(c, 0, SURVEY_LIST_MAX, ret, ret_n);
}

bool survey_get(struct ctx *c, int64_t id, struct survey *ret)
{
	struct survey *one;
	size_t n = 0;

	if (id > 0 && !read_list(c, id, 1, &one, &n))
		return false;
	if (n == 0)
		return fail(c, FAULT_ABSENT, "There is no such survey.");
	*ret = one[0];
	return true;
}

bool survey_studies(struct ctx *c, struct survey_study **ret, size_t *ret_n)
{
	struct survey_study *all = arena_new(c->mem, struct survey_study, STUDIES_MAX);
	struct rows r;
	size_t n = 0;

	if (!sql_open(c, &studies, ARGS(arg((int64_t)STUDIES_MAX)), &r))
		return false;
	while (n < STUDIES_MAX && sql_next(&r))
		all[n++] = (struct survey_study){ row_int(&r, 0), row_str(&r, 1) };
	sql_end(&r);
	*ret = all;
	*ret_n = n;
	return ctx_ok(c);
}

static bool is_taken(struct ctx *c, int64_t study, struct str name, bool *ret)
{
	struct rows r;

	if (!sql_one(c, &named, ARGS(arg(study), arg(name)), &r))
		return false;
	*ret = row_int(&r, 0) > 0;
	sql_end(&r);
	return true;
}

static bool free_name(struct ctx *c, int64_t study, struct str *name)
{
	struct str stem = *name, try = *name;
	bool taken = true;

	if (stem.len > SURVEY_NAME_MAX - 3)
		stem.len = SURVEY_NAME_MAX - 3;
	for (int i = 2; i < NAMES_TRIED; i++) {
		if (!is_taken(c, study, try, &taken))
			return false;
		if (!taken) {
			*name = try;
			return true;
		}
		try = arena_fmt(c->mem, "%.*s_%d", (int)stem.len, stem.at, i);
	}
	return ctx_wrong(c, "file", "There are many surveys of this short name already.");
}

/* What was made by a form is checked by the same rules as a file, by reading it again. */
static bool put(struct ctx *c, int64_t id, int64_t version, const struct survey_form *f)
{
	struct str text;

	return survey_json_check(c, f, &text)
		&& sql_run(c, &put_version,
			ARGS(arg(id), arg(version), arg(text), arg(survey_text_in(&f->title, 0)),
				arg(str_of(asked_link_word(f->link))), arg(c->now)));
}

bool survey_make(struct ctx *c, int64_t study, const struct survey_form *f, int64_t *ret)
{
	struct survey_form named_so = *f;
	int64_t id = ctx_id(c);

	if (!free_name(c, study, &named_so.name))
		return false;
	if (!sql_run(c, &add,
		    ARGS(arg(id), arg(study), arg(named_so.name), arg(survey_text_in(&f->title, 0)),
			    arg(c->actor.v), arg(c->now)))
		|| !put(c, id, 1, &named_so) || !audit_add(c, "survey.make", "survey", id, S("")))
		return false;
	*ret = id;
	return true;
}

bool survey_form_get(struct ctx *c, int64_t id, int64_t version, struct survey_form *ret)
{
	struct survey s = { 0 };
	struct rows r;

	if (version == 0) {
		if (!survey_get(c, id, &s))
			return false;
		version = s.newest;
	}
	if (!sql_one(c, &content, ARGS(arg(id), arg(version)), &r))
		return false;
	struct str text = row_str(&r, 0);
	sql_end(&r);
	return survey_json_read(c, text, ret);
}

bool survey_save(struct ctx *c, int64_t id, const struct survey_form *f)
{
	struct survey_form kept = *f;
	struct survey s = { 0 };

	if (!survey_get(c, id, &s))
		return false;
	if (s.version > 0 && f->link != s.link)
		return ctx_wrong(c, "link",
			"People were told how their answers are linked, so this stays as it is."
			" Make "
			"another survey for another way.");
	if (s.version > 0)
		kept.name = s.name;
	return put(c, id, s.newest + (s.newest == s.version), &kept)
		&& sql_run(c, &retitle,
			ARGS(arg(id), arg(survey_text_in(&f->title, 0)), arg(kept.name)));
}

static bool put_taps(struct ctx *c, int64_t id, int64_t version, const struct survey_form *f)
{
	const struct survey_question *q = f->question;
	bool scale = q->kind == SURVEY_SCALE;
	size_t n = scale ? (size_t)(q->to - q->from) + 1 : q->choices;

	for (size_t i = 0; f->tap && i < n; i++) {
		struct str point = arena_fmt(c->mem, "%" PRId64, q->from + (int64_t)i);
		struct str low = survey_text_in(&q->low, 0), high = survey_text_in(&q->high, 0);
		struct str label = !scale ? survey_text_in(&q->choice[i].text, 0)
			: i == 0 ? arena_fmt(c->mem, "%s – %.*s", point.at, (int)low.len, low.at)
			: i + 1 == n
			? arena_fmt(c->mem, "%s – %.*s", point.at, (int)high.len, high.at)
			: point;
		if (!sql_run(c, &add_tap,
			    ARGS(arg(id), arg(version), arg((int64_t)i),
				    arg(scale ? point : q->choice[i].name), arg(label))))
			return false;
	}
	return true;
}

bool survey_launch(struct ctx *c, int64_t id)
{
	struct survey_form f;
	struct survey s = { 0 };

	if (!survey_get(c, id, &s) || !survey_form_get(c, id, s.newest, &f))
		return false;
	if (s.newest == s.version)
		return ctx_wrong(c, "launch", "This version was launched already.");
	if (f.questions == 0)
		return ctx_wrong(c, "launch", "A survey needs at least one question.");
	/* The name of the question and its words: what a page needs that cannot read the rest. */
	struct str words = survey_text_in(&f.question[0].text, 0), name = f.question[0].name;
	struct str tap = f.tap
		? arena_fmt(c->mem, "%.*s %.*s", (int)name.len, name.at, (int)words.len, words.at)
		: S("");
	return sql_run(c, &launched, ARGS(arg(id), arg(s.newest), arg(c->now), arg(tap)))
		&& put_taps(c, id, s.newest, &f)
		&& sql_run(c, &launch, ARGS(arg(id), arg(s.newest))) && survey_wave_plan(c, id)
		&& audit_add(c, "survey.launch", "survey", id,
			arena_fmt(c->mem, "version %" PRId64, s.newest));
}

bool survey_close(struct ctx *c, int64_t id, bool closed)
{
	struct survey s = { 0 };

	if (!survey_get(c, id, &s))
		return false;
	if (closed == (s.closed_at > 0))
		return true;
	return sql_run(c, &close, ARGS(arg(id), arg(closed ? c->now : (int64_t)0)))
		&& audit_add(c, closed ? "survey.close" : "survey.open", "survey", id, S(""));
}
