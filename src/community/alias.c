/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/alias.h"

#include "base/instant.h"
#include "community/thread.h"
#include "core/choice.h"
#include "core/secret.h"
#include "store/sql.h"

enum { TRIES = 24, PLAIN_TRIES = 12, WORDS = 64 };

static const struct stmt alias_mine = { "alias_mine",
	"SELECT p.shown_name, p.name, COALESCE(a.name, ''), COALESCE(a.own, 0),"
	" COALESCE((SELECT s.value FROM self_choice s WHERE s.person_id = p.id"
	" AND s.key = 'appear'), ''),"
	" COALESCE((SELECT s.value FROM self_choice s WHERE s.person_id = p.id"
	" AND s.key = 'alias'), '')"
	" FROM person p LEFT JOIN thread_alias a ON a.thread_id = $2 AND a.person_id = p.id"
	" WHERE p.id = $1",
	"ii", "sssiss" };
/* With LIKE, SQLite would prepare the statement anew for each word. */
#define NAMES "lower(' ' || p.name || ' ' || p.shown_name || ' ')"
/* What was drawn or taken in the round, and names in the group of which a word is in it. */
static const struct stmt alias_clash = { "alias_clash",
	"SELECT (SELECT count(*) FROM alias_drawn d WHERE d.round_id = $1 AND d.name_key = $3)"
	" + (SELECT count(*) FROM alias a WHERE a.round_id = $1 AND a.name_key = $3)"
	" + (SELECT count(*) FROM membership m JOIN person p ON p.id = m.person_id"
	" WHERE m.group_id = $2 AND (replace(" NAMES ", $4, '') <> " NAMES " OR replace(" NAMES
	", $5, '') <> " NAMES "))",
	"iisss", "i" };
static const struct stmt alias_owner = { "alias_owner",
	"SELECT person_id FROM alias WHERE round_id = $1 AND name_key = $2", "is", "i" };
static const struct stmt alias_reserve = { "alias_reserve",
	"INSERT INTO alias_drawn (round_id, name_key) VALUES ($1, $2)"
	" ON CONFLICT (round_id, name_key) DO NOTHING",
	"is", "" };
static const struct stmt alias_put = { "alias_put",
	"INSERT INTO thread_alias (thread_id, person_id, name, own) VALUES ($1, $2, $3, $4)",
	"iisi", "" };
static const struct stmt alias_wait = { "alias_wait",
	"UPDATE thread SET alias_next = $2 WHERE id = $1", "is", "" };

/* Two lists of words that praise nobody, tell nothing about anybody and are nobody's first name. */
static const char *const manner[WORDS] = { "Quiet", "Early", "Green", "Copper", "Silver", "Gentle",
	"Bright", "Calm", "Woolly", "Steady", "Northern", "Southern", "Western", "Eastern",
	"Frosty", "Stony", "Leafy", "Evening", "Morning", "Distant", "Hidden", "Mossy", "Rainy",
	"Painted", "Windy", "Sunlit", "Tidal", "Roaming", "Smooth", "Patient", "Wandering",
	"Speckled", "Striped", "Dewy", "Salty", "Velvet", "Russet", "Crimson", "Golden", "Indigo",
	"Pearly", "Shaded", "Snowy", "Starlit", "Moonlit", "Foggy", "Breezy", "Drifting",
	"Floating", "Folded", "Woven", "Knitted", "Carved", "Polished", "Curved", "Mapped",
	"Winding", "Lofty", "Sheltered", "Second", "Third", "Seventh", "Pebbled", "Curious" };
static const char *const thing[WORDS] = { "Heron", "Otter", "Plover", "Curlew", "Lapwing", "Hare",
	"Badger", "Salmon", "Osprey", "Puffin", "Bracken", "Alder", "Thistle", "Pebble", "Harbour",
	"Island", "Meadow", "Bridge", "Lantern", "Compass", "Kettle", "Teapot", "Anchor", "Paddle",
	"Button", "Ladder", "Basket", "Blanket", "Candle", "Feather", "Acorn", "Walnut", "Barley",
	"Nutmeg", "Pumpkin", "Mushroom", "Lichen", "Seagull", "Sparrow", "Magpie", "Starling",
	"Beetle", "Cricket", "Dragonfly", "Squirrel", "Hedgehog", "Marten", "Porpoise", "Cockle",
	"Mussel", "Boulder", "Canyon", "Glacier", "Lagoon", "Orchard", "Causeway", "Chimney",
	"Gateway", "Lighthouse", "Viaduct", "Windmill", "Umbrella", "Mitten", "Trombone" };

/* Of a character of base64url: 0 to 63, each as likely as the others. */
static unsigned six(char ch)
{
	if (ch >= 'A' && ch <= 'Z')
		return (unsigned)(ch - 'A');
	if (ch >= 'a' && ch <= 'z')
		return (unsigned)(ch - 'a') + 26;
	if (ch >= '0' && ch <= '9')
		return (unsigned)(ch - '0') + 52;
	return ch == '-' ? 62 : 63;
}

static bool is_word(struct str s, const char *const *list)
{
	for (size_t i = 0; i < WORDS; i++)
		if (str_eq(s, str_of(list[i])))
			return true;
	return false;
}

/* Whether it could have been drawn: two words of the lists, perhaps a number. */
static bool is_drawn(struct str name)
{
	struct str rest = name;
	struct str one = str_cut(&rest, ' '), two = str_cut(&rest, ' ');
	int64_t number = 2;

	return is_word(one, manner) && is_word(two, thing)
		&& (rest.len == 0 || (str_to_int(rest, &number) && number > 1 && number < 1000))
		&& name.len == one.len + two.len + 1 + (rest.len ? rest.len + 1 : 0);
}

static bool is_free(struct ctx *c, const struct alias_spot *s, struct str name, bool *ret)
{
	struct str key = appear_key(c, name), rest = key;
	struct str one = str_cut(&rest, ' '), two = str_cut(&rest, ' ');
	struct rows r;

	if (!sql_one(c, &alias_clash,
		    ARGS(arg(s->round.v), arg(s->group.v), arg(key),
			    arg(arena_fmt(c->mem, " %.*s ", (int)one.len, one.at)),
			    arg(arena_fmt(c->mem, " %.*s ", (int)two.len, two.at))),
		    &r))
		return false;
	*ret = row_int(&r, 0) == 0;
	sql_end(&r);
	return true;
}

struct str alias_words(struct ctx *c, struct str token, bool number)
{
	const char *a = manner[six(token.at[0])], *b = thing[six(token.at[1])];
	unsigned n = 2 + (six(token.at[2]) * 64 + six(token.at[3])) % 998;

	return number ? arena_fmt(c->mem, "%s %s %u", a, b, n) : arena_fmt(c->mem, "%s %s", a, b);
}

/* The first free one of a row of names that this spot alone has; seed tells rows apart. */
static bool draw(struct ctx *c, const struct alias_spot *s, int64_t seed, struct str *ret)
{
	bool free_one = false;

	for (int i = 0; i < TRIES && !free_one; i++) {
		struct str token = secret_name(c, "thread alias",
			arena_fmt(c->mem, "%lld %lld %lld %d", (long long)s->group.v,
				(long long)s->thread.v, (long long)seed, i));
		*ret = alias_words(c, token, i >= PLAIN_TRIES);
		if (!is_free(c, s, *ret, &free_one))
			return false;
	}
	return free_one
		|| fail(c, FAULT_CONFLICT,
			"No alias is free here any more. Your text is still here: choose your"
			" first name, or ask a facilitator.");
}

static bool has_keys(const struct ctx *c)
{
	return c->house && c->house->keys;
}

static bool taken(struct ctx *c)
{
	return ctx_wrong(c, "as",
		"Somebody else took this alias while you wrote. Your text is still here: look at"
		" the alias that you have now, then send it.");
}

static bool reserve(struct ctx *c, const struct alias_spot *s, struct str name)
{
	int64_t n;

	return sql_count(c, &alias_reserve, ARGS(arg(s->round.v), arg(appear_key(c, name))), &n)
		&& (n == 1 || taken(c));
}

bool alias_first(struct ctx *c, const struct alias_spot *s, struct str *ret)
{
	*ret = S("");
	return !has_keys(c) || (draw(c, s, c->now, ret) && reserve(c, s, *ret));
}

struct alias_spot alias_spot_of(const struct thread *t)
{
	return (struct alias_spot){ t->round, t->group, t->id, t->alias_next };
}

/* Somebody else of the round may have it: they were in another round when they took it. */
static bool find_own(struct ctx *c, const struct alias_spot *s, struct alias_offer *o)
{
	struct rows r;

	if (o->has)
		o->own = S("");
	if (o->own.len == 0)
		return true;
	if (!sql_open(c, &alias_owner, ARGS(arg(s->round.v), arg(appear_key(c, o->own))), &r))
		return false;
	if (sql_next(&r)) {
		o->own_kept = row_int(&r, 0) == c->actor.v;
		if (!o->own_kept)
			o->own = S("");
		sql_end(&r);
	}
	return ctx_ok(c);
}

bool alias_find(struct ctx *c, const struct alias_spot *s, struct alias_offer *ret)
{
	struct alias_offer o = { 0 };
	struct rows r;

	if (!sql_one(c, &alias_mine, ARGS(arg(c->actor.v), arg(s->thread.v)), &r))
		return false;
	o.first = row_str(&r, 0);
	o.full = row_str(&r, 1);
	o.alias = row_str(&r, 2);
	o.has = o.alias.len > 0;
	o.has_own = row_int(&r, 3);
	o.last = o.as = appear_of(row_peek(&r, 4));
	o.own = row_str(&r, 5);
	sql_end(&r);
	if (!find_own(c, s, &o))
		return false;
	if (o.has || (o.as == APPEAR_OWN && o.own.len == 0))
		o.as = APPEAR_ALIAS;
	else if (o.as == APPEAR_UNCHOSEN)
		o.as = APPEAR_FIRST;
	*ret = o;
	if (o.has || !has_keys(c))
		return true;
	ret->alias = s->next;
	return s->next.len || draw(c, s, c->now / INSTANT_DAY, &ret->alias);
}

/* The alias that stood on the form, or the one that waits when there was none. */
static bool settle_drawn(
	struct ctx *c, const struct alias_spot *s, struct str shown, struct alias_name *ret)
{
	bool free_one = false;

	ret->is_new = true;
	if (shown.len == 0) {
		ret->byline = s->next;
		return s->next.len
			|| (draw(c, s, c->now, &ret->byline) && reserve(c, s, ret->byline));
	}
	ret->byline = shown;
	if (s->next.len && str_eq(shown, s->next))
		return true;
	if (!is_drawn(shown))
		return taken(c);
	if (!is_free(c, s, shown, &free_one))
		return false;
	return free_one ? reserve(c, s, shown) : taken(c);
}

static bool settle_own(struct ctx *c, const struct alias_offer *o, struct alias_name *ret)
{
	if (o->own.len == 0)
		return ctx_wrong(c, "as",
			"You have no alias of your own that is free in this round. Choose another"
			" name, or take an alias under Me.");
	ret->byline = o->own;
	ret->is_new = true;
	return o->own_kept || appear_claim(c, o->own);
}

static bool settle(struct ctx *c, const struct alias_wish *w, struct alias_name *ret)
{
	const struct alias_offer *o = &w->offer;

	*ret = (struct alias_name){ .as = w->as };
	switch (w->as) {
	case APPEAR_FIRST: ret->byline = o->first; return true;
	case APPEAR_FULL: ret->byline = o->full; return true;
	case APPEAR_ALIAS:
	case APPEAR_OWN: break;
	default: return ctx_wrong(c, "as", "Choose under which name this is to stand.");
	}
	if (o->has) {
		ret->as = o->has_own ? APPEAR_OWN : APPEAR_ALIAS;
		ret->byline = o->alias;
		return true;
	}
	return w->as == APPEAR_ALIAS ? settle_drawn(c, &w->spot, w->shown, ret)
				     : settle_own(c, o, ret);
}

bool alias_settle(struct ctx *c, const struct alias_wish *w, struct alias_name *ret)
{
	return settle(c, w, ret) && (w->offer.last == w->as || appear_remember(c, w->as));
}

bool alias_keep(struct ctx *c, const struct alias_spot *s, const struct alias_name *name)
{
	int64_t own = name->as == APPEAR_OWN;
	struct str next;

	if (!name->is_new)
		return true;
	if (!sql_run(c, &alias_put,
		    ARGS(arg(s->thread.v), arg(c->actor.v), arg(name->byline), arg(own))))
		return false;
	if (s->next.len && !str_eq(s->next, name->byline))
		return true;
	return alias_first(c, s, &next)
		&& sql_run(c, &alias_wait, ARGS(arg(s->thread.v), arg(next)));
}
