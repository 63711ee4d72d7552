/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A statement of SQL, which is a constant, and the arguments it is run with. Names: arg_ */
#ifndef STORE_STMT_H
#define STORE_STMT_H

#include "base/str.h"

/* in and out name the types of parameters and columns: i integer, s text, d double, b bytes. A
   column of bytes is the only one of its statement. */
struct stmt {
	const char *name, *text, *in, *out;
};

struct arg {
	char type;
	int64_t i;
	double d;
	struct str s; /* must live as long as the ctx, or until the statement has ended */
};
struct args {
	const struct arg *at;
	size_t n;
};

static inline struct arg arg_int(int64_t i)
{
	return (struct arg){ .type = 'i', .i = i };
}
static inline struct arg arg_str(struct str s)
{
	return (struct arg){ .type = 's', .s = s };
}
static inline struct arg arg_double(double d)
{
	return (struct arg){ .type = 'd', .d = d };
}
static inline struct arg arg_bytes(struct str s)
{
	return (struct arg){ .type = 'b', .s = s };
}
#define arg(x) _Generic((x), struct str : arg_str, double : arg_double, default : arg_int)(x)
#define ARGS(...) \
	((struct args){ (const struct arg[]){ __VA_ARGS__ }, \
		sizeof((const struct arg[]){ __VA_ARGS__ }) / sizeof(struct arg) })
#define NO_ARGS ((struct args){ NULL, 0 })

#endif
