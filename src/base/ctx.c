/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/ctx.h"

#include "base/instant.h"

#include <stdarg.h>
#include <stdio.h>

enum { ID_STEP = 64 };

bool ctx_fail(struct ctx *c, enum fault_kind kind, const char *where, const char *fmt, ...)
{
	va_list ap;

	if (!ctx_ok(c))
		return false;
	va_start(ap, fmt);
	vsnprintf(c->fault.text, sizeof c->fault.text, fmt, ap);
	va_end(ap);
	c->fault.kind = kind;
	c->fault.where = where;
	return false;
}

bool ctx_wrong(struct ctx *c, const char *field, const char *fmt, ...)
{
	char text[sizeof c->fault.text];
	struct wrong *w = arena_new(c->mem, struct wrong, 1);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	*w = (struct wrong){ .field = field, .text = arena_str(c->mem, str_of(text)) };
	struct wrong **end = &c->wrong;
	while (*end)
		end = &(*end)->next;
	*end = w;
	return fail(c, FAULT_INVALID, "%s", text);
}

/* Microseconds since 2015 in steps of 64, the salt in the low bits: 17 digits, and room until
   2100. */
int64_t ctx_id(struct ctx *c)
{
	int64_t clock = (c->now - INSTANT_2015) & ~(int64_t)(ID_STEP - 1);
	int64_t last = atomic_load(&c->ids->last), next;

	if (clock < ID_STEP)
		clock = ID_STEP;
	do
		next = clock > last ? clock : last + ID_STEP;
	while (!atomic_compare_exchange_weak(&c->ids->last, &last, next));
	return next + c->ids->salt;
}
