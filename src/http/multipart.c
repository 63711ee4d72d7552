/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/form.h"

#include <stdio.h>

struct str multipart_boundary(struct str content_type)
{
	struct str type = str_trim(str_cut(&content_type, ';'));

	if (!str_same(type, S("multipart/form-data")))
		return S("");
	while (content_type.len > 0) {
		struct str value = str_trim(str_cut(&content_type, ';'));
		struct str key = str_cut(&value, '=');
		if (!str_same(key, S("boundary")))
			continue;
		if (value.len >= 2 && value.at[0] == '"' && value.at[value.len - 1] == '"')
			value = (struct str){ value.at + 1, value.len - 2 };
		return value.len >= 1 && value.len <= MULTIPART_BOUNDARY_MAX ? value : S("");
	}
	return S("");
}

/* The value of key="…" in a Content-Disposition header. A file name may hold a semicolon; browsers
   write a quotation mark in it as %22. */
static struct str quoted(struct str header, struct str key)
{
	(void)str_cut(&header, ';'); /* form-data */
	while (header.len > 0) {
		struct str name = str_trim(str_cut(&header, '='));
		bool opened = str_starts(header, S("\""));
		if (opened)
			header = (struct str){ header.at + 1, header.len - 1 };
		struct str value = str_cut(&header, opened ? '"' : ';');
		bool closed = value.at + value.len < header.at;
		if (opened && closed && str_same(name, key))
			return value;
		if (opened)
			(void)str_cut(&header, ';');
	}
	return S("");
}

/* Finds «CRLF--boundary» and cuts s before and after it. */
static bool delimiter(struct str *s, struct str boundary, struct str *ret_before)
{
	char text[MULTIPART_BOUNDARY_MAX + 5];
	int n = snprintf(text, sizeof text, "\r\n--%.*s", (int)boundary.len, boundary.at);
	const char *at = s->len ? memmem(s->at, s->len, text, (size_t)n) : NULL;

	if (!at)
		return false;
	*ret_before = (struct str){ s->at, (size_t)(at - s->at) };
	s->len -= ret_before->len + (size_t)n;
	s->at = at + n;
	return true;
}

/* The first delimiter has no CRLF before it when there is no preamble. */
static bool skip_first(struct str *body, struct str boundary)
{
	struct str before;

	if (str_starts(*body, S("--")) && body->len >= boundary.len + 2
		&& memcmp(body->at + 2, boundary.at, boundary.len) == 0) {
		body->at += boundary.len + 2;
		body->len -= boundary.len + 2;
		return true;
	}
	return str_starts(*body, S("\r\n")) ? true : delimiter(body, boundary, &before);
}

static struct str header_line(struct str *s)
{
	struct str line = str_cut(s, '\n');

	return str_ends(line, S("\r")) ? (struct str){ line.at, line.len - 1 } : line;
}

bool multipart_next(struct str *body, struct str boundary, struct str *ret_name,
	struct str *ret_file, struct str *ret_value)
{
	struct str disposition = S("");

	if (boundary.len == 0 || body->len == 0 || !skip_first(body, boundary))
		return false;
	if (str_starts(*body, S("--")) || !str_starts(*body, S("\r\n")))
		return false;
	body->at += 2;
	body->len -= 2;
	for (;;) {
		if (body->len == 0)
			return false;
		struct str value = header_line(body);
		if (value.len == 0)
			break;
		struct str key = str_cut(&value, ':');
		if (str_same(key, S("content-disposition")))
			disposition = value;
	}
	if (!delimiter(body, boundary, ret_value))
		return false;
	*ret_name = quoted(disposition, S("name"));
	*ret_file = quoted(disposition, S("filename"));
	return ret_name->len > 0;
}
