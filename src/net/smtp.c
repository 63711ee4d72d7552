/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/smtp.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>

struct cargo {
	struct str rest;
	char error[CURL_ERROR_SIZE];
};

void smtp_open(void)
{
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		abort();
}

/* Called once the server has said «go on»: until then no byte of the letter has left. */
static size_t feed(char *to, size_t size, size_t n, void *data)
{
	struct cargo *cargo = data;
	size_t room = size * n, len = cargo->rest.len < room ? cargo->rest.len : room;

	memcpy(to, cargo->rest.at, len);
	cargo->rest.at += len;
	cargo->rest.len -= len;
	return len;
}

/* curl says with which code a letter was turned away, and whether the server still spoke at the
   end. */
static enum smtp_outcome judge(CURLcode rc, long said, size_t unsent)
{
	bool spoke =
		rc == CURLE_SEND_ERROR || rc == CURLE_WEIRD_SERVER_REPLY || rc == CURLE_RECV_ERROR;

	if (rc == CURLE_OK)
		return SMTP_SENT;
	if (spoke && said >= 500 && said <= 599)
		return SMTP_NEVER;
	if (spoke && said >= 400 && said <= 499)
		return SMTP_LATER;
	return unsent > 0 ? SMTP_LATER : SMTP_UNKNOWN;
}

static bool within_this_machine(const char *url)
{
	CURLU *parts = curl_url();
	char *host = NULL;
	bool here = parts
		&& curl_url_set(parts, CURLUPART_URL, url, CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK
		&& curl_url_get(parts, CURLUPART_HOST, &host, 0) == CURLUE_OK
		&& (strcmp(host, "localhost") == 0 || strcmp(host, "127.0.0.1") == 0
			|| strcmp(host, "[::1]") == 0);

	curl_free(host);
	curl_url_cleanup(parts);
	return here;
}

static const char *bracketed(struct arena *a, struct str address)
{
	return arena_fmt(a, "<%.*s>", (int)address.len, address.at).at;
}

/* The path of the address is the name that this machine gives itself. */
static const char *full_url(struct arena *a, const char *url, struct str host)
{
	struct str u = str_of(url);

	while (u.len > 0 && u.at[u.len - 1] == '/')
		u.len--;
	return arena_fmt(a, "%.*s/%.*s", (int)u.len, u.at, (int)host.len, host.at).at;
}

static void prepare(CURL *curl, struct arena *a, const char *url, const struct smtp_letter *l,
	struct cargo *cargo)
{
	bool secret = strchr(url, '@') != NULL && !within_this_machine(url);

	curl_easy_setopt(curl, CURLOPT_URL, full_url(a, url, l->host));
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)(secret ? CURLUSESSL_ALL : CURLUSESSL_TRY));
	curl_easy_setopt(curl, CURLOPT_MAIL_FROM, bracketed(a, l->from));
	curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(curl, CURLOPT_READFUNCTION, feed);
	curl_easy_setopt(curl, CURLOPT_READDATA, cargo);
	curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)l->text.len);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, cargo->error);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)SMTP_CONNECT_S);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)SMTP_TOTAL_S);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
}

enum smtp_outcome smtp_send(
	struct arena *a, const char *url, const struct smtp_letter *l, char *why, size_t why_size)
{
	struct cargo cargo = { .rest = l->text };
	CURL *curl = curl_easy_init();
	struct curl_slist *to = curl_slist_append(NULL, bracketed(a, l->to));
	long said = 0;

	if (!curl || !to)
		abort();
	prepare(curl, a, url, l, &cargo);
	curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
	CURLcode rc = curl_easy_perform(curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &said);
	if (rc != CURLE_OK)
		snprintf(why, why_size, "%s (the server's last code was %ld)",
			cargo.error[0] ? cargo.error : curl_easy_strerror(rc), said);
	curl_slist_free_all(to);
	curl_easy_cleanup(curl);
	return judge(rc, said, cargo.rest.len);
}
