/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/person.h"

#include "app/wiring.h"
#include "app/world.h"
#include "store/sql.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

enum { AT_ONCE = 100 };

static const char help[] =
	"usage: cairn person add  [options] [--role ROLE]... ADDRESS NAME\n"
	"       cairn person role [options] ADDRESS ROLE...   (exactly these; none takes all"
	" away)\n"
	"       cairn person list [options]\n"
	"  --data      directory of the key, the settings and the database; default var\n"
	"  --database  sqlite:PATH or postgresql://…; default sqlite:DIR/cairn.db\n"
	"Roles: administrator researcher facilitator coordinator editor creator student\n"
	"       \"safeguarding lead\"\n"
	"The first administrator: cairn person add --role administrator ann@example.ac.uk \"Ann "
	"Bell\"\n"
	"Exit codes: 0 done, 1 it could not be done, 2 usage.\n";

static bool add_role(const char *word, int64_t *roles)
{
	for (int64_t role = 1; role <= ROLE_SAFEGUARDING; role <<= 1) {
		if (!str_same(str_of(word), str_of(person_role_name((enum role)role))))
			continue;
		*roles |= role;
		return true;
	}
	fprintf(stderr, "cairn person: there is no role «%s»\n", word);
	return false;
}

static void print_roles(FILE *to, int64_t roles)
{
	const char *before = "";

	for (int64_t role = 1; role <= ROLE_SAFEGUARDING; role <<= 1) {
		if (!(roles & role))
			continue;
		fprintf(to, "%s%s", before, person_role_name((enum role)role));
		before = ", ";
	}
	fputs(roles ? "\n" : "none\n", to);
}

static bool by_address(struct ctx *c, const char *address, struct person *ret)
{
	if (!person_by_address(c, str_of(address), ret))
		return false;
	return ret->id.v || fail(c, FAULT_ABSENT, "Nobody here has this e-mail address.");
}

static bool list(struct ctx *c)
{
	struct person_id after = { 0 };
	struct str name = S("");
	struct person *p;
	size_t n = AT_ONCE;

	while (n == AT_ONCE) {
		if (!person_list(c, name, after, AT_ONCE, &p, &n))
			return false;
		for (size_t i = 0; i < n; i++) {
			printf("%s\t%s\t", p[i].address.at, p[i].name.at);
			print_roles(stdout, p[i].roles);
		}
		if (n) {
			name = p[n - 1].name;
			after = p[n - 1].id;
		}
	}
	return true;
}

enum what { ADD, ROLE, LIST };
struct order {
	enum what what;
	const char *address, *name;
	int64_t roles;
};

static bool obey(struct ctx *c, const struct order *o)
{
	struct person_draft d = { .shown_name = S(""), .roles = o->roles };
	struct person p;
	struct person_id id;

	switch (o->what) {
	case ADD:
		d.address = str_of(o->address);
		d.name = str_of(o->name);
		return person_add(c, &d, &id);
	case ROLE: return by_address(c, o->address, &p) && person_set_roles(c, p.id, o->roles);
	case LIST: return list(c);
	}
	return false;
}

static int carry_out(const struct world_options *w_options, const struct order *o)
{
	struct world *w = world_open(w_options);

	if (!w)
		return EXIT_FAILURE;
	struct ctx *c = world_ctx(w);
	if (tx_begin(c, TX_WRITE)) {
		(void)!obey(c, o);
		tx_end(c);
	}
	int code = ctx_ok(c) ? EXIT_SUCCESS : world_fault(c);
	world_close(w);
	return code;
}

static int misunderstood(void)
{
	fputs(help, stderr);
	return 2;
}

/* The words that are no options. */
static bool read_words(int n, char **word, struct order *o)
{
	if (n < 1)
		return false;
	if (strcmp(word[0], "list") == 0) {
		o->what = LIST;
		return n == 1 && o->roles == 0;
	}
	o->address = n > 1 ? word[1] : NULL;
	if (strcmp(word[0], "add") == 0) {
		o->what = ADD;
		o->name = n > 2 ? word[2] : NULL;
		return n == 3;
	}
	o->what = ROLE;
	if (strcmp(word[0], "role") != 0 || n < 3 || o->roles != 0)
		return false;
	if (n == 3 && strcmp(word[2], "none") == 0)
		return true;
	for (int i = 2; i < n; i++)
		if (!add_role(word[i], &o->roles))
			return false;
	return true;
}

int person_command(int argc, char **argv)
{
	static const struct option options[] = { { "data", required_argument, NULL, 'd' },
		{ "database", required_argument, NULL, 'b' },
		{ "role", required_argument, NULL, 'r' }, { "help", no_argument, NULL, 'h' },
		{ 0 } };
	struct world_options w = { 0 };
	struct order o = { 0 };

	for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		switch (c) {
		case 'd': w.data = optarg; break;
		case 'b': w.database = optarg; break;
		case 'r':
			if (!add_role(optarg, &o.roles))
				return misunderstood();
			break;
		case 'h': fputs(help, stdout); return EXIT_SUCCESS;
		default: return misunderstood();
		}
	}
	if (!read_words(argc - optind, argv + optind, &o))
		return misunderstood();
	w.must_exist = o.what != ADD; /* the first person makes an installation */
	return carry_out(&w, &o);
}
