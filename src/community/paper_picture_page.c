/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pictures of pages: with covers for whoever may read the paper, as they are for its owner
   alone. */
#include "community/clinic_routes.h"
#include "community/paper_file.h"
#include "core/blob.h"
#include "site/blob_page.h"

static bool find(struct request *rq, struct paper_version *v)
{
	int64_t n = path_id(rq, "version");

	return ctx_ok(rq->ctx)
		&& paper_version_get(rq->ctx, (struct paper_id){ path_id(rq, "paper") }, n, v);
}

static bool nothing(struct request *rq)
{
	return fail(rq->ctx, FAULT_ABSENT, "There is no such picture.");
}

static bool send(struct request *rq, int64_t blob, bool save)
{
	struct blob b;

	if (blob == 0)
		return nothing(rq);
	return blob_get(rq->ctx, blob, &b) && blob_send(rq, &b, save);
}

static bool sheet_of(struct request *rq, const struct paper_version *v, struct paper_sheet *ret)
{
	int64_t page = path_id(rq, "page");
	struct paper_pages p;

	if (!ctx_ok(rq->ctx) || !paper_file_pages(rq->ctx, v, &p))
		return false;
	if ((size_t)page > p.sheets)
		return nothing(rq);
	*ret = p.sheet[page - 1];
	return true;
}

bool paper_picture_show(struct request *rq)
{
	struct paper_version v;
	struct paper_sheet s = { 0 };

	if (!find(rq, &v))
		return false;
	if (v.state != PAPER_SHOWN)
		return nothing(rq);
	return sheet_of(rq, &v, &s) && send(rq, s.picture, false);
}

bool paper_own_picture_show(struct request *rq)
{
	struct paper_version v;
	struct paper_sheet s = { 0 };

	return find(rq, &v) && sheet_of(rq, &v, &s) && send(rq, s.own, false);
}

bool paper_own_file_send(struct request *rq)
{
	struct paper_version v;

	return find(rq, &v) && send(rq, v.file, true);
}
