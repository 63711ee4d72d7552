/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a page offers to do next, read from its HTML as a browser would: links, and forms as they
   would be sent. Only for HTML that this program wrote. Names: crawl_ */
#ifndef TEST_CRAWL_H
#define TEST_CRAWL_H

#include "base/arena.h"

enum { CRAWL_BUTTONS = 8 };

/* A form that is sent with a POST. What is filled in stays; what is empty gets a word or a number
   that fits its type. */
struct crawl_form {
	struct str draft; /* of data-draft: under what the device keeps it */
	bool written;	  /* somebody writes in it: it has a textarea */
	bool forgets;	  /* the device is to keep nothing of it, as of an anonymous survey */
	struct str action, body;	  /* body: urlencoded, without any button */
	struct str button[CRAWL_BUTTONS]; /* name=value, or empty for a button without a name */
	size_t buttons;
};

/* Cuts the next link to a page of this site off html; fragments are left out. False at the end. */
bool crawl_link(struct arena *a, struct str *html, struct str *ret);
/* Cuts the next form off html. False at the end. */
bool crawl_form(struct arena *a, struct str *html, struct crawl_form *ret);

#endif
