/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/school.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "store/sql.h"

enum { WORDS = 4, TYPED_MAX = 200, LETTERS_MIN = 2 };

#define COLUMNS "list, code, name, place, fsm, deprived_share, listed"

static const struct stmt by_code = { "school_by_code",
	"SELECT list, code, name, place, fsm, deprived_share,"
	" CASE WHEN listed = 1 OR EXISTS (SELECT 1 FROM school o WHERE o.list = 'own'"
	" AND o.code = $1 AND o.listed = 1) THEN 1 ELSE 0 END"
	" FROM school WHERE list = $2 AND code = $3",
	"sss", "ssssiii" };
/* words are a space before each word; $5 is for those that begin as was typed. What an own list has
   by the code of a published school is shown once. */
static const struct stmt by_words = { "school_by_words",
	"SELECT " COLUMNS " FROM school"
	" WHERE words LIKE $1 AND words LIKE $2 AND words LIKE $3 AND words LIKE $4"
	" AND NOT (list = 'own' AND EXISTS (SELECT 1 FROM school o WHERE o.list IN"
	" ('england', 'scotland') AND o.code = school.code))"
	" ORDER BY CASE WHEN words LIKE $5 THEN 0 ELSE 1 END, words, list, code LIMIT $6",
	"sssssi", "ssssiii" };
static const struct stmt put = { "school_put",
	"INSERT INTO school (list, code, name, words, place, fsm, deprived_share, listed)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
	" ON CONFLICT (list, code) DO UPDATE SET name = excluded.name, words = excluded.words,"
	" place = CASE WHEN excluded.place = '' THEN school.place ELSE excluded.place END,"
	" fsm = CASE WHEN excluded.fsm < 0 THEN school.fsm ELSE excluded.fsm END,"
	" deprived_share = CASE WHEN excluded.deprived_share < 0 THEN school.deprived_share"
	" ELSE excluded.deprived_share END, listed = excluded.listed",
	"sssssiii", "" };
static const struct stmt forget = { "school_forget", "DELETE FROM school WHERE list = $1", "s",
	"" };
static const struct stmt count = { "school_count",
	"SELECT count(*) FROM school WHERE list = $1 OR $1 = ''", "s", "i" };

/* ---- words ---- */

/* The letter under an accent, for the letters of Welsh, Gaelic and French names; else 0. */
static char plain(int32_t point)
{
	static const char latin1[] = "aaaaaaaceeeeiiiidnooooo/ouuuuyts";

	if (point >= 0xc0 && point <= 0xff && (point & 31) != 23)
		return latin1[point & 31];
	return (char)(point == 0x174 || point == 0x175	   ? 'w'
			: point == 0x176 || point == 0x177 ? 'y'
							   : 0);
}

/* One letter in lower case; 0 for an apostrophe, which parts no words; a space for the rest. */
static char fold(int32_t point)
{
	if (point >= 'A' && point <= 'Z')
		return (char)(point - 'A' + 'a');
	if ((point >= 'a' && point <= 'z') || (point >= '0' && point <= '9'))
		return (char)point;
	if (point == '\'' || point == 0x2019)
		return 0;
	return plain(point) ? plain(point) : ' ';
}

static void add_word(struct buf *b, struct str word)
{
	if (word.len == 0)
		return;
	buf_char(b, ' ');
	buf_add(b, str_eq(word, S("saint")) ? S("st") : word);
}

/* « st marys academy», of any text. */
static struct str words_of(struct ctx *c, struct str text)
{
	char *flat = arena_new(c->mem, char, text.len + 1);
	size_t n = 0;
	struct buf b;

	while (text.len > 0) {
		char ch = fold(utf8_next(&text));
		if (ch)
			flat[n++] = ch;
	}
	struct str rest = { flat, n };
	buf_init(&b, n + 64);
	while (rest.len > 0)
		add_word(&b, str_cut(&rest, ' '));
	struct str words = arena_str(c->mem, buf_str(&b));
	buf_free(&b);
	return words;
}

/* ---- reading ---- */

static struct school read(const struct rows *r)
{
	return (struct school){ row_str(r, 0), row_str(r, 1), row_str(r, 2), row_str(r, 3),
		row_int(r, 4), row_int(r, 5), row_int(r, 6) != 0 };
}

bool school_search(struct ctx *c, struct str words, size_t max, struct school **ret, size_t *ret_n)
{
	struct str flat = words_of(c, utf8_head(words, TYPED_MAX)), rest = flat;
	struct str like[WORDS] = { S("%"), S("%"), S("%"), S("%") };
	struct rows r;

	*ret = arena_new(c->mem, struct school, max + 1);
	*ret_n = 0;
	if (flat.len < LETTERS_MIN + 1)
		return true;
	(void)str_cut(&rest, ' '); /* nothing stands before the first space */
	for (size_t i = 0; i < WORDS && rest.len > 0; i++) {
		struct str word = str_cut(&rest, ' ');
		like[i] = arena_fmt(c->mem, "%% %.*s%%", (int)word.len, word.at);
	}
	struct str begin = arena_fmt(c->mem, "%.*s%%", (int)flat.len, flat.at);
	if (!sql_open(c, &by_words,
		    ARGS(arg(like[0]), arg(like[1]), arg(like[2]), arg(like[3]), arg(begin),
			    arg((int64_t)max)),
		    &r))
		return false;
	while (sql_next(&r))
		(*ret)[(*ret_n)++] = read(&r);
	return ctx_ok(c);
}

bool school_get(struct ctx *c, struct str list, struct str code, struct school *ret)
{
	struct rows r;

	*ret = (struct school){ .fsm = SCHOOL_UNKNOWN, .deprived_share = SCHOOL_UNKNOWN };
	if (!sql_open(c, &by_code, ARGS(arg(code), arg(list), arg(code)), &r))
		return false;
	if (sql_next(&r)) {
		*ret = read(&r);
		sql_end(&r);
	}
	return ctx_ok(c);
}

/* ---- writing ---- */

bool school_put(struct ctx *c, const struct school *s)
{
	struct str all = arena_fmt(
		c->mem, "%.*s %.*s", (int)s->name.len, s->name.at, (int)s->place.len, s->place.at);

	return sql_run(c, &put,
		ARGS(arg(s->list), arg(s->code), arg(s->name), arg(words_of(c, all)), arg(s->place),
			arg(s->fsm), arg(s->deprived_share), arg((int64_t)s->listed)));
}

bool school_forget(struct ctx *c, struct str list)
{
	return sql_run(c, &forget, ARGS(arg(list)));
}

bool school_count(struct ctx *c, struct str list, int64_t *ret)
{
	struct rows r;

	if (!sql_one(c, &count, ARGS(arg(list)), &r))
		return false;
	*ret = row_int(&r, 0);
	sql_end(&r);
	return true;
}
