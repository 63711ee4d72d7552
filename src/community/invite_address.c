/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/invite_address.h"

#include "base/utf8.h"
#include "core/person.h"

/* White space beyond ASCII that comes along when a list is copied: a space that does not break,
   one without width, a byte order mark. */
static const struct str blanks[] = { { "\xc2\xa0", 2 }, { "\xe2\x80\x8b", 3 },
	{ "\xef\xbb\xbf", 3 } };

static bool is_edge(char c)
{
	return c == ',' || c == ';' || c == ' ' || (c >= '\t' && c <= '\r');
}

static struct str cut_front(struct str s)
{
	while (s.len && is_edge(s.at[0]))
		s = (struct str){ s.at + 1, s.len - 1 };
	for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++)
		if (str_starts(s, blanks[i]))
			return cut_front(
				(struct str){ s.at + blanks[i].len, s.len - blanks[i].len });
	return s;
}

static struct str cut_back(struct str s)
{
	while (s.len && is_edge(s.at[s.len - 1]))
		s.len--;
	for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++)
		if (str_ends(s, blanks[i]))
			return cut_back((struct str){ s.at, s.len - blanks[i].len });
	return s;
}

static struct str bare(struct str s)
{
	return cut_back(cut_front(s));
}

static struct str unquoted(struct str s)
{
	s = bare(s);
	if (s.len >= 2 && (s.at[0] == '"' || s.at[0] == '\'') && s.at[s.len - 1] == s.at[0])
		return bare((struct str){ s.at + 1, s.len - 2 });
	return s;
}

static bool is_ascii(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.at[i] >= 0x80)
			return false;
	return true;
}

static const char *fault_of(struct str s)
{
	struct str domain = s;
	struct str local = str_cut(&domain, '@');

	if (s.len == 0)
		return "there is no address";
	if (!memchr(s.at, '@', s.len))
		return "there is no @ in the address";
	if (memchr(domain.at, '@', domain.len))
		return "there is more than one @ in the address";
	if (memchr(s.at, ' ', s.len))
		return "there is a space in the address";
	if (local.len == 0 || domain.len == 0)
		return "one side of the @ is missing";
	if (!memchr(domain.at, '.', domain.len))
		return "what stands after the @ has no dot";
	if (s.len > PERSON_ADDRESS_MAX)
		return "the address is longer than addresses can be";
	if (!is_ascii(s))
		return "the address has a letter or sign that is not plain a to z";
	return person_address_ok(s) ? NULL : "the address is not written as addresses are";
}

struct invite_address invite_address_read(struct str typed)
{
	struct invite_address a = { .address = bare(typed), .name = S("") };
	const char *open = a.address.len ? memchr(a.address.at, '<', a.address.len) : NULL;

	if (open) {
		struct str rest = { open + 1, (size_t)(a.address.at + a.address.len - open) - 1 };
		a.name = unquoted((struct str){ a.address.at, (size_t)(open - a.address.at) });
		bool closed = memchr(rest.at, '>', rest.len) != NULL;
		a.address = bare(str_cut(&rest, '>'));
		if (!closed)
			a.why = "the bracket < is not closed";
	}
	a.address = unquoted(a.address);
	if (a.address.len > 7 && str_same((struct str){ a.address.at, 7 }, S("mailto:")))
		a.address = (struct str){ a.address.at + 7, a.address.len - 7 };
	if (!a.why)
		a.why = fault_of(a.address);
	return a;
}

struct str invite_address_key(struct arena *a, struct str address)
{
	char *key = arena_new(a, char, address.len + 1);

	for (size_t i = 0; i < address.len; i++)
		key[i] = address.at[i] >= 'A' && address.at[i] <= 'Z' ? (char)(address.at[i] + 32)
								      : address.at[i];
	return (struct str){ key, address.len };
}

struct str invite_address_masked(struct arena *a, struct str address)
{
	struct str domain = address;
	struct str local = str_cut(&domain, '@');
	struct str first = utf8_head(local, local.len ? 1 : 0);

	return arena_fmt(a, "%.*s•••@%.*s", (int)first.len, first.at, (int)domain.len, domain.at);
}
