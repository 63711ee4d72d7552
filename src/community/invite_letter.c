/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/invite_letter.h"

#include "base/conf.h"
#include "base/utf8.h"
#include "community/line.h"
#include "store/sql.h"

enum { FILLED_MAX = 100000, WORD_MAX = 40 };

const char invite_letter_subject[] = "An invitation: {round}";
const char invite_letter_body[] =
	"Hello {name},\n\n"
	"many students are not sure how to find work experience, what to put into a CV or what"
	" they will be asked in an interview. That is normal. Most of it gets clearer in talking"
	" with people who are in the same place.\n\n"
	"{round} is a small online group of students whose subjects are close to yours. There is"
	" one topic a week. You read and write when it suits you, as much or as little as you"
	" like; some people only read.\n\n"
	"Joining takes about two minutes on a phone:\n"
	"{link}\n\n"
	"It is voluntary, and it has no effect on your marks. If it is not for you, there is"
	" nothing to do.\n\n"
	"{sender}\n\n"
	"To get no more invitations:\n"
	"{no}\n";

static const struct stmt letter_set = { "invite_letter_set",
	"UPDATE invite_list SET subject = $2, body = $3 WHERE id = $1 AND sent_at = 0", "iss", "" };

enum word { NAME, ROUND, SENDER, LINK, NO, WORDS };
static const char *const words[WORDS] = { "{name}", "{round}", "{sender}", "{link}", "{no}" };

/* Which word begins here; WORDS for none. */
static enum word word_at(struct str s)
{
	enum word w = NAME;

	while (w < WORDS && !str_starts(s, str_of(words[w])))
		w++;
	return w;
}

static bool check_words(struct ctx *c, const char *field, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		struct str rest = { text.at + i, text.len - i };
		if (text.at[i] != '{' || word_at(rest) != WORDS)
			continue;
		struct str word = str_cut(&rest, '}');
		word = utf8_head(word, WORD_MAX);
		return ctx_wrong(c, field,
			"%.*s} is not a word that can be filled in. There are {name}, {round},"
			" {sender}, {link} and {no}.",
			(int)word.len, word.at);
	}
	return true;
}

bool invite_letter_check(struct ctx *c, const struct invite_letter *l)
{
	if (!line_ok(l->subject, INVITE_SUBJECT_MAX))
		(void)!ctx_wrong(c, "subject", "A subject is one line of 1 to %d letters.",
			INVITE_SUBJECT_MAX);
	else
		(void)!check_words(c, "subject", l->subject);
	if (!utf8_is_text(l->body) || utf8_length(l->body) > INVITE_BODY_MAX)
		return ctx_wrong(c, "body", "A letter has at most %d letters.", INVITE_BODY_MAX);
	if (!str_has(l->body, S("{link}")))
		return ctx_wrong(c, "body",
			"The letter needs {link}: it becomes the way in, one for each person.");
	if (!str_has(l->body, S("{no}")))
		return ctx_wrong(c, "body",
			"The letter needs {no}: it becomes the link for those who want no"
			" invitations.");
	return check_words(c, "body", l->body) && ctx_ok(c);
}

bool invite_letter_save(struct ctx *c, struct invite_list_id list, const struct invite_letter *l)
{
	int64_t n;

	if (!invite_letter_check(c, l)
		|| !sql_count(c, &letter_set, ARGS(arg(list.v), arg(l->subject), arg(l->body)), &n))
		return false;
	return n == 1 || fail(c, FAULT_CONFLICT, "This letter is on its way already.");
}

static struct str value_of(const struct invite_words *w, enum word word)
{
	switch (word) {
	case NAME: return w->name;
	case ROUND: return w->round;
	case SENDER: return w->sender;
	case LINK: return w->link;
	case NO: return w->no;
	case WORDS: break;
	}
	return S("");
}

/* Carriage returns go: a form sends them, and a letter makes its own. */
static struct str fill(struct ctx *c, struct str text, const struct invite_words *w)
{
	struct buf out;

	buf_init(&out, FILLED_MAX);
	for (size_t i = 0; i < text.len; i++) {
		enum word word = word_at((struct str){ text.at + i, text.len - i });
		if (word == NAME && w->name.len == 0 && out.len && out.at[out.len - 1] == ' ')
			out.len--;
		if (word != WORDS) {
			buf_add(&out, value_of(w, word));
			i += strlen(words[word]) - 1;
		} else if (text.at[i] != '\r') {
			buf_char(&out, text.at[i]);
		}
	}
	struct str filled = arena_str(c->mem, buf_str(&out));
	buf_free(&out);
	return filled;
}

struct invite_letter invite_letter_fill(
	struct ctx *c, const struct invite_letter *l, const struct invite_words *w)
{
	return (struct invite_letter){ fill(c, l->subject, w), fill(c, l->body, w) };
}

static struct str link(struct ctx *c, const char *path, struct str token)
{
	const struct conf *conf = c->house ? c->house->conf : NULL;

	return arena_fmt(c->mem, "%s/%s/%.*s", conf ? conf->base_url : "http://127.0.0.1:8080",
		path, (int)token.len, token.at);
}

struct str invite_letter_link(struct ctx *c, struct str token)
{
	return link(c, "join", token);
}

struct str invite_letter_no(struct ctx *c, struct str token)
{
	return link(c, "no-invitation", token);
}
