/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "media/office.h"

#include "file/zip.h"
#include "media/confine.h"

enum { WHY = 240 };

static const struct confine_limits limits = {
	.memory_mib = 4096, .cpu_s = 60, .wall_s = 90, .file_mib = 64, .talks = true
};
static const char missing[] =
	"This server cannot read word processor files yet: save it as PDF and send that, or paste "
	"the text. (Its administrator has to install libreoffice-writer-nogui.)";

/* The part that each kind has, and the name under which LibreOffice is given it. */
static const char *const parts[] = { "word/document.xml", "content.xml", NULL };
static const char *const names[] = { "in.docx", "in.odt" };

/* A profile of its own, in the directory that goes away; one that is there already is not used. */
static const char *const argv[][12] = {
	{ "soffice.bin", "-env:UserInstallation=file:///proc/self/cwd/profile", "--headless",
		"--norestore", "--nolockcheck", "--convert-to", "pdf", "in.docx", NULL },
	{ "soffice.bin", "-env:UserInstallation=file:///proc/self/cwd/profile", "--headless",
		"--norestore", "--nolockcheck", "--convert-to", "pdf", "in.odt", NULL },
};

bool office_pdf(struct ctx *c, struct str bytes, struct str *ret)
{
	struct zip_bounds bounds = {
		.entries = OFFICE_ENTRIES_MAX, .unpacked = OFFICE_UNPACKED_MAX, .name = parts
	};
	struct confine *x;
	char why[WHY];
	int kind = -1;

	if (!zip_weigh(bytes, &bounds, &kind, why, sizeof why))
		return fail(c, FAULT_INVALID, "%s", why);
	if (kind < 0)
		return fail(c, FAULT_INVALID,
			"This is not a document of a word processor that can be read here: send "
			"DOCX, ODT or PDF.");
	if (!confine_open(c, &x) || !confine_put(x, names[kind], bytes))
		return false;
	/* The first time it makes its profile, and asks to be begun again. */
	enum confine_end end = confine_run(x, &limits, argv[kind]);
	if (end == CONFINE_FAILED)
		end = confine_run(x, &limits, argv[kind]);
	if (end == CONFINE_DONE && confine_take(x, "in.pdf", OFFICE_PDF_MAX, ret))
		return true;
	return confine_sorry(c, end, missing)
		|| fail(c, FAULT_INVALID,
			"This document is damaged: it cannot be read. Save it as PDF and send "
			"that.");
}
