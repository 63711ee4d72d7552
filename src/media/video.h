/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Recordings of people, made anew with ffmpeg in the confined child: small, playable on every
   phone, and without where, when and on what they were made. Names: video_ */
#ifndef MEDIA_VIDEO_H
#define MEDIA_VIDEO_H

#include "base/ctx.h"

enum {
	VIDEO_SECONDS_MAX = 30,
	VOICE_SECONDS_MAX = 60,
	VIDEO_SLACK_S = 2, /* a recorder that is told to stop stops a little later */
	VIDEO_SIDE = 640,
	VIDEO_MAX = 16 << 20, /* of what is made */
	POSTER_MAX = 1 << 20
};

struct video {
	bool moving; /* a picture that moves; else a voice */
	double seconds;
	const char *type; /* video/mp4 or audio/mp4 */
	struct str bytes;
	struct str poster; /* a JPEG of an early moment; empty for a voice */
};

/* Faults: INVALID with a sentence for what is no recording, is damaged, or is longer than it may
   be; also when ffmpeg is not installed. A file that says how long it is is refused before it is
   read. */
MUST bool video_make(struct ctx *c, struct str bytes, struct video *ret);

#endif
