/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/enrolment_lines.h"

#include "community/enrolment.h"
#include "community/line.h"
#include "core/person.h"

/* One line, cut into its parts. */
struct entry {
	struct str name, address, subject, year_text;
	int64_t year;
};

static struct str after(struct str whole, struct str part)
{
	const char *end = part.at + part.len;

	return (struct str){ end, (size_t)(whole.at + whole.len - end) };
}

/* Without the comma, tab and white space around it. */
static struct str bare(struct str s)
{
	s = str_trim(s);
	while (s.len && (s.at[0] == ',' || s.at[0] == '\t'))
		s = str_trim((struct str){ s.at + 1, s.len - 1 });
	while (s.len && (s.at[s.len - 1] == ',' || s.at[s.len - 1] == '\t'))
		s = str_trim((struct str){ s.at, s.len - 1 });
	return s;
}

/* The part of line with an @, as it stands there; empty when there is none. */
static struct str address_in(struct str line, char between)
{
	for (struct str rest = line; rest.len;) {
		struct str part = str_cut(&rest, between);
		if (memchr(part.at, '@', part.len))
			return part;
	}
	return S("");
}

static struct entry entry_of(struct str line)
{
	char between = memchr(line.at, '\t', line.len) ? '\t' : ',';
	struct str part = address_in(line, between);
	struct entry e = { 0 };

	if (part.len == 0)
		return e;
	e.address = bare(part);
	e.name = bare((struct str){ line.at, (size_t)(part.at - line.at) });
	e.subject = bare(after(line, part));
	for (size_t i = e.subject.len; i > 0; i--) {
		if (e.subject.at[i - 1] != between)
			continue;
		struct str last = bare((struct str){ e.subject.at + i, e.subject.len - i });
		if (last.len == 0 || !strchr("-0123456789", last.at[0]))
			break;
		if (!str_to_int(last, &e.year))
			e.year = -1; /* «2nd» is meant to be a year, not a subject */
		e.year_text = last;
		e.subject = bare((struct str){ e.subject.at, i - 1 });
		break;
	}
	return e;
}

static struct str why_not_person(const struct person *p)
{
	if (p->closed_at)
		return S("The account with this address is closed.");
	if (!(p->roles & ROLE_STUDENT))
		return S("This address belongs to somebody who is not a student here.");
	return S("");
}

static struct str why_not(const struct entry *e)
{
	if (e->address.len == 0)
		return S("There is no mail address in this line.");
	if (!line_ok(e->name, PERSON_NAME_MAX))
		return S("There is no name before the address, or it is too long.");
	if (!person_address_ok(e->address))
		return S("This is not a mail address that letters can be sent to.");
	if (!line_ok(e->subject, ENROLMENT_SUBJECT_MAX))
		return S("There is no subject behind the address, or it is too long.");
	if (e->year_text.len && (e->year < 1 || e->year > ENROLMENT_YEAR_MAX))
		return S("The year of studies is a number from 1 to 9.");
	return S("");
}

/* Takes one line. False is a fault; a line that is refused is none, and *why says so. */
static bool take(struct ctx *c, struct round_id round, const struct entry *e,
	struct enrolment_lines *ret, struct str *why)
{
	struct enrolment_draft d = { .round = round, .subject = e->subject, .year = e->year };
	struct enrolment present = { 0 };
	struct person p;

	if (!person_by_address(c, e->address, &p))
		return false;
	if (p.id.v) {
		*why = why_not_person(&p);
		if (why->len)
			return true;
		if (!enrolment_find(c, round, p.id, &present))
			return false;
	}
	if (present.person.v) {
		if (str_eq(present.subject, e->subject) && present.year == e->year)
			ret->already++;
		else
			*why = S("This person takes part already, with another subject or year. "
				 "Change it on the person's own page.");
		return true;
	}
	d.person = p.id;
	if (p.id.v == 0) {
		struct person_draft new = {
			.address = e->address, .name = e->name, .roles = ROLE_STUDENT
		};
		if (!person_add(c, &new, &d.person))
			return false;
		ret->accounts++;
	}
	ret->added++;
	return enrolment_add(c, &d);
}

static size_t count_lines(struct str text)
{
	size_t n = 0;

	while (text.len)
		n += str_trim(str_cut(&text, '\n')).len > 0;
	return n;
}

bool enrolment_lines_add(
	struct ctx *c, struct round_id round, struct str text, struct enrolment_lines *ret)
{
	struct enrolment_lines done = { 0 };
	size_t n = count_lines(text);

	if (n == 0)
		return ctx_wrong(
			c, "lines", "Write at least one line: name, address, subject, year.");
	if (n > ENROLMENT_LINES_MAX)
		return ctx_wrong(c, "lines", "These are %d lines; %d can be added at a time.",
			(int)n, ENROLMENT_LINES_MAX);
	done.refused = arena_new(c->mem, struct enrolment_line, n);
	for (int64_t number = 1; text.len; number++) {
		struct str line = str_trim(str_cut(&text, '\n'));
		if (line.len == 0)
			continue;
		struct entry e = entry_of(line);
		struct str why = why_not(&e);
		if (why.len == 0 && !take(c, round, &e, &done, &why))
			return false;
		if (why.len)
			done.refused[done.refused_n++] =
				(struct enrolment_line){ number, line, why };
	}
	*ret = done;
	return true;
}
