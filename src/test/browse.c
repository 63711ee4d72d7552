/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "test/browse.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { ANSWER_MAX_BYTES = 1 << 22 };

int browse_open(uint16_t port)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct timeval patience = { .tv_sec = 20 };
	int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (s < 0)
		return -1;
	setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	if (connect(s, (const struct sockaddr *)&a, sizeof a) == 0)
		return s;
	close(s);
	return -1;
}

void browse_close(int socket)
{
	close(socket);
}

bool browse_send(int socket, struct str bytes)
{
	while (bytes.len > 0) {
		ssize_t n = send(socket, bytes.at, bytes.len, MSG_NOSIGNAL);
		if (n <= 0)
			return false;
		bytes.at += n;
		bytes.len -= (size_t)n;
	}
	return true;
}

static size_t length_of(struct str head)
{
	const char *at = memmem(head.at, head.len, "Content-Length: ", 16);

	return at ? (size_t)strtoull(at + 16, NULL, 10) : 0;
}

int browse_read(int socket, struct buf *body)
{
	struct buf in;
	size_t head = 0, want = SIZE_MAX;
	int status = 0;

	buf_init(&in, ANSWER_MAX_BYTES);
	while (head + (want == SIZE_MAX ? 0 : want) > in.len || want == SIZE_MAX) {
		if (!buf_room(&in, 4096))
			break;
		ssize_t n = recv(socket, in.at + in.len, 4096, 0);
		if (n <= 0)
			break;
		in.len += (size_t)n;
		const char *end = want == SIZE_MAX ? memmem(in.at, in.len, "\r\n\r\n", 4) : NULL;
		if (end) {
			head = (size_t)(end - in.at) + 4;
			want = length_of((struct str){ in.at, head });
			status = (int)strtol(in.at + 9, NULL, 10);
		}
	}
	if (want == SIZE_MAX || in.len < head + want)
		status = 0;
	else if (body)
		buf_add(body, (struct str){ in.at + head, want });
	buf_free(&in);
	return status;
}

int browse_ask(int socket, const char *path, const char *cookie, const char *form, struct buf *body)
{
	struct buf out;

	buf_init(&out, ANSWER_MAX_BYTES);
	buf_fmt(&out, "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\n", form ? "POST" : "GET", path);
	if (cookie && *cookie)
		buf_fmt(&out, "Cookie: %s\r\n", cookie);
	if (form)
		buf_fmt(&out,
			"Content-Type: application/x-www-form-urlencoded\r\nContent-Length:"
			" %zu\r\n",
			strlen(form));
	buf_add(&out, S("\r\n"));
	if (form)
		buf_add(&out, str_of(form));
	bool sent = browse_send(socket, buf_str(&out));
	buf_free(&out);
	return sent ? browse_read(socket, body) : 0;
}
