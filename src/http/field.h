/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a request says: parts of its path, fields of its form, its query. Names: path_, form_,
   query_ */
#ifndef HTTP_FIELD_H
#define HTTP_FIELD_H

#include "base/str.h"

struct request;

/* Parameters of the path by name. path_id fails with ABSENT when it is not a positive number. */
struct str path_str(const struct request *rq, const char *name);
int64_t path_id(struct request *rq, const char *name);

/* Fields of the body (urlencoded or multipart) and of the query, decoded; empty when not sent. Text
   is trimmed of nothing. A value that is not UTF-8 text or is longer than max bytes is refused with
   ctx_wrong. */
struct str form_str(struct request *rq, const char *name, size_t max);
/* The file of a field: its bytes, and the name it had. False when none was chosen. */
bool form_file(struct request *rq, const char *name, struct str *ret_name, struct str *ret_bytes);
bool form_has(struct request *rq, const char *name);
/* A whole number from min to max, refused with ctx_wrong otherwise; fallback when not sent or
   empty. */
int64_t form_int(struct request *rq, const char *name, int64_t min, int64_t max, int64_t fallback);
/* The n-th value of a name that occurs several times; false when there are fewer. */
bool form_nth(struct request *rq, const char *name, size_t n, size_t max, struct str *ret);
/* Fails with INVALID when a field was sent that is not in the list, which ends in NULL. */
MUST bool form_only(struct request *rq, const char *const *names);
struct str query_str(struct request *rq, const char *name, size_t max);
int64_t query_int(struct request *rq, const char *name, int64_t min, int64_t max, int64_t fallback);

#endif
