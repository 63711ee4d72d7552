/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Schools: by the words that end or begin their names, and by the lists that were imported. */
#include "core/cover_part.h"

#include "core/school.h"

enum { LEFT = 9, LISTED_MAX = 120, WORDS_MAX = 6 };

static const char after[] = "school college academy grammar comprehensive gymnasium realschule "
			    "gesamtschule highschool sixth lisesi lyceum";
static const char before[] =
	"lycee liceo liceum colegio ies gymnasium ysgol scoil coláiste colaiste "
	"ecole escuela escola instituto technikum istituto gymnazium";
static const char generic[] =
	"primary secondary high middle grammar sixth form upper lower junior infant comprehensive "
	"after old my the a at local community school college schools attended education business "
	"law medical summer graduate driving dental management film sunday doctoral of and for "
	"public state boarding in from years year ";
static const char joints[] = "of and for the st saint in de la le del im i upon ce rc c e san";

static bool beside(const struct cover_seek *s, size_t a, size_t b)
{
	const struct cover_token *x = &s->token[a], *y = &s->token[b];
	struct str gap = { s->plain.at + x->at + x->len, y->at - (x->at + x->len) };

	if (x->line != y->line || gap.len > 4 || memchr(gap.at, ',', gap.len)
		|| memchr(gap.at, ':', gap.len) || memchr(gap.at, '|', gap.len)
		|| memchr(gap.at, '(', gap.len) || memchr(gap.at, ';', gap.len))
		return false;
	return !(gap.len > 2 && memchr(gap.at, '-', gap.len) && memchr(gap.at, ' ', gap.len));
}

static bool may_be_part(const struct cover_token *t)
{
	return !t->digits && (t->capital || cover_among(t->folded, joints) || t->letters == 1);
}

static size_t leftmost(const struct cover_seek *s, size_t i, bool *ret_named)
{
	size_t from = i;

	for (size_t k = i;
		k > 0 && i - k < LEFT && beside(s, k - 1, k) && may_be_part(&s->token[k - 1]);
		k--) {
		from = k - 1;
		*ret_named = *ret_named
			|| (s->token[from].capital && !cover_among(s->token[from].folded, generic));
	}
	while (from < i
		&& (!s->token[from].capital
			|| cover_among(s->token[from].folded, "at attended from joined left")))
		from++;
	return from;
}

/* «School for Girls», «Sixth Form College», «Liceum im. Marii». */
static size_t rightmost(const struct cover_seek *s, size_t i, bool all, bool *ret_named)
{
	size_t to = i;

	for (size_t k = i + 1;
		k < s->tokens && k - i < LEFT && beside(s, k - 1, k) && may_be_part(&s->token[k]);
		k++) {
		const struct cover_token *t = &s->token[k];
		bool kind = cover_among(t->folded, after) || cover_among(t->folded, "form centre");
		bool joined = cover_among(s->token[k - 1].folded, joints);
		all = all || cover_among(s->token[i].folded, "academy");
		if (!all && !kind && !joined && !cover_among(t->folded, joints))
			break;
		if (t->capital && t->letters > 1)
			to = k;
		*ret_named = *ret_named || (t->capital && !cover_among(t->folded, generic));
	}
	return to;
}

static void by_words(struct cover_seek *s)
{
	for (size_t i = 0; i < s->tokens; i++) {
		const struct cover_token *t = &s->token[i];
		bool ends = cover_among(t->folded, after), begins = cover_among(t->folded, before);
		bool named = false, right = false;
		if (!t->capital || (!ends && !begins))
			continue;
		size_t from = leftmost(s, i, &named);
		size_t to = rightmost(s, i, begins, &right);
		/* «School of Chemistry» is a part of a university. */
		if (begins ? !named && !right : !named)
			continue;
		cover_add(s, s->token[from].at,
			s->token[to].at + s->token[to].len - s->token[from].at, COVER_SCHOOL);
		i = to;
	}
}

/* A name on an imported list that stands in the part about schools, whatever it is called. */
static bool listed(struct cover_seek *s, size_t first, size_t n, bool *ret)
{
	size_t at = s->token[first].at;
	const struct cover_token *last = &s->token[first + n - 1];
	struct str words = { s->text.at + at, last->at + last->len - at };
	struct school *found;
	size_t have;

	*ret = false;
	if (!school_search(s->c, words, 1, &found, &have))
		return false;
	*ret = have > 0 && str_eq(cover_fold(s->c, found[0].name), cover_fold(s->c, words));
	return true;
}

static bool by_list(struct cover_seek *s)
{
	int64_t schools, asked = 0;

	if (!school_count(s->c, S(""), &schools))
		return false;
	for (size_t i = 0; schools > 0 && i < s->tokens; i++) {
		const struct cover_token *t = &s->token[i];
		if (s->line[t->line].section != SECTION_SCHOOLS || !t->capital
			|| (i > 0 && beside(s, i - 1, i) && s->token[i - 1].capital))
			continue;
		size_t n = 1;
		while (n < WORDS_MAX && i + n < s->tokens && beside(s, i + n - 1, i + n)
			&& may_be_part(&s->token[i + n]))
			n++;
		bool is = false;
		for (; n > 0 && !is && asked++ < LISTED_MAX; n -= !is)
			if (!listed(s, i, n, &is))
				return false;
		if (is)
			cover_add(s, t->at,
				s->token[i + n - 1].at + s->token[i + n - 1].len - t->at,
				COVER_SCHOOL);
	}
	return true;
}

bool cover_schools(struct cover_seek *s)
{
	by_words(s);
	return by_list(s);
}
