/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/press.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <zlib.h>

/* What stands around a part is a few kilobytes, so a window of 8 KiB and little memory do. */
enum {
	FASTEST = 1,
	OFTEN = 6,
	WINDOW = -13, /* raw: no header of zlib's own */
	WIDEST = -15,
	MEMORY = 6,
	MEMORY_MOST = 9,
	HEADER = 10,
	SPARE = 64,
};

struct press {
	struct libdeflate_compressor *all;
	z_stream around;
};

struct press *press_open(void)
{
	struct press *p = calloc(1, sizeof *p);

	if (!p || !(p->all = libdeflate_alloc_compressor(FASTEST))
		|| deflateInit2(&p->around, FASTEST, Z_DEFLATED, WINDOW, MEMORY, Z_DEFAULT_STRATEGY)
			!= Z_OK)
		abort();
	return p;
}

void press_close(struct press *p)
{
	if (!p)
		return;
	libdeflate_free_compressor(p->all);
	deflateEnd(&p->around);
	free(p);
}

bool press_all(struct press *p, struct str text, struct buf *ret)
{
	size_t room = buf_room(ret, text.len) ? text.len : 0;
	size_t n = libdeflate_gzip_compress(p->all, text.at, text.len, ret->at + ret->len, room);

	ret->len += n;
	return n > 0;
}

/* All of text, ended by how. */
static bool run(z_stream *z, struct str text, int how, struct buf *ret)
{
	size_t room = deflateBound(z, text.len) + SPARE;

	if (!buf_room(ret, room))
		return false;
	/* zlib only reads it, though its type lacks the const */
	z->next_in = (unsigned char *)(uintptr_t)text.at;
	z->avail_in = (unsigned)text.len;
	z->next_out = (unsigned char *)ret->at + ret->len;
	z->avail_out = (unsigned)room;
	int said = deflate(z, how);
	ret->len += room - z->avail_out;
	return z->avail_in == 0 && said == (how == Z_FINISH ? Z_STREAM_END : Z_OK);
}

static void little_endian(struct buf *ret, uint32_t n)
{
	for (int i = 0; i < 4; i++)
		buf_char(ret, (char)(n >> 8 * i & 0xff));
}

bool press_around(struct press *p, struct str text, const struct press_part *part, struct buf *ret)
{
	static const char header[HEADER] = { 0x1f, (char)0x8b, 8, 0, 0, 0, 0, 0, 4, (char)0xff };
	struct str head = { text.at, part->from };
	struct str tail = { text.at + part->from + part->len, text.len - part->from - part->len };

	buf_add(ret, (struct str){ header, sizeof header });
	if (deflateReset(&p->around) != Z_OK || !run(&p->around, head, Z_SYNC_FLUSH, ret))
		return false;
	buf_add(ret, part->blocks);
	if (deflateReset(&p->around) != Z_OK || !run(&p->around, tail, Z_FINISH, ret))
		return false;
	uint32_t crc = libdeflate_crc32(0, head.at, head.len);
	crc = (uint32_t)crc32_combine(crc, part->crc, (z_off_t)part->len);
	crc = (uint32_t)crc32_combine(
		crc, libdeflate_crc32(0, tail.at, tail.len), (z_off_t)tail.len);
	little_endian(ret, crc);
	little_endian(ret, (uint32_t)text.len);
	return !ret->spilled;
}

bool press_once(struct str text, struct buf *ret, uint32_t *ret_crc)
{
	z_stream z = { 0 };

	if (deflateInit2(&z, OFTEN, Z_DEFLATED, WIDEST, MEMORY_MOST, Z_DEFAULT_STRATEGY) != Z_OK)
		abort();
	bool good = run(&z, text, Z_FULL_FLUSH, ret);
	deflateEnd(&z);
	*ret_crc = libdeflate_crc32(0, text.at, text.len);
	return good;
}
