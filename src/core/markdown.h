/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What members write becomes HTML that is safe to show. Names: markdown_ */
#ifndef CORE_MARKDOWN_H
#define CORE_MARKDOWN_H

#include "base/ctx.h"

enum { MARKDOWN_MAX = 65536, MARKDOWN_DEPTH_MAX = 32, MARKDOWN_HTML_MAX = 262144 };

/* CommonMark with GitHub's tables, strikethrough and autolinks, in the library's safe mode: no raw
   HTML, no javascript: links; links get rel="nofollow noopener ugc"; headings start at h3; images
   become links. Faults: INVALID (field body) for deeper nesting or larger output than the limits.
   */
MUST bool markdown_html(struct ctx *c, struct str source, struct str *ret);
/* The same text for a letter: words, lists and headings in lines of at most 72 characters, links by
   their words. Faults: as markdown_html. */
MUST bool markdown_plain(struct ctx *c, struct str source, struct str *ret);

#endif
