/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "work/post.h"

#include "base/conf.h"
#include "base/instant.h"
#include "core/letter.h"
#include "core/letter_trace.h"
#include "core/signin.h"
#include "net/drop.h"
#include "net/mime.h"
#include "net/smtp.h"
#include "work/loop.h"

/* The lease is longer than the longest conversation with a mail server, so that nobody else takes
   the job while it lasts. */
enum { TRIES = 6, LEASE_S = 3 * SMTP_TOTAL_S, OUTCOME_TRIES = 3 };

struct parcel {
	int64_t id;
	bool send; /* it is ours to send, and that is on disk */
	struct letter letter;
	enum letter_state state;
	char why[400];
};

static bool run(struct ctx *c, const struct job *j);
const struct job_kind post_job = { letter_job_name, run, TRIES, LEASE_S };

void post_open(void)
{
	mime_open();
	smtp_open();
}

static bool expired(const struct ctx *c, const struct letter *l)
{
	return str_eq(l->kind, S("sign-in"))
		&& c->now >= l->made_at + SIGNIN_MINUTES * INSTANT_MINUTE;
}

/* What this run may do, decided and written in one transaction. */
static bool begin(struct ctx *c, void *data)
{
	struct parcel *p = data;

	p->send = false;
	if (!letter_get(c, p->id, &p->letter))
		return false;
	if (p->letter.state == LETTER_SENDING)
		return letter_outcome(c, p->id, LETTER_UNKNOWN,
			S("The program ended while this was being sent."));
	if (p->letter.state != LETTER_QUEUED)
		return true;
	if (expired(c, &p->letter))
		return letter_refuse(
			c, p->id, S("The link in it had expired before it could be sent."));
	p->send = true;
	return letter_sending(c, p->id);
}

static bool end(struct ctx *c, void *data)
{
	const struct parcel *p = data;

	return letter_outcome(c, p->id, p->state, str_of(p->why))
		&& (p->state != LETTER_SENT || letter_trace_delivered(c, p->id));
}

static struct str host_of(struct str url)
{
	(void)str_cut(&url, '/');
	(void)str_cut(&url, '/');
	struct str host = str_cut(&url, '/');
	return str_cut(&host, ':');
}

static enum letter_state by_smtp(
	struct ctx *c, const struct conf *conf, const struct mime_letter *m, struct parcel *p)
{
	struct smtp_letter l = { .from = m->from, .to = m->to, .host = m->host };

	if (!mime_text(c->mem, m, &l.text))
		return LETTER_REFUSED;
	switch (smtp_send(c->mem, conf->mail, &l, p->why, sizeof p->why)) {
	case SMTP_SENT: return LETTER_SENT;
	case SMTP_LATER: return LETTER_QUEUED;
	case SMTP_NEVER: return LETTER_REFUSED;
	case SMTP_UNKNOWN: return LETTER_UNKNOWN;
	}
	return LETTER_UNKNOWN;
}

static enum letter_state by_file(
	struct ctx *c, const char *dir, const struct mime_letter *m, struct parcel *p)
{
	struct str text;

	if (!mime_text(c->mem, m, &text))
		return LETTER_REFUSED;
	return drop_put(dir, m->id, text, p->why, sizeof p->why) ? LETTER_SENT : LETTER_QUEUED;
}

static enum letter_state deliver(struct ctx *c, struct parcel *p)
{
	static const char unset[] = "No mail is set up (the setting «mail» is none).";
	static const char broken[] = "The letter is not one that can be sent.";
	const struct conf *conf = c->house->conf;
	struct mime_letter m = { .id = p->letter.id,
		.at = p->letter.made_at,
		.from = str_of(conf->mail_from),
		.from_name = arena_fmt(c->mem, "Cairn at %s", conf->institution),
		.to = p->letter.to,
		.subject = p->letter.subject,
		.body = p->letter.body,
		.calendar = p->letter.calendar,
		.host = host_of(str_of(conf->base_url)) };

	/* The page asks first who is there, so this is for programs that show a link. */
	if (str_eq(p->letter.kind, S("week")))
		m.stop = arena_fmt(c->mem, "%s/me/mail", conf->base_url);

	if (str_eq(str_of(conf->mail), S("none"))) {
		memcpy(p->why, unset, sizeof unset);
		return LETTER_REFUSED;
	}
	memcpy(p->why, broken, sizeof broken);
	if (str_starts(str_of(conf->mail), S("dir:")))
		return by_file(c, conf->mail + 4, &m, p);
	return by_smtp(c, conf, &m, p);
}

static bool settle(struct ctx *c, struct parcel *p)
{
	bool written = false;

	for (int i = 0; i < OUTCOME_TRIES && !written; i++) {
		c->fault = (struct fault){ 0 };
		written = loop_write(c, end, p);
	}
	return written;
}

static bool run(struct ctx *c, const struct job *j)
{
	struct parcel p = { .id = j->subject };

	if (!loop_write(c, begin, &p)) {
		bool gone = c->fault.kind == FAULT_ABSENT;
		if (gone)
			c->fault = (struct fault){ 0 };
		return gone; /* whoever it was for is no longer here */
	}
	if (!p.send)
		return true;
	p.state = deliver(c, &p);
	if (p.state == LETTER_SENT)
		p.why[0] = '\0';
	bool again = p.state == LETTER_QUEUED && j->tries < TRIES;
	if (p.state == LETTER_QUEUED && !again)
		p.state = LETTER_REFUSED;
	if (!settle(c, &p))
		return false;
	return !again || fail(c, FAULT_BUSY, "%s", p.why);
}
