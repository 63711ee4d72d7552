/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* cairn import KIND …: finds the kind and runs it. */
#include "app/importing.h"
#include "app/wiring.h"

#include <stdio.h>
#include <stdlib.h>

static const char help[] =
	"usage: cairn import KIND [options] FILE; cairn import KIND --help tells more\n"
	"  activity    the activity log of a learning platform, as Moodle exports it (CSV)\n"
	"  deprivation where postcodes lie, and how deprived areas are, as published (CSV)\n"
	"  schools     schools as published, or an own list (CSV)\n"
	"  subjects    the subjects of study and their tree (HECoS and CAH, CSV)\n";

static const struct importing_kind kinds[] = {
	{ "activity", import_activity },
	{ "deprivation", import_deprivation },
	{ "schools", import_schools },
	{ "subjects", import_subjects },
};

int import_command(int argc, char **argv)
{
	if (argc < 2)
		return importing_unclear("import what?", "", help);
	if (strcmp(argv[1], "--help") == 0) {
		fputs(help, stdout);
		return EXIT_SUCCESS;
	}
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(argv[1], kinds[i].name) == 0)
			return kinds[i].run(argc - 1, argv + 1);
	return importing_unclear("there is no import of ", argv[1], help);
}
