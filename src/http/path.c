/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/form.h"
#include "http/request.h"

static bool usable(struct str s)
{
	return s.len > 0 && !memchr(s.at, '\0', s.len) && !memchr(s.at, '/', s.len);
}

/* Whether the path has the pattern's shape; decodes nothing, because most patterns do not fit. */
static bool fits(struct str path, const char *pattern)
{
	const char *p = path.at, *end = p + path.len;

	for (; *pattern; pattern++) {
		if (*pattern != '{') {
			if (p == end || *p++ != *pattern)
				return false;
			continue;
		}
		while (p < end && *p != '/')
			p++;
		pattern = strchr(pattern, '}');
		if (!pattern)
			return false;
	}
	return p == end;
}

bool route_match(
	struct arena *a, struct str path, const char *pattern, struct pair *param, size_t max)
{
	const char *p = path.at, *end = p + path.len;
	size_t n = 0;

	if (!fits(path, pattern))
		return false;
	memset(param, 0, max * sizeof *param);
	for (; *pattern; pattern++) {
		if (*pattern != '{') {
			p++;
			continue;
		}
		const char *close = strchr(pattern, '}'), *from = p;
		while (p < end && *p != '/')
			p++;
		if (n == max)
			return false;
		param[n].name = (struct str){ pattern + 1, (size_t)(close - pattern - 1) };
		param[n].value = form_decode(a, (struct str){ from, (size_t)(p - from) }, false);
		if (!usable(param[n++].value))
			return false;
		pattern = close;
	}
	return p == end;
}

struct str path_str(const struct request *rq, const char *name)
{
	for (int i = 0; i < PATH_PARAMS; i++)
		if (rq->param[i].name.len && str_eq(rq->param[i].name, str_of(name)))
			return rq->param[i].value;
	return S("");
}

int64_t path_id(struct request *rq, const char *name)
{
	int64_t n = 0;

	if (!str_to_int(path_str(rq, name), &n) || n <= 0)
		(void)!fail(rq->ctx, FAULT_ABSENT, "There is no such page.");
	return n;
}
