/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Names: the one of the account, the one that a CV begins with, those of referees. */
#include "core/cover_part.h"

enum { PARTS = 40, TOP_LINES = 8, NAME_WORDS = 7 };

/* Belong to names, and stand in other places too. */
static const char particles[] =
	"van von de da di del della der den la le el al bin binti bint ibn ap ab mac mc o d st dos "
	"das du do ter ten y e i ni nic ui san ben abu zu";
/* Found at the top of CVs, and no names. */
static const char no_names[] =
	"curriculum vitae cv resume profile personal statement student year first second third "
	"fourth final undergraduate graduate postgraduate university college school engineer "
	"engineering developer designer manager assistant nurse teacher analyst consultant "
	"scientist science chemistry physics biology history geography law economics business "
	"psychology sociology accounting finance computer mathematics maths english design art "
	"email mail phone mobile tel telephone address home contact details linkedin github "
	"dear sir madam road street avenue lane education experience summary of the and for in "
	"covering cover letter application bsc ba msc ma meng llb phd nursing term time road";

struct parts {
	struct str at[PARTS];
	size_t n;
};

static void learn(struct parts *p, struct str folded)
{
	for (size_t i = 0; i < p->n; i++)
		if (str_eq(p->at[i], folded))
			return;
	if (p->n < PARTS)
		p->at[p->n++] = folded;
}

static bool known(const struct parts *p, struct str folded)
{
	for (size_t i = 0; i < p->n; i++)
		if (str_eq(p->at[i], folded))
			return true;
	return false;
}

/* Its words, and pairs of them written as one: O'Brien, OBRIEN. */
static void learn_text(struct cover_seek *s, struct parts *p, struct str name)
{
	struct cover_spans none = { 0 };
	struct cover_seek n = { .c = s->c, .text = name, .found = &none };

	cover_read(&n);
	for (size_t i = 0; i < n.tokens; i++) {
		struct str one = n.token[i].folded, two = i ? n.token[i - 1].folded : S("");
		if (!n.token[i].digits)
			learn(p, one);
		if (i > 0 && (one.len < 3 || two.len < 3 || cover_among(two, particles)))
			learn(p,
				arena_fmt(s->c->mem, "%.*s%.*s", (int)two.len, two.at, (int)one.len,
					one.at));
	}
}

static bool is_particle(const struct cover_token *t)
{
	return cover_among(t->folded, particles);
}

/* Tokens of a segment that could be a name: capitals, particles, a letter alone. */
static bool looks_like_name(const struct cover_seek *s, size_t first, size_t n)
{
	size_t full = 0;

	if (n == 0 || n > NAME_WORDS)
		return false;
	for (size_t i = first; i < first + n; i++) {
		const struct cover_token *t = &s->token[i];
		if (t->digits || cover_among(t->folded, no_names) || cover_has(s, t->at, t->len, 0))
			return false;
		if (!t->capital && !is_particle(t))
			return false;
		full += t->capital && !is_particle(t);
	}
	return full > 0;
}

static void learn_tokens(struct cover_seek *s, struct parts *p, size_t first, size_t n)
{
	for (size_t i = first; i < first + n; i++)
		if (!cover_among(s->token[i].folded, no_names)) {
			s->token[i].name = true;
			learn(p, s->token[i].folded);
		}
}

static size_t first_of(const struct cover_seek *s, size_t at)
{
	size_t i = 0;

	while (i < s->tokens && s->token[i].at < at)
		i++;
	return i;
}

/* Words between at and end that are left when «Curriculum vitae of» is taken away. */
static void name_in(struct cover_seek *s, struct parts *p, size_t at, size_t end, size_t least)
{
	size_t i = first_of(s, at), n = 0;

	while (i < s->tokens && s->token[i].at < end
		&& cover_among(s->token[i].folded, "curriculum vitae cv resume of for name"))
		i++;
	while (i + n < s->tokens && s->token[i + n].at < end)
		n++;
	if (n >= least && looks_like_name(s, i, n))
		learn_tokens(s, p, i, n);
}

static bool comma_or_colon(struct str t)
{
	return memchr(t.at, ',', t.len) || memchr(t.at, ':', t.len);
}

/* A name stands in the first lines, alone or before other things, and by two words at least; alone
   on its line in all capitals it may be one. */
static void at_the_top(struct cover_seek *s, struct parts *p)
{
	size_t seen = 0;

	for (size_t l = 0; l < s->lines && seen < TOP_LINES; l++) {
		const struct cover_line *line = &s->line[l];
		if (line->blank)
			continue;
		seen++;
		struct str text = { s->plain.at + line->at, line->len };
		size_t skip = text.len - str_trim(text).len;
		size_t from = line->at + (skip ? strspn(text.at, " \t") : 0);
		struct str part = cover_segment(s, l, from);
		size_t at = (size_t)(part.at - s->plain.at);
		if (line->section == SECTION_TOP && !comma_or_colon(part) && seen <= 3)
			name_in(s, p, at, at + part.len, 2);
	}
}

/* «Full name: Jane Smith», «Dear Ms Patel», «Dr H. Carter», and who signs a letter. */
static void by_words_before(struct cover_seek *s, struct parts *p)
{
	static const char labels[] =
		"((^|[\n\f|])[ \t]*)((full |first |last |family |given |preferred |middle )?name|"
		"names|surname|forenames?|nom|nombre|enw)s? *: *([^\n\f|]{2,60})";
	static const char signs[] =
		"(yours|yours (sincerely|faithfully|truly)|(kind|best|warm|many)? ?regards|best "
		"wishes|sincerely|many thanks|thank you),?[ \t]*\n[ \t\n]*([^\n\f]{2,60})";
	const char *const both[] = { labels, signs };
	const int group[] = { 5, 4 };
	regmatch_t m[6];

	for (int k = 0; k < 2; k++) {
		const regex_t *re = cover_regex(s, both[k], true);
		for (size_t at = 0; cover_next(s, re, &at, m, 6);) {
			const regmatch_t *g = &m[group[k]];
			if (g->rm_so >= 0)
				name_in(s, p, (size_t)g->rm_so, (size_t)g->rm_eo, 1);
		}
	}
}

/* What people call themselves stands before the @, too: emeka.nwosu@. */
static void of_mails(struct cover_seek *s, struct parts *p)
{
	for (size_t i = 0; i < s->found->n; i++) {
		const struct cover_span *f = &s->found->at[i];
		size_t line = cover_line_of(s, f->at);
		const char *sign = memchr(s->plain.at + f->at, '@', f->len);
		if (f->kind != COVER_MAIL || s->line[line].section != SECTION_TOP || !sign)
			continue;
		for (size_t k = first_of(s, f->at); k < s->tokens; k++) {
			const struct cover_token *t = &s->token[k];
			if (s->plain.at + t->at >= sign)
				break;
			if (t->letters >= 4 && !t->digits && !cover_among(t->folded, no_names))
				learn(p, t->folded);
		}
	}
}

/* Mr, Dr and so on with the capitals that follow: not kept as parts, others may bear them. */
static void titled(struct cover_seek *s)
{
	static const char titles[] = "Mr Mrs Ms Miss Mx Dr Prof Professor Rev Revd Dame";

	for (size_t i = 0; i + 1 < s->tokens; i++) {
		struct cover_token *t = &s->token[i];
		struct str as_is = { s->text.at + t->at, t->len };
		size_t n = 1;
		if (!cover_among(as_is, titles))
			continue;
		while (n <= 3 && i + n < s->tokens && s->token[i + n].line == t->line
			&& s->token[i + n].capital
			&& s->token[i + n].at
				<= s->token[i + n - 1].at + s->token[i + n - 1].len + 2
			&& !memchr(s->text.at + s->token[i + n - 1].at, ',',
				s->token[i + n].at - s->token[i + n - 1].at))
			s->token[i + n++].name = true;
		t->name = n > 1;
	}
}

/* Referees are named at the beginning of a line. */
static void referees(struct cover_seek *s)
{
	for (size_t l = 0; l < s->lines; l++) {
		const struct cover_line *line = &s->line[l];
		if (line->section != SECTION_REFEREES || line->heading || line->blank)
			continue;
		struct str text = { s->plain.at + line->at, line->len };
		const char *comma = memchr(text.at, ',', text.len);
		struct str part = cover_segment(s, l, line->at);
		size_t end = (size_t)(part.at - s->plain.at) + part.len;
		if (comma && (size_t)(comma - s->plain.at) < end)
			end = (size_t)(comma - s->plain.at);
		size_t i = first_of(s, line->at), n = 0;
		while (i + n < s->tokens && s->token[i + n].at < end)
			n++;
		if (n >= 2 && n <= 4 && looks_like_name(s, i, n))
			for (size_t k = i; k < i + n; k++)
				s->token[k].name = true;
	}
}

static bool near(const struct cover_seek *s, size_t i, size_t k)
{
	const struct cover_token *a = &s->token[i], *b = &s->token[k];

	return k < s->tokens && a->line == b->line && b->at - (a->at + a->len) <= 4;
}

/* A part alone counts when it is long enough and has a capital; letters and particles only beside
   one that counts. */
static void mark(struct cover_seek *s, const struct parts *p)
{
	for (size_t i = 0; i < s->tokens; i++) {
		struct cover_token *t = &s->token[i];
		if (t->capital && !is_particle(t) && known(p, t->folded)
			&& (t->letters > 1 || (unsigned char)*t->folded.at > 0xe0))
			t->name = true;
	}
	for (int pass = 0; pass < 3; pass++)
		for (size_t i = 0; i < s->tokens; i++) {
			struct cover_token *t = &s->token[i];
			bool beside = (i > 0 && near(s, i - 1, i) && s->token[i - 1].name)
				|| (i + 1 < s->tokens && near(s, i, i + 1) && s->token[i + 1].name);
			if (!t->name && beside && !t->digits
				&& (known(p, t->folded) || (t->letters == 1 && t->capital)))
				t->name = true;
		}
}

static void put(struct cover_seek *s)
{
	for (size_t i = 0; i < s->tokens; i++) {
		size_t from = s->token[i].at;
		if (!s->token[i].name)
			continue;
		while (i + 1 < s->tokens && s->token[i + 1].name && near(s, i, i + 1))
			i++;
		cover_add(s, from, s->token[i].at + s->token[i].len - from, COVER_NAME);
	}
}

void cover_names(struct cover_seek *s)
{
	struct parts p = { 0 };

	learn_text(s, &p, s->name);
	at_the_top(s, &p);
	by_words_before(s, &p);
	of_mails(s, &p);
	titled(s);
	referees(s);
	mark(s, &p);
	put(s);
}
