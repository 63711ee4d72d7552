/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How members introduce themselves to their group: in writing, with their voice, or in half a
   minute of video. One of a person in a group; the group and its facilitators see it from when it
   is sent until it is changed or taken back. Names: introduction_ */
#ifndef COMMUNITY_INTRODUCTION_H
#define COMMUNITY_INTRODUCTION_H

#include "community/alias.h"
#include "core/blob.h"

struct place;

enum {
	INTRODUCTION_CHARS_MAX = 2000,
	INTRODUCTIONS_MAX = 60,
	INTRODUCTION_BODY_MAX = BLOB_VIDEO_MAX + (256 << 10)
};
/* Stored as numbers: never renumber. */
enum introduction_form { INTRODUCTION_TEXT, INTRODUCTION_VOICE, INTRODUCTION_VIDEO };

struct introduction {
	int64_t id; /* 0: there is none */
	struct group_id group;
	bool mine;
	struct str byline, words, html, captions; /* captions: WebVTT, or empty */
	enum appear_as as;
	struct str alias; /* that was drawn for it; empty: none was */
	enum introduction_form form;
	int64_t seconds, raw, media, poster; /* raw: it is being made ready */
	struct str why;			     /* a recording could not be used */
	int64_t kept_at, sent_at;
};
struct introduction_draft {
	struct group_id group;
	struct alias_wish name;
	struct str words, captions;	     /* captions: a file, or empty */
	const struct blob_sealed *recording; /* NULL: the one that is there stays */
	bool drop;			     /* without a recording from now on */
};
/* What was made of a recording. */
struct introduction_media {
	enum introduction_form form;
	int64_t seconds;
	const char *type;
	const struct blob_sealed *recording, *poster; /* no poster of a voice */
};

/* Those that were sent by who is in the group now, newest first, with c->actor's own last. For its
   members and facilitators; to others it is ABSENT. */
MUST bool introduction_list(
	struct ctx *c, struct group_id group, struct introduction **ret, size_t *ret_n);
/* Of c->actor; id is 0 when there is none. */
MUST bool introduction_mine(struct ctx *c, struct group_id group, struct introduction *ret);
/* Own, or sent and to be seen by c->actor; else ABSENT. */
MUST bool introduction_get(struct ctx *c, int64_t id, struct introduction *ret);
/* Captions as WebVTT: those that were brought, else its words spread over the recording. */
struct str introduction_vtt(struct ctx *c, const struct introduction *i);

/* Where its alias is drawn. */
struct alias_spot introduction_spot(struct round_id round, const struct introduction *i);
/* Keeps it for c->actor alone: one that was sent is not seen any more until it is sent again. A
   recording is made ready by a job. Faults: INVALID (fields as, words, captions), RATE. */
MUST bool introduction_keep(struct ctx *c, const struct introduction_draft *d);
/* Shows it to the group. known: that face and voice can be recognised, which who appears under an
   alias has to say. Faults: INVALID (words, known), CONFLICT while it is being made ready. */
MUST bool introduction_send(
	struct ctx *c, const struct place *p, struct group_id group, bool known);
/* Its words and files are gone. Done again it does nothing. */
MUST bool introduction_withdraw(struct ctx *c, struct group_id group);

/* For the job: the recording that waits, 0 when none does any more; what was made of it; or why
   nothing could be. Nothing happens when another recording has come meanwhile. */
extern const char introduction_job_name[];
MUST bool introduction_waits(struct ctx *c, int64_t id, int64_t *ret_raw);
MUST bool introduction_ready(
	struct ctx *c, int64_t id, int64_t raw, const struct introduction_media *m);
MUST bool introduction_refuse(struct ctx *c, int64_t id, int64_t raw, struct str why);

#endif
