/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "site/saved.h"

#include "base/conf.h"
#include "http/form.h"
#include "http/request.h"

enum { KEY_MAX = 100, MAX_AGE_S = 600 };

#define NAME "cairn-saved"

static bool plain(struct str key)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-*";

	for (size_t i = 0; i < key.len; i++)
		if (!memchr(letters, key.at[i], sizeof letters - 1))
			return false;
	return key.len > 0 && key.len <= KEY_MAX;
}

void saved_receive(struct request *rq)
{
	struct str key = cookie_find(rq->cookie, S(NAME));

	if (rq->method == GET && !rq->head && plain(key))
		rq->saved = key;
}

void saved_carry(struct request *rq)
{
	const struct conf *conf = rq->ctx->house ? rq->ctx->house->conf : NULL;
	bool on = rq->status == 303 && plain(rq->saved);
	bool used = rq->method == GET && !rq->head && cookie_find(rq->cookie, S(NAME)).len > 0;

	if (rq->set_cookie.len || (!on && !used))
		return;
	rq->set_cookie =
		arena_fmt(rq->ctx->mem, NAME "=%.*s; Path=/; Max-Age=%d; HttpOnly; SameSite=Lax%s",
			on ? (int)rq->saved.len : 0, rq->saved.at, on ? MAX_AGE_S : 0,
			conf && conf->secure ? "; Secure" : "");
}
