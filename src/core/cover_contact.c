/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Mail addresses, links, dates of birth, telephone numbers. */
#include "core/cover_part.h"

#include <ctype.h>

#define WORD "A-Za-z0-9\x80-\xff"
#define ENDINGS \
	"(com|co\\.uk|org\\.uk|ac\\.uk|me\\.uk|uk|org|net|io|dev|me|ie|de|fr|es|it|pl|nl|be|pt|" \
	"se|eu|info|app|page|site|tech|xyz|in|cn|hk|ng|pk|us|ca|au|design|blog|space|online|art|" \
	"studio|wales|scot|cymru|london|example)"
#define MONTH_DAY \
	"(([0-9]{1,2}(st|nd|rd|th)?[ ./-]+(of )?([" WORD "]+|[0-9]{1,2})[ ,./-]+[0-9]{2,4})|" \
	"([A-Za-z]+ [0-9]{1,2}(st|nd|rd|th)?,? [0-9]{4})|([0-9]{4}-[0-9]{2}-[0-9]{2})|" \
	"((19|20)[0-9]{2}))"

static void mails(struct cover_seek *s)
{
	cover_all(s, "[" WORD "._%+'!#$&*/=?^`{}~-]+ ?@[ \n]?[" WORD "-]+(\\.[" WORD "-]+)+", true,
		0, COVER_MAIL);
	cover_all(s,
		"[" WORD "._%+-]+ ?[([{<] ?at ?[])}>] ?[" WORD "-]+"
		"(( ?[([{<] ?(dot|\\.) ?[])}>] ?|\\.| dot )[" WORD "-]+)+",
		true, 0, COVER_MAIL);
	cover_all(s, "[" WORD "._%+-]+ at [" WORD "-]+( dot [" WORD "-]+)+", true, 0, COVER_MAIL);
}

static void links(struct cover_seek *s)
{
	cover_all(s, "(https?://|www\\.)[^] \t\n\f|,;<>()[]+", true, 0, COVER_LINK);
	cover_all(s,
		"([a-z0-9-]+\\.)*(linkedin|github|gitlab|bitbucket|behance|dribbble|instagram|"
		"twitter|tiktok|facebook|youtube|medium|kaggle|leetcode|orcid|researchgate|"
		"wordpress|blogspot|wixsite|substack|codepen|soundcloud|vimeo|linktr|about)"
		"\\.[a-z]{2,4}[^] \t\n\f|,;<>()[]*",
		true, 0, COVER_LINK);
	cover_all(s,
		"(^|[^" WORD "])((linkedin|github|gitlab|twitter|instagram|tiktok|snapchat|behance|"
		"portfolio|website|web|skype|orcid|discord|blog)( +(profile|page|name))? *: *)"
		"([^ \n\f|][^\n\f|]{1,60})",
		true, 6, COVER_LINK);
	cover_all(s, "(^|[ (|\n\f\t])(@[a-z0-9_.]{3,40})", true, 2, COVER_LINK);
	/* A bare domain, in small letters: «Node.js» and «B.Sc» are none. */
	cover_all(s,
		"(^|[ (|\n\f\t:/])([a-z0-9][a-z0-9-]*(\\.[a-z0-9-]+)*\\." ENDINGS
		"(/[^] \t\n\f|,;<>()[]*)?)($|[] ,.;|)\n\f\t])",
		false, 2, COVER_LINK);
}

static void births(struct cover_seek *s)
{
	cover_all(s,
		"(date of birth|d\\.? ?o\\.? ?b\\.?|birth ?date|born|birthday|geboren|geb\\.|"
		"n\xc3\xa9"
		"e? le|fecha de nacimiento|data urodzenia|dyddiad geni)[ :.|-]*\n?[ ]*"
		"(on |am |the )?" MONTH_DAY,
		true, 3, COVER_BORN);
	cover_all(
		s, "(^|[^" WORD "])(age|aged) ?:? ?([0-9]{2})($|[^" WORD "])", true, 3, COVER_BORN);
}

void cover_contacts(struct cover_seek *s)
{
	mails(s);
	links(s);
	births(s);
}

/* ---- telephone numbers ---- */

enum { GROUPS = 20, SAID_BEFORE = 18 };

struct number {
	size_t at, len, digits, groups, group[GROUPS];
	int year_like, short_groups;
	char first; /* as it is written: +, ( or a digit */
};

static struct number number_of(const struct cover_seek *s, const regmatch_t *m)
{
	struct number n = { .at = (size_t)m->rm_so, .len = (size_t)(m->rm_eo - m->rm_so) };
	const char *at = s->plain.at + n.at;
	bool in = false;

	n.first = *at;
	for (size_t i = 0; i < n.len; i++) {
		bool digit = isdigit((unsigned char)at[i]) != 0;
		if (digit && !in && n.groups < GROUPS)
			n.groups++;
		if (digit) {
			n.digits++;
			n.group[n.groups - 1]++;
		}
		if (digit && !in && i + 4 <= n.len)
			n.year_like +=
				(memcmp(at + i, "19", 2) == 0 || memcmp(at + i, "20", 2) == 0)
				&& (i + 4 == n.len || !isdigit((unsigned char)at[i + 4]));
		in = digit;
	}
	for (size_t i = 0; i < n.groups; i++)
		n.short_groups += n.group[i] <= 2;
	return n;
}

/* «09.2019 - 06.2021»: years, and nothing else that is long. */
static bool is_dates(const struct number *n)
{
	return n->year_like > 0 && n->first != '+'
		&& (size_t)(n->year_like + n->short_groups) == n->groups;
}

static bool said_before(const struct cover_seek *s, size_t at)
{
	static const char words[] =
		"tel telephone phone ffon mobile mob cell movil call whatsapp m t p number";
	size_t from = at > SAID_BEFORE ? at - SAID_BEFORE : 0;
	bool found = false;

	for (size_t i = 0; i < s->tokens; i++)
		if (s->token[i].at >= from && s->token[i].at < at
			&& s->token[i].line == cover_line_of(s, at))
			found = found || cover_among(s->token[i].folded, words);
	return found;
}

static bool is_phone(const struct cover_seek *s, const struct number *n)
{
	const size_t *g = n->group;

	if (is_dates(n) || n->digits < 7)
		return false;
	if (n->first == '+')
		return n->digits >= 8;
	if (n->first == '(' || s->plain.at[n->at] == '0')
		return n->digits >= 9;
	if (said_before(s, n->at))
		return true;
	if (n->groups == 1)
		return n->digits >= 10 && n->digits <= 13;
	return (n->groups == 3 && g[0] == 3 && g[1] == 3 && g[2] == 4)
		|| (n->groups == 2 && g[0] == 5 && (g[1] == 5 || g[1] == 6))
		|| (n->groups == 2 && g[0] == 4 && g[1] == 6);
}

void cover_phones(struct cover_seek *s)
{
	static const char pattern[] =
		"(\\(?\\+ ?\\(?|\\()?[0-9](( - | ?\\(|\\) ?|[ .-]|  |---)*[0-9]){6,24}";
	const regex_t *re = cover_regex(s, pattern, false);
	regmatch_t m[1];

	for (size_t at = 0; cover_next(s, re, &at, m, 1);) {
		struct number n = number_of(s, &m[0]);
		if (!cover_has(s, n.at, n.len, 0) && is_phone(s, &n))
			cover_add(s, n.at, n.len, COVER_PHONE);
	}
	cover_all(s, "(^|[^0-9])(0[0-9]{2,4}/[0-9][0-9 -]{4,9}[0-9])($|[^0-9/])", false, 2,
		COVER_PHONE);
}
