/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a reader of gzip makes of an answer. Names: test_ */
#ifndef HTTP_UNZIP_TEST_H
#define HTTP_UNZIP_TEST_H

#include "base/str.h"

struct test;

/* Checks length and CRC; empty when it is no gzip file, or has more than room bytes. */
struct str test_unzip(struct test *t, struct str packed, size_t room);

#endif
