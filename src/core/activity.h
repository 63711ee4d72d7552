/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The ledger of traces: who did what, when, by which way, under a pseudonym. Names: activity_ */
#ifndef CORE_ACTIVITY_H
#define CORE_ACTIVITY_H

#include "base/ctx.h"

struct place;

/* Stored as numbers: never renumber. */
enum trace_class {
	TRACE_VISIT = 1,  /* a page was sent because a person asked for it; amount 1 */
	TRACE_ACTIVE = 2, /* seconds a visit's page was visible and in use; has the visit's id */
	TRACE_POST = 3,	  /* amount: its words when it was sent; 0: not counted, or imported */
	TRACE_USEFUL = 4,
	TRACE_SAVE = 5,
	TRACE_SELF_REPORT = 6,
	TRACE_OTHER = 7,	  /* a line of an imported log that is none of these */
	TRACE_MAIL_DELIVERED = 8, /* the mail server took a letter; nothing was read by that */
	TRACE_MAIL_LINK = 9,	  /* a link of a letter was followed and its page opened */
	TRACE_MAIL_REPLY = 10,	  /* a letter was answered by mail */
	TRACE_READ = 11,	  /* «I read this» was tapped */
	TRACE_FEEDBACK = 12,	  /* feedback was given on somebody's document */
	TRACE_ATTENDED = 13,	  /* was at a meeting */
	TRACE_ANSWERED = 14,	  /* somebody else wrote in a thread that this person began */
	TRACE_CLASSES		  /* one more than the last */
};
enum trace_channel {
	CHANNEL_WEB = 1,
	CHANNEL_MAIL = 2,
	CHANNEL_IMPORT = 3,
	CHANNEL_INTERVIEW = 4, /* said to a researcher, who wrote it down */
	CHANNEL_MEETING = 5,   /* seen by staff at a meeting, who wrote it down */
};
enum trace_object {
	OBJECT_HOME = 1,
	OBJECT_GROUP = 2,
	OBJECT_THREAD = 3,
	OBJECT_POST = 4,
	OBJECT_ROUND = 5,
	OBJECT_PAGE = 6,      /* any other page of the community, or of an imported log */
	OBJECT_ANSWER = 7,    /* of a self-report: the place of the word in participant_words */
	OBJECT_WAVE = 8,      /* of a self-report: the wave of a survey, which has what was said */
	OBJECT_LETTER = 9,    /* under a keyed hash of its id (core/letter_trace) */
	OBJECT_DOCUMENT = 10, /* a CV or a cover letter */
	OBJECT_MEETING = 11,
	OBJECT_QUESTION = 12,	/* of the bank of interview questions */
	OBJECT_NEW_THREAD = 13, /* of a post: it began this thread */
	OBJECT_OWN_THREAD = 14, /* or its writer had; OBJECT_THREAD: somebody else had */
};
enum { ACTIVE_MAX_S = 1800 }; /* a view counts half an hour at the most */

struct trace {
	int64_t participant, id, round, object, at, amount;
	enum trace_class class;
	enum trace_channel channel;
	enum trace_object object_kind;
};

/* In this transaction. A trace of participant 0, or of a class that their study does not collect
   (core/collect), is not noted, and that is no fault. */
MUST bool activity_add(struct ctx *c, const struct trace *t);
/* From a page that only reads: with a ledger on disk soon. Only what the study collects. */
MUST bool activity_soon(struct ctx *c, const struct trace *t);
/* Many at once, in fewer trips to the database. Only what their study collects. */
MUST bool activity_add_all(struct ctx *c, const struct trace *t, size_t n);
/* What c->actor does at place p: fills in participant, round, at, channel web and a new id. */
MUST bool activity_note(struct ctx *c, const struct place *p, enum trace_class class,
	enum trace_object kind, int64_t object);
/* A page view. With a ledger it is on disk within a second and costs the page nothing; without one
   it is written here. Returns the id of the view for the page's active seconds, 0 when these are
   not noted. */
int64_t activity_visit(
	struct ctx *c, const struct place *p, enum trace_object kind, int64_t object);
/* Sets the active seconds of a view of c->actor to at least seconds. Unknown views, views of
   others, more seconds than have passed since, and more than ACTIVE_MAX_S are cut or ignored
   without a fault. */
MUST bool activity_active(struct ctx *c, const struct place *p, int64_t view, int64_t seconds);

#endif
