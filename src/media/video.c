/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "media/video.h"

#include "media/confine.h"

#include <stdlib.h>

enum { SAID_MAX = 64 << 10, MINUTES_FROM = 180 };

static const struct confine_limits probing = {
	.memory_mib = 1024, .cpu_s = 10, .wall_s = 20, .file_mib = 1
};
static const struct confine_limits making = {
	.memory_mib = 2048, .cpu_s = 150, .wall_s = 150, .file_mib = 32
};
static const char missing[] =
	"This server cannot take recordings yet: its administrator has to install ffmpeg. You can "
	"introduce yourself in writing.";

/* WebM and Matroska, MP4 and QuickTime, Ogg, WAV, MP3: what browsers and phones record. Lists of
   other files, which ffmpeg would follow, are none of them. */
static bool is_recording(struct str b)
{
	return str_starts(b, S("\x1a\x45\xdf\xa3")) || str_starts(b, S("OggS"))
		|| str_starts(b, S("RIFF")) || str_starts(b, S("ID3"))
		|| str_starts(b, S("\xff\xfb")) || str_starts(b, S("\xff\xf1"))
		|| (b.len > 12 && memcmp(b.at + 4, "ftyp", 4) == 0);
}

struct probe {
	bool moving, sounds;
	double seconds; /* 0 when the file does not say */
};

static double seconds_of(struct ctx *c, struct str text)
{
	double d = strtod(arena_str(c->mem, text).at, NULL);

	return d > 0 && d < 1e9 ? d : 0;
}

/* Lines «codec_type=video», «duration=29.97». A cover picture of a sound counts as none. */
static void read_probe(struct ctx *c, struct str said, struct probe *ret)
{
	while (said.len > 0) {
		struct str value = str_trim(str_cut(&said, '\n')), key = str_cut(&value, '=');
		if (str_eq(key, S("codec_type"))) {
			ret->moving = ret->moving || str_eq(value, S("video"));
			ret->sounds = ret->sounds || str_eq(value, S("audio"));
		}
		double seconds = str_eq(key, S("duration")) ? seconds_of(c, value) : 0;
		ret->seconds = seconds > ret->seconds ? seconds : ret->seconds;
	}
}

static bool probe(struct ctx *c, struct confine *x, const char *name, struct probe *ret)
{
	const char *argv[] = { "ffprobe", "-v", "error", "-protocol_whitelist", "file",
		"-show_entries", "format=duration:stream=codec_type,duration", "-of",
		"default=noprint_wrappers=1", name, NULL };
	struct str said;

	*ret = (struct probe){ 0 };
	enum confine_end end = confine_run(x, &probing, argv);
	if (end == CONFINE_DONE && confine_take(x, "said", SAID_MAX, &said))
		read_probe(c, said, ret);
	if (ret->moving || ret->sounds)
		return true;
	return confine_sorry(c, end, missing)
		|| fail(c, FAULT_INVALID, "This recording is damaged: it cannot be played.");
}

/* Of hours nobody wants to know the seconds. */
static bool too_long(struct ctx *c, const struct probe *p, int most)
{
	int minutes = (int)(p->seconds / 60);

	return fail(c, FAULT_INVALID,
		p->moving ? "This video is %d minutes long. It may have %d seconds: a shorter one "
			    "is seen to the end."
			  : "This recording is %d minutes long. It may have %d seconds: a shorter "
			    "one is heard to the end.",
		minutes, most);
}

static bool fits(struct ctx *c, const struct probe *p)
{
	int most = p->moving ? VIDEO_SECONDS_MAX : VOICE_SECONDS_MAX;

	if (p->seconds <= most + VIDEO_SLACK_S)
		return true;
	if (p->seconds >= MINUTES_FROM)
		return too_long(c, p, most);
	if (p->moving)
		return fail(c, FAULT_INVALID,
			"This video is %d seconds long. It may have %d: a shorter one is seen to "
			"the end.",
			(int)p->seconds, most);
	return fail(c, FAULT_INVALID,
		"This recording is %d seconds long. It may have %d: a shorter one is heard to the "
		"end.",
		(int)p->seconds, most);
}

#define CLEAN \
	"-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn", "-fflags", "+bitexact", \
		"-flags:v", "+bitexact", "-flags:a", "+bitexact"
#define ASKED "ffmpeg", "-v", "error", "-nostdin", "-y", "-protocol_whitelist", "file", "-i", "in"
#define SOUND "-c:a", "aac", "-b:a", "64k", "-ac", "1", "-ar", "44100"

/* One second past the slack is enough to know that it is too long. */
static const char *const make_video[] = { ASKED, "-t", "33", "-map", "0:v:0", "-map", "0:a:0?",
	CLEAN, "-vf",
	"fps=25,scale=w=640:h=640:force_original_aspect_ratio=decrease:force_divisible_by=2",
	"-c:v", "libx264", "-preset", "veryfast", "-crf", "27", "-maxrate", "900k", "-bufsize",
	"1800k", "-pix_fmt", "yuv420p", "-threads", "2", SOUND, "-movflags", "+faststart",
	"out.mp4", NULL };
static const char *const make_voice[] = { ASKED, "-t", "63", "-map", "0:a:0", "-vn", CLEAN, SOUND,
	"-movflags", "+faststart", "out.mp4", NULL };
static const char *const make_poster[] = { "ffmpeg", "-v", "error", "-nostdin", "-y", "-i",
	"out.mp4", "-vf", "thumbnail=12", "-frames:v", "1", "-fflags", "+bitexact", "-q:v", "5",
	"poster.jpg", NULL };

static bool make(struct ctx *c, struct confine *x, struct video *ret)
{
	enum confine_end end = confine_run(x, &making, ret->moving ? make_video : make_voice);

	if (end == CONFINE_DONE && confine_take(x, "out.mp4", VIDEO_MAX, &ret->bytes))
		return true;
	return confine_sorry(c, end, missing)
		|| fail(c, FAULT_INVALID, "This recording is damaged: it cannot be played.");
}

bool video_make(struct ctx *c, struct str bytes, struct video *ret)
{
	struct video v = { 0 };
	struct confine *x;
	struct probe p;

	if (!is_recording(bytes))
		return fail(c, FAULT_INVALID,
			"This is not a recording that can be played: send a video or a sound as "
			"MP4, WebM, MOV, M4A, OGG, WAV or MP3.");
	if (!confine_open(c, &x) || !confine_put(x, "in", bytes) || !probe(c, x, "in", &p)
		|| !fits(c, &p))
		return false;
	v.moving = p.moving;
	v.type = p.moving ? "video/mp4" : "audio/mp4";
	if (!make(c, x, &v) || !probe(c, x, "out.mp4", &p) || !fits(c, &p))
		return false;
	v.seconds = p.seconds;
	if (v.moving
		&& (confine_run(x, &probing, make_poster) != CONFINE_DONE
			|| !confine_take(x, "poster.jpg", POSTER_MAX, &v.poster)))
		return fail(c, FAULT_INVALID, "This recording is damaged: it cannot be played.");
	*ret = v;
	return true;
}
