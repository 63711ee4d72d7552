/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/core_holdings.h"

#include "core/background.h"
#include "core/choice.h"
#include "core/journal.h"
#include "core/key.h"

/* ---- the account ---- */

static const struct stmt person_rows = { "holding_person",
	"SELECT address, name, shown_name, made_at FROM person WHERE id = $1", "i", "sssi" };
static const struct stmt person_erase = { "holding_person_erase",
	"UPDATE person SET address = 'erased-' || id, address_key = 'erased-' || id,"
	" name = 'Somebody who left', shown_name = 'Somebody who left', password = '',"
	" closed_at = $2 WHERE id = $1",
	"ii", "" };
static const struct stmt session_rows = { "holding_session",
	"SELECT agent, made_at, seen_at, expires_at FROM session WHERE person_id = $1"
	" ORDER BY id DESC",
	"i", "siii" };
static const struct stmt session_erase = { "holding_session_erase",
	"DELETE FROM session WHERE person_id = $1", "i", "" };
static const struct stmt link_rows = { "holding_link",
	"SELECT made_at, used_at, next_path, draft_title, draft_body FROM signin_link"
	" WHERE person_id = $1 ORDER BY made_at DESC, next_path, used_at",
	"i", "iisss" };
static const struct stmt link_erase = { "holding_link_erase",
	"DELETE FROM signin_link WHERE person_id = $1", "i", "" };
static const struct stmt draft_rows = { "holding_draft",
	"SELECT path, title, body, saved_at FROM draft WHERE person_id = $1"
	" ORDER BY saved_at DESC, path",
	"i", "sssi" };
static const struct stmt draft_erase = { "holding_draft_erase",
	"DELETE FROM draft WHERE person_id = $1", "i", "" };
static const struct stmt submission_rows = { "holding_submission",
	"SELECT key, at FROM submission WHERE person_id = $1 ORDER BY at DESC, key", "i", "si" };
static const struct stmt submission_erase = { "holding_submission_erase",
	"DELETE FROM submission WHERE person_id = $1", "i", "" };
static const struct stmt letter_rows = { "holding_letter",
	"SELECT to_address, subject, body, state, made_at, sent_at FROM letter"
	" WHERE person_id = $1 OR to_address = (SELECT address FROM person WHERE id = $1)"
	" ORDER BY id DESC",
	"i", "ssssii" };
static const struct stmt letter_erase = { "holding_letter_erase",
	"UPDATE letter SET to_address = '', subject = '', body = '', calendar = '',"
	" state = CASE WHEN state = 'queued' THEN 'refused' ELSE state END"
	" WHERE person_id = $1 OR to_address = (SELECT address FROM person WHERE id = $1)",
	"i", "" };

static const struct stmt blob_rows = { "holding_blob",
	"SELECT id, kind, type, size, made_at FROM blob WHERE owner_id = $1 ORDER BY id DESC", "i",
	"issii" };
static const struct stmt blob_key_erase = { "holding_blob_key_erase",
	"DELETE FROM blob_key WHERE blob_id IN (SELECT id FROM blob WHERE owner_id = $1)", "i",
	"" };
static const struct stmt blob_note = { "holding_blob_note",
	"INSERT INTO blob_gone (blob_id) SELECT id FROM blob WHERE owner_id = $1", "i", "" };
static const struct stmt blob_erase = { "holding_blob_erase",
	"DELETE FROM blob WHERE owner_id = $1", "i", "" };

/* ---- what they said of themselves, and agreed to ---- */

static const struct stmt consent_rows = { "holding_consent",
	"SELECT t.kind, t.version, c.given_at, c.withdrawn_at, t.body FROM consent c"
	" JOIN consent_text t ON t.id = c.text_id WHERE c.person_id = $1 ORDER BY c.id DESC",
	"i", "siiis" };
static const struct stmt choice_rows = { "holding_choice",
	"SELECT key || ' ' || value, set_at FROM self_choice WHERE person_id = $1 ORDER BY key",
	"i", "si" };
static const struct stmt choice_erase = { "holding_choice_erase",
	"DELETE FROM self_choice WHERE person_id = $1", "i", "" };
static const struct stmt background_rows = { "holding_background",
	"SELECT sealed, set_at FROM background WHERE person_id = $1", "i", "si" };
static const struct stmt background_erase = { "holding_background_erase",
	"DELETE FROM background WHERE person_id = $1", "i", "" };

/* ---- the study ---- */

static const struct stmt participant_rows = { "holding_participant",
	"SELECT p.number, p.gender, p.subject, p.year, p.engagement, p.made_at, p.withdrawn_at"
	" FROM open_key k JOIN participant p ON p.id = k.participant_id"
	" WHERE k.person_id = $1 ORDER BY p.id DESC",
	"i", "issssii" };
static const struct stmt participant_empty = { "holding_participant_empty",
	"UPDATE participant SET gender = '', subject = '', year = '', engagement = '',"
	" withdrawn_at = CASE WHEN withdrawn_at = 0 THEN $2 ELSE withdrawn_at END"
	" WHERE id IN (SELECT participant_id FROM open_key WHERE person_id = $1)",
	"ii", "" };
static const struct stmt alias_erase = { "holding_alias_erase",
	"DELETE FROM participant_alias WHERE participant_id IN"
	" (SELECT participant_id FROM open_key WHERE person_id = $1)",
	"i", "" };
static const struct stmt frozen_rows = { "holding_frozen",
	"SELECT f.title, f.fingerprint, f.made_at FROM open_key k JOIN frozen_participant x"
	" ON x.participant_id = k.participant_id JOIN frozen f ON f.id = x.frozen_id"
	" WHERE k.person_id = $1 ORDER BY f.id DESC",
	"i", "ssi" };
static const struct stmt activity_rows = { "holding_activity",
	"SELECT a.at, CASE a.class WHEN 1 THEN 'visit' WHEN 2 THEN 'active seconds'"
	" WHEN 3 THEN 'post' WHEN 4 THEN 'useful' WHEN 5 THEN 'save' WHEN 6 THEN 'self-report'"
	" WHEN 8 THEN 'letter delivered' WHEN 9 THEN 'link of a letter followed'"
	" WHEN 10 THEN 'letter answered' WHEN 11 THEN 'read it, you said' WHEN 12 THEN 'feedback'"
	" WHEN 13 THEN 'was at a meeting' WHEN 14 THEN 'somebody answered you' ELSE 'other' END,"
	" CASE a.channel WHEN 1 THEN 'web' WHEN 2 THEN 'mail' WHEN 3 THEN 'import'"
	" WHEN 4 THEN 'interview' WHEN 5 THEN 'meeting' ELSE 'other' END,"
	" CASE a.object_kind WHEN 1 THEN 'home' WHEN 2 THEN 'group' WHEN 3 THEN 'thread'"
	" WHEN 4 THEN 'post' WHEN 5 THEN 'round' WHEN 6 THEN 'page' WHEN 7 THEN 'answer'"
	" WHEN 8 THEN 'survey' WHEN 9 THEN 'letter' WHEN 10 THEN 'document' WHEN 11 THEN 'meeting'"
	" WHEN 12 THEN 'question' WHEN 13 THEN 'thread you began' WHEN 14 THEN 'thread of yours'"
	" ELSE 'other' END,"
	" a.object_id, a.amount"
	" FROM open_key k JOIN activity a ON a.participant_id = k.participant_id"
	" WHERE k.person_id = $1 ORDER BY a.id DESC",
	"i", "isssii" };
static const struct stmt total_erase = { "holding_total_erase",
	"DELETE FROM activity_total WHERE participant_id IN"
	" (SELECT participant_id FROM open_key WHERE person_id = $1)",
	"i", "" };
static const struct stmt activity_erase = { "holding_activity_erase",
	"DELETE FROM activity WHERE participant_id IN"
	" (SELECT participant_id FROM open_key WHERE person_id = $1)",
	"i", "" };

/* ---- who did what ---- */

/* All that a researcher reads of what is sealed, or of who somebody is in a study: of one person,
   or of everybody in it at once. */
static const struct stmt journal_rows = { "holding_journal",
	"SELECT at, act, CASE WHEN actor_id = $1 THEN 'you' WHEN actor_id = 0 THEN"
	" 'somebody at the computer that runs this' ELSE 'a researcher' END FROM audit"
	" WHERE (subject_kind = 'person' AND subject_id = $1 AND act = 'read a background')"
	" OR (subject_kind = 'study' AND act IN ('exported backgrounds', 'counted backgrounds')"
	" AND subject_id IN (SELECT study_id FROM open_key WHERE person_id = $1))"
	" OR (subject_kind = 'participant' AND act IN ('participant.name', 'participant.find')"
	" AND subject_id IN (SELECT participant_id FROM open_key WHERE person_id = $1))"
	" ORDER BY id DESC",
	"i", "iss" };
static const struct stmt audit_rows = { "holding_audit",
	"SELECT at, act, CASE WHEN actor_id = $1 THEN 'you' WHEN actor_id = 0 THEN 'the program'"
	" ELSE 'somebody of the staff' END, note FROM audit"
	" WHERE actor_id = $1 OR (subject_kind = 'person' AND subject_id = $1) ORDER BY id DESC",
	"i", "isss" };

static const struct stmt *const erase_person[] = { &person_erase, NULL };
static const struct stmt *const erase_session[] = { &session_erase, NULL };
static const struct stmt *const erase_link[] = { &link_erase, NULL };
static const struct stmt *const erase_draft[] = { &draft_erase, NULL };
static const struct stmt *const erase_submission[] = { &submission_erase, NULL };
static const struct stmt *const erase_blob[] = { &blob_key_erase, &blob_note, &blob_erase, NULL };
static const struct stmt *const erase_letter[] = { &letter_erase, NULL };
static const struct stmt *const erase_choice[] = { &choice_erase, NULL };
static const struct stmt *const erase_background[] = { &background_erase, NULL };
static const struct stmt *const erase_participant[] = { &participant_empty, &alias_erase, NULL };
static const struct stmt *const erase_activity[] = { &activity_erase, &total_erase, NULL };

const struct holding core_holdings[] = {
	{ .name = "person",
		.title = "Your account",
		.about = "So that you can sign in, and others know what to call you. Until it is "
			 "erased.",
		.tables = "person",
		.rows = &person_rows,
		.columns = "address name shown_name since:time",
		.erase = erase_person },
	{ .name = "background",
		.title = "What you told us about where you come from",
		.about = "For researchers alone, to see whom the programme reaches. It is sealed "
			 "on the disk; your postcode itself was never kept.",
		.tables = "background",
		.rows = &background_rows,
		.columns = "facts:sealed told:time",
		.open = background_words,
		.erase = erase_background },
	{ .name = "choices",
		.title = "What you chose",
		.about = "How you appear, which letters you want, and what you wrote for yourself "
			 "in your first minutes. Nobody else can open it.",
		.tables = "self_choice",
		.rows = &choice_rows,
		.columns = "what:sealed chosen:time",
		.open = choice_open,
		.erase = erase_choice },
	{ .name = "consent",
		.title = "What you agreed to",
		.about = "What was shown to you, when you said yes, and when you took it back. "
			 "This is kept when you are erased, without your name.",
		.tables = "consent",
		.rows = &consent_rows,
		.columns = "kind version said_yes:time took_back:time text" },
	{ .name = "journal",
		.title = "Who looked at what is sealed",
		.about = "Each time a researcher opened what you told us about where you come "
			 "from, or looked up who you are in the study. Nobody else can. Where "
			 "nothing stands, nobody has looked.",
		.tables = "audit",
		.rows = &journal_rows,
		.columns = "at:time what:sealed who",
		.open = journal_words },
	{ .name = "audit",
		.title = "Who did something about you",
		.about = "Each time somebody read or changed something of yours, and what you did "
			 "for others. This is kept when you are erased, without your name.",
		.tables = "audit",
		.rows = &audit_rows,
		.columns = "at:time what:sealed who note",
		.open = journal_words },
	{ .name = "participant",
		.title = "You in the study",
		.about = "Under a number, not your name. Erasing takes away all but the number.",
		.tables = "participant participant_key participant_alias",
		.rows = &participant_rows,
		.columns = "number gender subject year engagement since:time left:time",
		.erase = erase_participant,
		.forget = key_forget },
	{ .name = "frozen",
		.title = "Tables of the study that are finished",
		.about = "A finished table is not made again: what it says of your number stays "
			 "in it.",
		.tables = "frozen_participant",
		.rows = &frozen_rows,
		.columns = "title fingerprint finished:time" },
	{ .name = "activity",
		.title = "What was noted for the study",
		.about = "Only while you take part in it: which pages you opened, for how long, "
			 "and what you tapped or wrote, never what it said.",
		.tables = "activity activity_total",
		.rows = &activity_rows,
		.columns = "at:time what by on number amount",
		.erase = erase_activity },
	{ .name = "letters",
		.title = "Letters to you",
		.about = "So that nothing is sent twice. They are forgotten after three months.",
		.tables = "letter",
		.rows = &letter_rows,
		.columns = "to subject text state made:time sent:time",
		.erase = erase_letter },
	{ .name = "drafts",
		.title = "Drafts",
		.about = "What you had typed when you were signed out, until you send it.",
		.tables = "draft",
		.rows = &draft_rows,
		.columns = "page title text saved:time",
		.erase = erase_draft },
	{ .name = "files",
		.title = "Files you gave",
		.about = "And what was made of them to be shown. Each is sealed under a key of its "
			 "own and kept until you take it back.",
		.tables = "blob blob_key blob_part blob_gone",
		.rows = &blob_rows,
		.columns = "file:file what type bytes since:time",
		.erase = erase_blob },
	{ .name = "sessions",
		.title = "Where you are signed in",
		.about = "So that you need not sign in each time, and can sign out elsewhere.",
		.tables = "session",
		.rows = &session_rows,
		.columns = "device since:time last_used:time until:time",
		.erase = erase_session },
	{ .name = "links",
		.title = "Sign-in links",
		.about = "A link works once, for ten minutes. They are forgotten after a day.",
		.tables = "signin_link",
		.rows = &link_rows,
		.columns = "made:time used:time page draft_title draft_text",
		.erase = erase_link },
	{ .name = "forms",
		.title = "Forms you sent",
		.about = "A number for each, so that a double tap counts once. They are forgotten "
			 "after a week.",
		.tables = "submission",
		.rows = &submission_rows,
		.columns = "number at:time",
		.erase = erase_submission },
};
const size_t core_holdings_n = sizeof core_holdings / sizeof *core_holdings;
