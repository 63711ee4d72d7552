/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/smtp.h"

#include "net/drop.h"
#include "net/mime.h"
#include "test/test.h"

#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

/* A mail server that does what it is told, once. NULL instead of an answer: it hangs up. */
struct server {
	const char *rcpt, *data, *end;
	bool leave_early; /* hangs up in the middle of the letter */
	int fd, port;
	size_t got; /* bytes of the letter */
	char text[1 << 17];
	pthread_t thread;
};

static bool read_line(FILE *f, char *line, int size)
{
	return fgets(line, size, f) != NULL;
}

static void say(FILE *f, const char *text)
{
	fprintf(f, "%s\r\n", text);
	fflush(f);
}

/* True when the letter came whole. */
static bool take_letter(struct server *s, FILE *f)
{
	char line[2048];

	while (read_line(f, line, sizeof line)) {
		if (strcmp(line, ".\r\n") == 0)
			return true;
		size_t n = strlen(line);
		if (s->got + n < sizeof s->text) {
			memcpy(s->text + s->got, line, n);
			s->got += n;
		}
		if (s->leave_early && s->got > 4096)
			return false;
	}
	return false;
}

static bool answer(struct server *s, FILE *f, const char *line)
{
	if (strncmp(line, "EHLO", 4) == 0)
		say(f, "250-here\r\n250 SIZE 1000000");
	else if (strncmp(line, "RCPT", 4) == 0) {
		if (!s->rcpt)
			return false;
		say(f, s->rcpt);
	} else if (strncmp(line, "DATA", 4) == 0) {
		say(f, s->data);
		if (s->data[0] != '3')
			return true;
		if (!take_letter(s, f) || !s->end)
			return false;
		say(f, s->end);
	} else if (strncmp(line, "QUIT", 4) == 0) {
		say(f, "221 bye");
		return false;
	} else {
		say(f, "250 ok");
	}
	return true;
}

static void *serve(void *data)
{
	struct server *s = data;
	int fd = accept(s->fd, NULL, NULL);
	FILE *f = fd >= 0 ? fdopen(fd, "r+") : NULL;
	char line[2048];

	if (!f)
		return NULL;
	say(f, "220 here");
	while (read_line(f, line, sizeof line) && answer(s, f, line)) {
	}
	fclose(f);
	return NULL;
}

static bool start(struct server *s)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t n = sizeof a;

	s->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool good = s->fd >= 0 && bind(s->fd, (struct sockaddr *)&a, sizeof a) == 0
		&& listen(s->fd, 1) == 0 && getsockname(s->fd, (struct sockaddr *)&a, &n) == 0;
	s->port = ntohs(a.sin_port);
	return good && pthread_create(&s->thread, NULL, serve, s) == 0;
}

static enum smtp_outcome hand_over(struct test *t, struct server *s, struct str text)
{
	struct smtp_letter l = { S("cairn@b.example"), S("ann@b.example"), text, S("b.example") };
	char why[256] = "";

	smtp_open();
	CHECK(t, start(s));
	const char *url = arena_fmt(t->mem, "smtp://127.0.0.1:%d", s->port).at;
	enum smtp_outcome o = smtp_send(t->mem, url, &l, why, sizeof why);
	CHECK(t, o == SMTP_SENT || why[0] != '\0');
	pthread_join(s->thread, NULL);
	close(s->fd);
	return o;
}

static struct server *server_of(struct test *t, const char *rcpt, const char *data, const char *end)
{
	struct server *s = arena_new(t->mem, struct server, 1);

	s->rcpt = rcpt;
	s->data = data;
	s->end = end;
	return s;
}

void test_concurrent_smtp_letter_arrives_whole_with_its_lonely_dots(struct test *t)
{
	struct server *s = server_of(t, "250 ok", "354 go on", "250 taken");
	struct str text = S("Subject: x\r\n\r\none\r\n.\r\n..two\r\n");

	CHECK(t, hand_over(t, s, text) == SMTP_SENT);
	CHECK(t, strcmp(s->text, "Subject: x\r\n\r\none\r\n..\r\n...two\r\n") == 0);
}

void test_concurrent_smtp_tells_refused_for_now_from_refused_for_good(struct test *t)
{
	struct str text = S("Subject: x\r\n\r\nbody\r\n");

	CHECK(t, hand_over(t, server_of(t, "451 later", "354 go", "250 ok"), text) == SMTP_LATER);
	CHECK(t, hand_over(t, server_of(t, "550 nobody", "354 go", "250 ok"), text) == SMTP_NEVER);
	CHECK(t, hand_over(t, server_of(t, "250 ok", "451 later", "250 ok"), text) == SMTP_LATER);
	CHECK(t, hand_over(t, server_of(t, "250 ok", "554 no", "250 ok"), text) == SMTP_NEVER);
	CHECK(t, hand_over(t, server_of(t, "250 ok", "354 go", "452 full"), text) == SMTP_LATER);
	CHECK(t, hand_over(t, server_of(t, "250 ok", "354 go", "554 spam"), text) == SMTP_NEVER);
}

void test_concurrent_smtp_connection_that_breaks_after_the_last_byte_leaves_it_unknown(
	struct test *t)
{
	struct server *s = server_of(t, "250 ok", "354 go on", NULL);

	CHECK(t, hand_over(t, s, S("Subject: x\r\n\r\nbody\r\n")) == SMTP_UNKNOWN);
	CHECK(t, s->got > 0);
}

void test_concurrent_smtp_connection_that_breaks_before_the_letter_can_be_tried_again(
	struct test *t)
{
	CHECK(t, hand_over(t, server_of(t, NULL, "354 go", "250 ok"), S("x\r\n")) == SMTP_LATER);
}

void test_smtp_server_that_is_not_there_can_be_tried_again(struct test *t)
{
	struct smtp_letter l = { S("a@b.example"), S("c@b.example"), S("x\r\n"), S("b.example") };
	char why[256] = "";

	smtp_open();
	CHECK(t, smtp_send(t->mem, "smtp://127.0.0.1:1", &l, why, sizeof why) == SMTP_LATER);
	CHECK(t, why[0] != '\0');
}

static struct str composed(struct test *t, struct str subject, struct str body)
{
	struct mime_letter m = { .id = 42,
		.at = TEST_NOW,
		.from = S("cairn@b.example"),
		.from_name = S("Cairn at the University of Ör"),
		.to = S("ann@b.example"),
		.subject = subject,
		.body = body,
		.host = S("b.example") };
	struct str text = S("");

	mime_open();
	return mime_text(t->mem, &m, &text) ? text : S("(refused)");
}

void test_mime_plain_letter_can_be_read_as_it_is(struct test *t)
{
	struct str text = composed(t, S("Your link"), S("Hello,\nhttps://b.example/sign-in/a=b\n"));

	CHECK(t, test_has(text, "Message-Id: <letter-42@b.example>\r\n"));
	CHECK(t, test_has(text, "Date: Tue, 03 Nov 2026 12:00:00 +0000\r\n"));
	CHECK(t, test_has(text, "Auto-Submitted: auto-generated\r\n"));
	CHECK(t, test_has(text, "X-Auto-Response-Suppress: All\r\n"));
	CHECK(t, test_has(text, "\r\n\r\nHello,\r\nhttps://b.example/sign-in/a=b\r\n"));
	for (size_t i = 0; i < text.len; i++)
		CHECK(t, text.at[i] != '\n' || (i > 0 && text.at[i - 1] == '\r'));
}

void test_mime_other_letters_travel_in_ascii(struct test *t)
{
	struct str text = composed(t, S("Café £5"), S("Grüße, ☀\n"));

	for (size_t i = 0; i < text.len; i++)
		CHECK(t, (unsigned char)text.at[i] < 127);
	CHECK(t, test_has(text, "Subject: =?") && test_has(text, "quoted-printable"));
	CHECK(t, test_has(text, "Gr=C3=BC=C3=9Fe, =E2=98=80"));
	CHECK(t, test_has(text, "From: Cairn at the University of =?"));
}

void test_mime_nobody_can_add_a_line_to_the_head(struct test *t)
{
	CHECK(t, str_eq(composed(t, S("a\r\nBcc: x@y.z"), S("b")), S("(refused)")));
	CHECK(t, str_eq(composed(t, S("a\nBcc: x@y.z"), S("b")), S("(refused)")));
	CHECK(t, !test_has(composed(t, S("a"), S("Bcc: x@y.z\n")), "\r\nBcc: x@y.z\r\nDate"));
	struct str text = composed(t, S("a"), S("Bcc: x@y.z\n"));
	const char *end = memmem(text.at, text.len, "\r\n\r\n", 4);
	CHECK(t, end && !test_has((struct str){ text.at, (size_t)(end - text.at) }, "Bcc"));
}

void test_mime_letter_that_comes_again_says_where_to_end_it(struct test *t)
{
	struct mime_letter m = { .id = 7,
		.at = TEST_NOW,
		.from = S("cairn@b.example"),
		.to = S("ann@b.example"),
		.subject = S("Week 2"),
		.body = S("Text"),
		.host = S("b.example"),
		.stop = S("https://b.example/me/mail") };
	struct str text;

	mime_open();
	CHECK(t, mime_text(t->mem, &m, &text));
	CHECK(t, test_has(text, "List-Unsubscribe: <https://b.example/me/mail>\r\n"));
	m.stop = S("https://b.example/\r\nBcc: x@y.z");
	CHECK(t, !mime_text(t->mem, &m, &text));
	CHECK(t, !test_has(composed(t, S("Your link"), S("Hello")), "List-Unsubscribe"));
}

void test_drop_writes_one_file_for_a_letter_however_often(struct test *t)
{
	const char *dir = arena_fmt(t->mem, "%s/mail", test_directory(t)).at;
	const char *path = arena_fmt(t->mem, "%s/7.eml", dir).at;
	char why[256] = "", text[16] = "";

	CHECK(t, drop_put(dir, 7, S("one"), why, sizeof why));
	CHECK(t, drop_put(dir, 7, S("two"), why, sizeof why));
	FILE *f = fopen(path, "r");
	CHECK(t, f && fgets(text, sizeof text, f) && strcmp(text, "two") == 0);
	if (f)
		fclose(f);
	CHECK(t, unlink(path) == 0 && rmdir(dir) == 0); /* nothing else was left */
	CHECK(t, !drop_put("/proc/none", 7, S("x"), why, sizeof why) && why[0]);
}
