/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/feature.h"

#include "core/audit.h"
#include "store/sql.h"

#include <assert.h>

/* Each sum packs a table's rows into one number; feature.h says how. */
static const struct stmt of_group = { "feature_of_group",
	"SELECT COALESCE((SELECT CAST(sum((1 << CAST(f.feature AS INTEGER)) * (64 + f.is_on))"
	" AS BIGINT) FROM round_feature f WHERE f.round_id = g.round_id), 0),"
	" COALESCE((SELECT CAST(sum((1 << CAST(f.feature AS INTEGER)) * (64 + f.is_on))"
	" AS BIGINT) FROM group_feature f WHERE f.group_id = g.id), 0), r.closes_at"
	" FROM peer_group g JOIN round r ON r.id = g.round_id WHERE g.id = $1",
	"i", "iii" };
static const struct stmt of_round = { "feature_of_round",
	"SELECT COALESCE(CAST(sum((1 << CAST(f.feature AS INTEGER)) * (64 + f.is_on)) AS BIGINT),"
	" 0) FROM round_feature f WHERE f.round_id = $1",
	"i", "i" };
static const struct stmt put = { "feature_put",
	"INSERT INTO round_feature (round_id, feature, is_on) VALUES ($1, $2, $3)"
	" ON CONFLICT (round_id, feature) DO UPDATE SET is_on = excluded.is_on",
	"iii", "" };

enum { PACKED = 64 };
_Static_assert(1 << (FEATURE_LAST + 1) <= PACKED, "every feature has a bit below the packed ones");

const char *feature_word(enum feature f)
{
	static const char *const words[FEATURE_LAST + 1] = {
		[FEATURE_STRENGTHS] = "strengths",
		[FEATURE_LIVE_WELCOME] = "live-welcome",
		[FEATURE_WELLBEING] = "wellbeing",
		[FEATURE_OPEN_MEMBERSHIP] = "open-membership",
		[FEATURE_EXPERIENCE_SPLIT] = "experience-split",
	};

	assert(f > 0 && f <= FEATURE_LAST);
	return words[f];
}

int64_t feature_unpack(int64_t round, int64_t group)
{
	int64_t bits = (FEATURES_UNCHOSEN & ~(round / PACKED)) | round % PACKED;

	return (bits & ~(group / PACKED)) | group % PACKED;
}

bool feature_of_group(struct ctx *c, int64_t group, int64_t *ret_bits)
{
	struct rows r;

	if (!sql_one(c, &of_group, ARGS(arg(group)), &r))
		return false;
	*ret_bits = feature_unpack(row_int(&r, 0), row_int(&r, 1));
	sql_end(&r);
	return true;
}

bool feature_ended(struct ctx *c, int64_t group, bool *ret)
{
	struct rows r;

	if (!sql_one(c, &of_group, ARGS(arg(group)), &r))
		return false;
	int64_t bits = feature_unpack(row_int(&r, 0), row_int(&r, 1));
	*ret = row_int(&r, 2) <= c->now && !(bits & 1 << FEATURE_OPEN_MEMBERSHIP);
	sql_end(&r);
	return true;
}

bool feature_of_round(struct ctx *c, int64_t round, int64_t *ret_bits)
{
	struct rows r;

	if (!sql_one(c, &of_round, ARGS(arg(round)), &r))
		return false;
	*ret_bits = feature_unpack(row_int(&r, 0), 0);
	sql_end(&r);
	return true;
}

/* What changed, such as «strengths off, live-welcome on»; empty when nothing did. */
static struct str changes(struct ctx *c, int64_t before, int64_t after)
{
	struct str said = S("");

	for (enum feature f = 1; f <= FEATURE_LAST; f++)
		if ((before ^ after) & 1 << f)
			said = arena_fmt(c->mem, "%.*s%s%s %s", (int)said.len, said.at,
				said.len ? ", " : "", feature_word(f),
				after & 1 << f ? "on" : "off");
	return said;
}

bool feature_choose(struct ctx *c, int64_t round, int64_t bits)
{
	int64_t before;

	if (!feature_of_round(c, round, &before))
		return false;
	for (enum feature f = 1; f <= FEATURE_LAST; f++)
		if (!sql_run(c, &put,
			    ARGS(arg(round), arg((int64_t)f), arg((int64_t)((bits >> f) & 1)))))
			return false;
	return audit_add(c, "round.features", "round", round, changes(c, before, bits));
}
