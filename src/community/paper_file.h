/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Versions of a paper that came as a file. A job reads it into text, places and pictures for its
   owner; when the owner shows it, the job burns the covers into pictures for the group. Nobody but
   the owner ever gets the file or a picture without covers. Names: paper_file_ */
#ifndef COMMUNITY_PAPER_FILE_H
#define COMMUNITY_PAPER_FILE_H

#include "community/paper_version.h"

struct blob_sealed;

enum { PAPER_FILE_MAX = 10 << 20, PAPER_PAGES_MAX = 8, PAPER_WORDS_MAX = 6000 };
/* The name of the job; its subject is the id of a version. */
extern const char paper_file_job[];

/* In points from the top left of the page. */
struct paper_box {
	double left, top, width, height;
};
/* A word, or a picture, whose text is empty. */
struct paper_word {
	int page; /* from 1 */
	struct paper_box box;
	struct str text;
	struct cover_span span; /* set by paper_file_read: where it stands in the text */
	int64_t line;		/* likewise; from 1 */
};
struct paper_sheet {
	double width, height;	  /* of the page, in points */
	int64_t across, down;	  /* of its picture, in dots */
	struct blob_sealed *seal; /* the picture */
	int64_t own, picture;	  /* blobs; when they are read back */
};
struct paper_pages {
	struct paper_word *word;
	size_t words;
	struct paper_sheet *sheet;
	size_t sheets;
	struct blob_sealed *file; /* as PDF, from which it is painted ever after */
	bool pictures;		  /* the group may see pictures of the pages */
};

/* «pdf», «docx», «odt», by how the bytes begin; false for anything else. */
MUST bool paper_file_kind(struct str bytes, const char **ret);
/* The next version of a paper of c->actor, being prepared. Faults: CONFLICT, RATE as
   paper_version_paste. */
MUST bool paper_file_bring(struct ctx *c, struct paper_id paper, const char *kind,
	const struct blob_sealed *file, int64_t *ret_n);

/* ---- for the job ---- */

/* The version that the job is about; ret->n is 0 when it is gone. */
MUST bool paper_file_by_job(struct ctx *c, int64_t id, struct paper_version *ret);
/* What was read: to be checked by its owner from now on. Faults: INVALID when there is no text. */
MUST bool paper_file_read(
	struct ctx *c, const struct paper_version *v, const struct paper_pages *p);
/* It cannot be read; why is a sentence for its owner. */
MUST bool paper_file_failed(struct ctx *c, const struct paper_version *v, struct str why);
/* Its pages as they were read, and the boxes that are covered on one of them. */
MUST bool paper_file_pages(struct ctx *c, const struct paper_version *v, struct paper_pages *ret);
MUST bool paper_file_boxes(struct ctx *c, const struct paper_version *v,
	const struct paper_pages *p, int page, struct paper_box **ret, size_t *ret_n);
/* The pictures are made: the group sees it, if nothing was changed meanwhile. */
MUST bool paper_file_painted(
	struct ctx *c, const struct paper_version *v, const struct paper_pages *p);

/* The pictures with covers go; those for the owner stay. */
MUST bool paper_file_unpaint(struct ctx *c, const struct paper_version *v);
/* Drops the blobs of a paper, or of one version; n 0: of all. */
MUST bool paper_file_drop(struct ctx *c, struct paper_id paper, int64_t n);

#endif
