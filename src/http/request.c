/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/request.h"

#include "base/utf8.h"
#include "http/form.h"

/* Cuts a multipart body into its parts; a large one is not searched again for each field. False for
   another body. */
static bool cut(struct request *rq)
{
	struct str boundary = multipart_boundary(rq->content_type), body = rq->body;

	if (boundary.len == 0 || rq->cut)
		return boundary.len > 0;
	struct form_part *part = arena_new(rq->ctx->mem, struct form_part, FORM_FIELDS_MAX);
	while (rq->parts < FORM_FIELDS_MAX
		&& multipart_next(&body, boundary, &part[rq->parts].name, &part[rq->parts].file,
			&part[rq->parts].value))
		rq->parts++;
	rq->part = part;
	rq->cut = true;
	return true;
}

/* The n-th value of a field of the body, whatever way it was sent. */
static bool field(struct request *rq, struct str name, size_t n, struct str *ret)
{
	if (!cut(rq))
		return form_find(rq->ctx->mem, rq->body, name, n, ret);
	for (size_t i = 0; i < rq->parts; i++) {
		if (!str_eq(rq->part[i].name, name) || n-- > 0)
			continue;
		*ret = rq->part[i].value;
		return true;
	}
	return false;
}

bool form_file(struct request *rq, const char *name, struct str *ret_name, struct str *ret_bytes)
{
	if (!cut(rq))
		return false;
	for (size_t i = 0; i < rq->parts; i++) {
		const struct form_part *p = &rq->part[i];
		if (!str_eq(p->name, str_of(name)) || p->file.len + p->value.len == 0)
			continue;
		*ret_name = p->file;
		*ret_bytes = p->value;
		return true;
	}
	return false;
}

static struct str checked(struct request *rq, const char *name, struct str value, size_t max)
{
	if (value.len > max) {
		(void)!ctx_wrong(rq->ctx, name, "This is too long: %zu bytes where %zu fit.",
			value.len, max);
		return (struct str){ value.at, 0 };
	}
	if (!utf8_is_text(value)) {
		(void)!ctx_wrong(rq->ctx, name, "This holds characters that are not text.");
		return (struct str){ value.at, 0 };
	}
	return value;
}

struct str form_str(struct request *rq, const char *name, size_t max)
{
	struct str value;

	return field(rq, str_of(name), 0, &value) ? checked(rq, name, value, max) : S("");
}

bool form_has(struct request *rq, const char *name)
{
	struct str value;

	return field(rq, str_of(name), 0, &value);
}

bool form_nth(struct request *rq, const char *name, size_t n, size_t max, struct str *ret)
{
	struct str value;

	if (!field(rq, str_of(name), n, &value))
		return false;
	*ret = checked(rq, name, value, max);
	return true;
}

static int64_t number(
	struct request *rq, const char *name, struct str value, int64_t min, int64_t max)
{
	int64_t n = 0;

	value = str_trim(value);
	bool negative = value.len > 1 && value.at[0] == '-';
	struct str digits = { value.at + negative, value.len - negative };
	if (str_to_int(digits, &n))
		n = negative ? -n : n;
	else
		n = min - 1;
	if (n < min || n > max)
		(void)!ctx_wrong(rq->ctx, name, "This must be a whole number from %lld to %lld.",
			(long long)min, (long long)max);
	return n < min ? min : n > max ? max : n;
}

int64_t form_int(struct request *rq, const char *name, int64_t min, int64_t max, int64_t fallback)
{
	struct str value = form_str(rq, name, 64);

	return value.len ? number(rq, name, value, min, max) : fallback;
}

struct str query_str(struct request *rq, const char *name, size_t max)
{
	struct str value;

	return form_find(rq->ctx->mem, rq->query, str_of(name), 0, &value)
		? checked(rq, name, value, max)
		: S("");
}

int64_t query_int(struct request *rq, const char *name, int64_t min, int64_t max, int64_t fallback)
{
	struct str value = query_str(rq, name, 64);

	return value.len ? number(rq, name, value, min, max) : fallback;
}

static bool listed(struct str name, const char *const *names)
{
	for (; *names; names++)
		if (str_eq(name, str_of(*names)))
			return true;
	return false;
}

static bool unknown(struct request *rq, struct str name)
{
	return fail(rq->ctx, FAULT_INVALID, "This form has no field named %.*s.",
		name.len > 40 ? 40 : (int)name.len, utf8_is_text(name) ? name.at : "…");
}

bool form_only(struct request *rq, const char *const *names)
{
	bool parts = cut(rq);
	struct str name;

	for (size_t i = 0; !parts && form_name(rq->ctx->mem, rq->body, i, &name); i++)
		if (!listed(name, names))
			return unknown(rq, name);
	for (size_t i = 0; i < rq->parts; i++)
		if (!listed(rq->part[i].name, names))
			return unknown(rq, rq->part[i].name);
	return true;
}

bool request_see(struct request *rq, struct url where)
{
	struct buf out;

	buf_init(&out, PATH_MAX_BYTES);
	html_put_address(&out, where);
	rq->location = arena_str(rq->ctx->mem, buf_str(&out));
	buf_free(&out);
	rq->status = 303;
	return true;
}
