/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/postcode.h"

#include <stdarg.h>
#include <stdio.h>

enum { OUTWARD_MIN = 2, OUTWARD_MAX = 4, INWARD = 3, LETTERS = 20, TYPED_MAX = 40 };

/* The letters that the second part may end with. */
static const char enders[LETTERS + 1] = "ABDEFGHJLNPQRSTUWXYZ";
/* All areas, the letters a postcode begins with: by the first letter, what may be the second; a
   space is none. BX and XX are not places; GIR was a bank. */
static const char *const areas[26] = { "BL", " ABDFHLNRSTX", "ABFHMORTVW", "ADEGHLNTY", " CHNX",
	"KY", " LUY", "ADGPRSUX", "GMPV", "E", "ATWY", " ADELNSU", " EKL", " EGNPRW", "LX",
	"AEHLOR", "", "GHM", " AEGKLMNOPRSTWY", "ADFNQRSW", "B", "", " ACDFNRSV", "X", "O", "E" };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool area_known(const char *out, size_t letters)
{
	return letters > 0 && letters < 3
		&& strchr(areas[out[0] - 'A'], letters == 2 ? out[1] : ' ') != NULL;
}

/* A district: one or two letters, then a digit, and then a digit, a letter or nothing. */
static bool outward_ok(const char *out, size_t n)
{
	size_t letters = is_letter(out[0]) ? is_letter(out[1]) ? 2 : 1 : 0;

	if (n == INWARD && memcmp(out, "GIR", INWARD) == 0)
		return true;
	if (n < letters + 1 || n > letters + 2 || !is_digit(out[letters]))
		return false;
	char last = out[n - 1];
	return area_known(out, letters) && last != 'I' && last != 'O'
		&& (is_digit(last) || is_letter(last));
}

static int ender(char c)
{
	const char *at = c ? strchr(enders, c) : NULL;

	return at ? (int)(at - enders) : -1;
}

static bool inward_read(const char *in, uint16_t *ret)
{
	int a = ender(in[1]), b = ender(in[2]);

	if (!is_digit(in[0]) || a < 0 || b < 0)
		return false;
	*ret = (uint16_t)(((in[0] - '0') * LETTERS + a) * LETTERS + b);
	return true;
}

static bool whole(const char *text, size_t out, struct postcode *ret)
{
	struct postcode p = { "", 0 };

	if (!outward_ok(text, out) || !inward_read(text + out, &p.inward))
		return false;
	memcpy(p.outward, text, out);
	*ret = p;
	return true;
}

bool postcode_parse(struct str cell, struct postcode *ret)
{
	char text[OUTWARD_MAX + INWARD + 1] = "";
	size_t n = 0;

	for (size_t i = 0; i < cell.len; i++) {
		char c = cell.at[i];
		if (c == ' ')
			continue;
		if (n == sizeof text - 1)
			return false;
		text[n++] = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
	}
	return n >= OUTWARD_MIN + INWARD && whole(text, n - INWARD, ret);
}

void postcode_print(const struct postcode *p, char *to)
{
	snprintf(to, POSTCODE_PRINT, "%.4s %c%c%c", p->outward,
		(char)('0' + p->inward / (LETTERS * LETTERS) % 10),
		enders[p->inward / LETTERS % LETTERS], enders[p->inward % LETTERS]);
}

/* ---- what a person typed, and what is wrong with it ---- */

struct typed {
	char at[TYPED_MAX + 1]; /* letters and digits, in capitals */
	size_t n, gap; /* how many; how many stood before the first gap, 0: there was none */
	bool strange;  /* something else stood there */
	size_t gaps;
};

static bool is_gap(struct str s, size_t i, size_t *ret)
{
	static const char *const gaps[] = { " ", "\t", "-", "_", ".", "\xc2\xa0", "\xe2\x80\x90",
		"\xe2\x80\x91", "\xe2\x80\x93", "\xe2\x80\x94" };
	struct str rest = { s.at + i, s.len - i };

	for (size_t k = 0; k < sizeof gaps / sizeof *gaps; k++)
		if (str_starts(rest, str_of(gaps[k]))) {
			*ret = strlen(gaps[k]);
			return true;
		}
	return false;
}

static struct typed letters_of(struct str s)
{
	struct typed t = { .n = 0 };
	bool open = false; /* a gap that nothing stood behind yet */

	for (size_t i = 0, len; i < s.len; i += len) {
		len = 1;
		if (is_gap(s, i, &len)) {
			open = t.n > 0;
			continue;
		}
		char c = (char)(s.at[i] >= 'a' && s.at[i] <= 'z' ? s.at[i] - 'a' + 'A' : s.at[i]);
		if (open && t.gaps++ == 0)
			t.gap = t.n;
		open = false;
		t.strange = t.strange || (!is_letter(c) && !is_digit(c));
		if (t.n < TYPED_MAX)
			t.at[t.n++] = c;
		else
			t.strange = true;
	}
	return t;
}

static char other(char c, bool to_digit)
{
	if (to_digit)
		return (char)(c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c);
	return (char)(c == '0' ? 'O' : c == '1' ? 'I' : c);
}

/* Tries each mix of O for 0 and I for 1, and the other way. At most 2^7 of them. */
static bool confused(const struct typed *t, size_t out, struct postcode *ret)
{
	for (unsigned mask = 1; mask < 1U << t->n; mask++) {
		char text[OUTWARD_MAX + INWARD + 1] = "";
		bool changed = true;
		for (size_t i = 0; i < t->n; i++) {
			bool here = (mask >> i & 1) != 0;
			text[i] = here ? other(t->at[i], is_letter(t->at[i])) : t->at[i];
			changed = changed && (!here || text[i] != t->at[i]);
		}
		if (changed && whole(text, out, ret))
			return true;
	}
	return false;
}

__attribute__((format(printf, 2, 3))) static void say(char *why, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(why, POSTCODE_WHY, fmt, args);
	va_end(args);
}

static void say_inward(const char *in, char *why)
{
	size_t i = 1;

	while (i < INWARD - 1 && is_letter(in[i]) && ender(in[i]) >= 0)
		i++;
	if (!is_digit(in[0]))
		say(why, "The second part begins with a digit, as in 1AA. Here it is “%s”.", in);
	else if (!is_letter(in[i]))
		say(why, "The second part ends with two letters, as in 1AA. Here it is “%s”.", in);
	else
		say(why, "The second part, “%s”, never has the letters C, I, K, M, O or V.", in);
}

static void say_outward(const char *out, char *why)
{
	size_t letters = 0;

	while (is_letter(out[letters]))
		letters++;
	if (letters == 0)
		say(why, "The first part begins with a letter, as in FK8. Here it is “%s”.", out);
	else if (letters > 2 || out[letters] == '\0')
		say(why, "The first part is letters and then a number, as in FK8. Here it is “%s”.",
			out);
	else if (!area_known(out, letters))
		say(why, "No postcode begins with “%.*s”. Please look at the first part, “%s”.",
			(int)letters, out, out);
	else
		say(why, "The first part is like FK8, G12 or EC1A. Here it is “%s”.", out);
}

/* A digit and letters, but not two of them. */
static bool is_uneven_inward(const char *in)
{
	size_t n = strlen(in);

	for (size_t i = 1; i < n; i++)
		if (!is_letter(in[i]))
			return false;
	return n > 0 && n != INWARD && is_digit(in[0]);
}

/* The second part, when the first is right and the second too short or too long: as the gap has
   it, or without one where a first part ends and something like a second begins. */
static const char *uneven_of(const struct typed *t)
{
	if (t->strange)
		return NULL;
	if (t->gaps == 1 && t->n - t->gap != INWARD && t->gap <= OUTWARD_MAX
		&& outward_ok(t->at, t->gap))
		return t->at + t->gap;
	for (size_t n = OUTWARD_MAX; t->gaps != 1 && n >= OUTWARD_MIN; n--)
		if (n < t->n && t->n <= OUTWARD_MAX + INWARD + 1 && outward_ok(t->at, n)
			&& is_uneven_inward(t->at + n))
			return t->at + n;
	return NULL;
}

/* Only the first part, or too little of everything. */
static void say_short(const struct typed *t, char *why)
{
	if (t->n >= OUTWARD_MIN && t->n <= OUTWARD_MAX && outward_ok(t->at, t->n))
		say(why, "This is the first part only. Please add the second, as in %s 1AA.",
			t->at);
	else
		say(why, "“%s” is too short. A postcode is like FK8 1AA.", t->at);
}

static bool say_shape(const struct typed *t, struct str typed, char *why)
{
	const char *second = t->gaps || t->n > OUTWARD_MAX ? uneven_of(t) : NULL;

	if (t->n == 0 && !t->strange)
		say(why, "Please type a postcode, such as FK8 1AA.");
	else if (t->strange)
		say(why, "A postcode has only letters and digits, as in FK8 1AA. Here is “%.*s”.",
			(int)(typed.len <= TYPED_MAX ? typed.len : 0), typed.at);
	else if (second)
		say(why, "The second part is a digit and two letters, as in 1AA. Here it is “%s”.",
			second);
	else if (t->n < OUTWARD_MIN + INWARD)
		say_short(t, why);
	else if (t->n > OUTWARD_MAX + INWARD)
		say(why, "“%s” is too long. A postcode is like FK8 1AA.", t->at);
	else
		return true;
	return false;
}

bool postcode_read(struct str typed, struct postcode *ret, char *why)
{
	if (postcode_parse(typed, ret)) /* as nearly everybody types it */
		return true;
	struct typed t = letters_of(str_trim(typed));
	struct postcode meant;
	char out[OUTWARD_MAX + 1] = "", text[POSTCODE_PRINT];

	if (!say_shape(&t, typed, why))
		return false;
	size_t n = t.n - INWARD;
	if (whole(t.at, n, ret))
		return true;
	memcpy(out, t.at, n);
	if (confused(&t, n, &meant)) {
		postcode_print(&meant, text);
		snprintf(why, POSTCODE_WHY,
			"The letters O and I and the digits 0 and 1 look alike. Did you mean %s?",
			text);
		return false;
	}
	if (outward_ok(out, n))
		say_inward(t.at + n, why);
	else
		say_outward(out, why);
	return false;
}
