/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/introduction_job.h"

#include "base/buf.h"
#include "community/introduction.h"
#include "media/video.h"
#include "work/loop.h"

#include <math.h>

enum { TRIES = 3, LEASE_S = 600 };

static bool run(struct ctx *c, const struct job *j);
const struct job_kind introduction_job = { introduction_job_name, run, TRIES, LEASE_S, JOB_SLOW };

struct turn {
	int64_t id, raw;
	struct blob blob;
	struct buf bytes;
	struct introduction_media made;
	struct str why;
};

static bool find(struct ctx *c, void *data)
{
	struct turn *t = data;

	return introduction_waits(c, t->id, &t->raw) && (!t->raw || blob_get(c, t->raw, &t->blob));
}

/* A slice at a time, so that nobody's post waits for a film to be read. */
static bool read_slice(struct ctx *c, void *data)
{
	struct turn *t = data;
	struct str slice;

	if (!blob_slice(c, &t->blob, (int64_t)t->bytes.len, BLOB_SLICE_MAX, &slice))
		return false;
	buf_add(&t->bytes, slice);
	return true;
}

static bool refuse(struct ctx *c, void *data)
{
	struct turn *t = data;

	return introduction_refuse(c, t->id, t->raw, t->why);
}

static bool ready(struct ctx *c, void *data)
{
	struct turn *t = data;

	return introduction_ready(c, t->id, t->raw, &t->made);
}

static bool seal(struct ctx *c, const struct video *v, struct introduction_media *ret)
{
	struct blob_sealed *recording = NULL, *poster = NULL;

	if (!blob_seal(c, v->bytes, &recording)
		|| (v->poster.len && !blob_seal(c, v->poster, &poster)))
		return false;
	*ret = (struct introduction_media){ .form = v->moving ? INTRODUCTION_VIDEO
							      : INTRODUCTION_VOICE,
		.seconds = lrint(ceil(v->seconds)),
		.type = v->type,
		.recording = recording,
		.poster = poster };
	return true;
}

/* What is wrong with a recording is told to the person; what is wrong with the machine is tried
   again. */
static bool make(struct ctx *c, struct turn *t)
{
	struct video v;

	if (video_make(c, buf_str(&t->bytes), &v))
		return seal(c, &v, &t->made) && loop_write(c, ready, t);
	if (c->fault.kind != FAULT_INVALID)
		return false;
	t->why = arena_str(c->mem, str_of(c->fault.text));
	c->fault = (struct fault){ 0 };
	return loop_write(c, refuse, t);
}

static bool run(struct ctx *c, const struct job *j)
{
	struct turn t = { .id = j->subject };

	if (!loop_write(c, find, &t) || !t.raw)
		return ctx_ok(c);
	buf_init(&t.bytes, BLOB_VIDEO_MAX);
	bool good = true;
	while (good && (int64_t)t.bytes.len < t.blob.size)
		good = loop_write(c, read_slice, &t);
	good = good && make(c, &t);
	buf_free(&t.bytes);
	return good;
}
