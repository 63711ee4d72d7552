/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Postal addresses: found by a postcode, a street or a label, and followed over the lines
   around. */
#include "core/cover_part.h"

#include <ctype.h>

#define W "A-Za-z\x80-\xff"
#define STREETS \
	"(Road|Rd|Street|St|Avenue|Ave|Lane|Ln|Close|Drive|Dr|Way|Court|Ct|Place|Pl|Terrace|" \
	"Crescent|Cres|Gardens|Gdns|Grove|Square|Sq|Hill|Row|Mews|Walk|View|Green|Rise|Heights|" \
	"Parade|Quay|Wharf|Park|Bank|Fold|Croft|Gate|Wynd|Brae|Loan|Yard|Circus|Parkway|" \
	"Boulevard|Blvd|Embankment|Broadway|Esplanade|Promenade|Vale|Meadow|Meadows|Fields|Orchard)"
#define STREET_NUMBERED \
	"[0-9]+[a-zA-Z]?([/-][0-9]+[a-zA-Z]?)?,? +((The|High|[A-Z\x80-\xff][" W \
	"'.-]*) +){0,4}" STREETS "($|[^" W "])"
#define HOUSES \
	"(^|[^" W \
	"])(Flat|Apt|Apartment|Room|Unit|Studio|Suite|Block|Staircase|[Ff]loor|Cottage|House|" \
	"Farm|Lodge|Barn|Manse|Villa|Manor|Halls?|Towers?|Mill|Ty)($|[^" W "])"
#define POSTCODE \
	"(^|[^A-Za-z0-9])([A-Za-z]{1,2}[0-9][0-9A-Za-z]? {0,2}[0-9]" \
	"[ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2})($|[^A-Za-z0-9])"
#define EIRCODE "(^|[^A-Z0-9])([AC-FHKNPRTV-Y][0-9][0-9W] ?[0-9AC-FHKNPRTV-Y]{4})($|[^A-Z0-9])"

enum { FAR = 5, PLAIN_MAX = 60, BELOW = 2, ABOVE = 3, RIGHT = 20 };

static const char *const streets[] = { STREET_NUMBERED,
	"(Flat|Apt\\.?|Apartment|Room|Unit|Block) +[A-Z]?[0-9]+[A-Za-z]?($|[^" W "0-9])",
	"[" W "-]*(stra\xc3\x9f"
	"e|strasse|str\\.|gasse|platz|allee|weg) +[0-9]+[a-z]?",
	"[0-9]+,? +((bis|ter) +)?(rue|avenue|boulevard|place|chemin|impasse|all\xc3\xa9"
	"e|quai) +[^,\n|]+",
	"(Calle|C/|Avenida|Avda\\.|Paseo|Plaza|Via|Viale|Corso|Piazza|Rua|ul\\.|ulica|os\\.) "
	"*[^,\n|0-9]{2,40},? *(n\\.? ?)?[0-9]+[A-Z]?(/[0-9]+)?",
	"[0-9]+[a-z]? +(Heol|Ffordd|Stryd|Lon|Maes|Clos|Bryn) +[^,\n|]+" };

struct hit {
	size_t at, len, line;
};

static struct hit hit_of(const struct cover_seek *s, const regmatch_t *m)
{
	struct hit h = { .at = (size_t)m->rm_so, .len = (size_t)(m->rm_eo - m->rm_so) };

	h.line = cover_line_of(s, h.at);
	return h;
}

/* Within a segment, what is free of other finds around [at, at + len). */
static void add_within(struct cover_seek *s, struct str part, size_t at, size_t len)
{
	size_t from = (size_t)(part.at - s->plain.at), end = from + part.len;

	for (size_t i = 0; i < s->found->n; i++) {
		const struct cover_span *f = &s->found->at[i];
		if (f->kind == COVER_ADDRESS)
			continue;
		if (f->at + f->len <= at && f->at + f->len > from)
			from = f->at + f->len;
		if (f->at >= at + len && f->at < end)
			end = f->at;
	}
	while (from < at && strchr(" \t,;:|-()", s->plain.at[from]))
		from++;
	while (end > at + len && strchr(" \t,;:|-(", s->plain.at[end - 1]))
		end--;
	/* «Address: 1 Mill Lane»: the label stays. */
	for (size_t i = from; i < at; i++)
		if (s->plain.at[i] == ':')
			from = i + 1 + strspn(s->plain.at + i + 1, " ");
	if (from < end)
		cover_add(s, from, end - from, COVER_ADDRESS);
}

static struct str whole(const struct cover_seek *s, const struct cover_line *l)
{
	return str_trim((struct str){ s->plain.at + l->at, l->len });
}

static bool on_the_right(const struct cover_seek *s, struct str part, size_t line)
{
	return (size_t)(part.at - s->plain.at) > s->line[line].at + RIGHT;
}

/* The segment of a line that stands in the same column. */
static struct str column(const struct cover_seek *s, size_t line, bool right)
{
	struct str text = whole(s, &s->line[line]);
	size_t at = (size_t)(text.at - s->plain.at);

	return cover_segment(s, line, right && text.len > 0 ? at + text.len - 1 : at);
}

static bool has(struct cover_seek *s, struct str part, const char *pattern)
{
	regmatch_t m[1];
	size_t at = (size_t)(part.at - s->plain.at);

	/* From the byte before, which a pattern may need to see. */
	return cover_match(s, cover_regex(s, pattern, false), at - (at > 0), at + part.len, m, 1);
}

static bool only_capitals(const struct cover_seek *s, struct str part, bool digits)
{
	static const char small[] =
		"of the upon on in y le la de under and by next sur am student year third second "
		"first final undergraduate science engineering manager";
	static const char labels[] =
		"phone telephone tel mobile email mail e address home no number website linkedin "
		"github contact ffon cv date";
	size_t at = (size_t)(part.at - s->plain.at), n = 0;

	for (size_t i = 0; i < s->tokens; i++) {
		const struct cover_token *t = &s->token[i];
		if (t->at < at || t->at >= at + part.len)
			continue;
		n++;
		bool middle = n > 1 && cover_among(t->folded, small);
		if (t->digits ? !digits : !t->capital && !middle)
			return false;
		if (n == 1 && (cover_among(t->folded, small) || cover_among(t->folded, labels)))
			return false;
	}
	return n > 0 && n <= 6;
}

/* A line that may be in the middle of an address. */
static bool may_belong(struct cover_seek *s, size_t line, struct str part)
{
	const struct cover_line *l = &s->line[line];
	size_t at = (size_t)(part.at - s->plain.at);

	if (l->blank || l->heading || part.len == 0 || part.len > PLAIN_MAX
		|| str_ends(part, S(".")))
		return false;
	for (int k = COVER_NAME; k < COVER_KINDS; k++)
		if (k != COVER_ADDRESS && cover_has(s, at, part.len, k))
			return false;
	return only_capitals(s, part, true) || has(s, part, HOUSES)
		|| isdigit((unsigned char)*part.at);
}

static void add_part(struct cover_seek *s, struct str part)
{
	if (part.len > 0)
		add_within(s, part, (size_t)(part.at - s->plain.at), 1);
}

/* From a postcode up to the line with the number or the name of the house. */
static void up(struct cover_seek *s, size_t line, bool right)
{
	size_t plain = 0, top = line;

	for (size_t k = 1; k <= FAR && k <= line; k++) {
		struct str part = column(s, line - k, right);
		if (!may_belong(s, line - k, part))
			break;
		if (has(s, part, HOUSES) || has(s, part, "[0-9]"))
			top = line - k;
		plain = k;
	}
	if (top == line)
		top = line - (plain < ABOVE ? plain : ABOVE);
	for (size_t l = top; l < line; l++)
		add_part(s, column(s, l, right));
}

/* From a street to the postcode below it, else to a town or two. */
static void down(struct cover_seek *s, size_t line, bool right)
{
	size_t to = line, k = 1;

	for (; k <= FAR && line + k < s->lines; k++) {
		struct str part = column(s, line + k, right);
		if (!may_belong(s, line + k, part))
			break;
		bool code = has(s, part, POSTCODE) || has(s, part, EIRCODE);
		bool town = k <= BELOW && to == line + k - 1 && only_capitals(s, part, false)
			&& s->line[line].section == SECTION_TOP;
		if (code || town)
			to = line + k;
	}
	for (size_t l = line + 1; l <= to; l++)
		add_part(s, column(s, l, right));
}

static void around(struct cover_seek *s, const struct hit *h, bool code)
{
	struct str part = cover_segment(s, h->line, h->at);
	bool top = s->line[h->line].section == SECTION_TOP, right = on_the_right(s, part, h->line);
	size_t begin = (size_t)(part.at - s->plain.at), end = begin + part.len;

	if (h->at + h->len > end)
		end = h->at + h->len;
	if (!top && !code) /* at work or at school: what stands before the street stays */
		begin = h->at;
	if (!top && code)
		for (size_t i = h->at, commas = 0; i > begin; i--)
			if (s->plain.at[i - 1] == ',' && ++commas == 2)
				begin = i;
	if (!top && !code && end - begin > PLAIN_MAX)
		end = h->at + h->len;
	add_within(s, (struct str){ s->plain.at + begin, end - begin }, h->at, h->len);
	if (code)
		up(s, h->line, right);
	else
		down(s, h->line, right);
}

static void by_pattern(struct cover_seek *s, const char *pattern, int group, bool code)
{
	const regex_t *re = cover_regex(s, pattern, false);
	regmatch_t m[8];

	for (size_t at = 0; cover_next(s, re, &at, m, 8);) {
		struct hit h = hit_of(s, &m[group]);
		if (code)
			cover_add(s, h.at, h.len, COVER_ADDRESS);
		if (code || !cover_has(s, h.at, 1, 0))
			around(s, &h, code);
		at = (size_t)m[group].rm_eo;
	}
}

static void labelled(struct cover_seek *s)
{
	static const char pattern[] =
		"(address|anschrift|adresse?|cyfeiriad|direcci\xc3\xb3n|domicilio|home|lives? at|"
		"living at) *: *\n?([^ \n\f][^\n\f|]{3,160})";
	const regex_t *re = cover_regex(s, pattern, true);
	regmatch_t m[3];

	for (size_t at = 0; cover_next(s, re, &at, m, 3);) {
		struct hit h = hit_of(s, &m[2]);
		if (!cover_has(s, h.at, 2, 0)) {
			add_within(s, (struct str){ s->plain.at + h.at, h.len }, h.at, 1);
			down(s, h.line, false);
		}
	}
}

/* «Leeds, UK | 07700 900123»: what else stands beside a number or a mail address. */
static void towns(struct cover_seek *s)
{
	for (size_t l = 0; l < s->lines; l++) {
		const struct cover_line *line = &s->line[l];
		if (line->section != SECTION_TOP || line->blank
			|| (!cover_has(s, line->at, line->len, COVER_PHONE)
				&& !cover_has(s, line->at, line->len, COVER_MAIL)))
			continue;
		for (size_t at = line->at; at < line->at + line->len;) {
			struct str part = cover_segment(s, l, at);
			size_t from = (size_t)(part.at - s->plain.at);
			if (part.len > 0 && !cover_has(s, from, part.len, 0)
				&& !memchr(part.at, ':', part.len)
				&& (only_capitals(s, part, false)
					|| has(s, part, "[A-Z]{1,2}[0-9]{1,2}[A-Z]?$")))
				cover_add(s, from, part.len, COVER_ADDRESS);
			at = from + part.len > at ? from + part.len + 1 : at + 1;
		}
	}
}

void cover_addresses(struct cover_seek *s)
{
	by_pattern(s, POSTCODE, 2, true);
	by_pattern(s, EIRCODE, 2, true);
	for (size_t i = 0; i < sizeof streets / sizeof *streets; i++)
		by_pattern(s, streets[i], 0, false);
	labelled(s);
	towns(s);
}
