/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/community_holdings.h"

#include "community/find_post.h"
#include "community/joining.h"

/* There is no index of posts by author, which each post would pay for: a person writes in the
   groups of their rounds, and staff anywhere. So threads are found by membership; for who has been
   in no group, which is staff, all are looked through. */
#define WHERE_WRITTEN \
	" IN (SELECT t.id FROM thread t WHERE t.group_id IN (SELECT m.group_id FROM membership m" \
	" WHERE m.person_id = $1) OR NOT EXISTS (SELECT 1 FROM membership m WHERE m.person_id =" \
	" $1))"

/* ---- rounds and groups ---- */

static const struct stmt enrolment_rows = { "holding_enrolment",
	"SELECT r.title, e.subject, e.year, e.experience, e.career, e.hours, e.free, e.came,"
	" e.joined_at, e.left_at FROM enrolment e JOIN round r ON r.id = e.round_id"
	" WHERE e.person_id = $1 ORDER BY r.id DESC",
	"i", "ssiiiiiiii" };
static const struct stmt enrolment_erase = { "holding_enrolment_erase",
	"DELETE FROM enrolment WHERE person_id = $1", "i", "" };
static const struct stmt membership_rows = { "holding_membership",
	"SELECT g.name, m.joined_at, m.left_at FROM membership m JOIN peer_group g"
	" ON g.id = m.group_id WHERE m.person_id = $1 ORDER BY g.id DESC",
	"i", "sii" };
static const struct stmt membership_erase = { "holding_membership_erase",
	"DELETE FROM membership WHERE person_id = $1", "i", "" };
static const struct stmt wish_erase = { "holding_wish_erase",
	"DELETE FROM pair_wish WHERE first_id = $1 OR second_id = $1", "i", "" };
static const struct stmt wish_rows = { "holding_wish",
	"SELECT r.title, w.apart FROM pair_wish w JOIN round r ON r.id = w.round_id"
	" WHERE w.first_id = $1 OR w.second_id = $1 ORDER BY r.id DESC",
	"i", "si" };

/* ---- invitations ---- */

static const struct stmt invitation_rows = { "holding_invitation",
	"SELECT r.title, i.address, i.name, i.subject, i.year, i.sent_at, i.started_at,"
	" i.joined_at, i.refused_at FROM invitation i JOIN round r ON r.id = i.round_id"
	" WHERE i.person_id = $1 OR i.address_key = (SELECT p.address_key FROM person p"
	" WHERE p.id = $1) ORDER BY i.id DESC",
	"i", "ssssiiiii" };
static const struct stmt invitation_erase = { "holding_invitation_erase",
	"UPDATE invitation SET address = '', address_key = 'erased-' || id, name = '',"
	" subject = '', year = 0, token_hash = '', person_id = 0 WHERE person_id = $1"
	" OR address_key = (SELECT p.address_key FROM person p WHERE p.id = $1)",
	"i", "" };
static const struct stmt invited_erase = { "holding_invited_erase",
	"DELETE FROM invited WHERE address_key = (SELECT p.address_key FROM person p"
	" WHERE p.id = $1)",
	"i", "" };

/* ---- what they answered ---- */

static const struct stmt joining_rows = { "holding_joining",
	"SELECT r.title, r.id || ' ' || j.sealed, j.started_at, j.saved_at, j.finished_at"
	" FROM joining j JOIN round r ON r.id = j.round_id WHERE j.person_id = $1"
	" ORDER BY r.id DESC",
	"i", "ssiii" };
static const struct stmt joining_erase = { "holding_joining_erase",
	"DELETE FROM joining WHERE person_id = $1", "i", "" };

/* ---- what they wrote ---- */

static const struct stmt thread_rows = { "holding_thread",
	"SELECT t.title, t.byline, t.week, t.opened_at, t.deleted_at FROM thread t"
	" WHERE t.author_id = $1 AND t.id" WHERE_WRITTEN " ORDER BY t.id DESC",
	"i", "ssiii" };
static const struct stmt thread_erase = { "holding_thread_erase",
	"UPDATE thread SET title = CASE WHEN EXISTS (SELECT 1 FROM post p"
	" WHERE p.thread_id = thread.id AND p.appears = 1 AND p.byline = thread.byline)"
	" THEN 'A thread whose first post was deleted' ELSE 'A thread by somebody who left' END,"
	" byline = COALESCE((SELECT p.byline FROM post p WHERE p.thread_id = thread.id"
	" ORDER BY p.id LIMIT 1), 'Somebody who left') WHERE author_id = $1 AND id" WHERE_WRITTEN,
	"i", "" };
static const struct stmt post_rows = { "holding_post",
	"SELECT t.title, COALESCE(s.body, ''), p.byline, p.feeling, p.posted_at, p.edited_at,"
	" p.deleted_at FROM post p JOIN thread t ON t.id = p.thread_id LEFT JOIN post_source s"
	" ON s.thread_id = p.thread_id AND s.post_id = p.id WHERE p.author_id = $1"
	" AND p.thread_id" WHERE_WRITTEN " ORDER BY p.id DESC",
	"i", "ssssiii" };
static const struct stmt version_rows = { "holding_version",
	"SELECT v.body, v.until_at FROM post p JOIN post_version v ON v.thread_id = p.thread_id"
	" AND v.post_id = p.id WHERE p.author_id = $1 AND p.thread_id" WHERE_WRITTEN
	" ORDER BY v.until_at DESC, v.post_id, v.version",
	"i", "si" };
static const struct stmt version_erase = { "holding_version_erase",
	"DELETE FROM post_version WHERE thread_id" WHERE_WRITTEN " AND EXISTS (SELECT 1 FROM post p"
	" WHERE p.thread_id = post_version.thread_id AND p.id = post_version.post_id"
	" AND p.author_id = $1)",
	"i", "" };
static const struct stmt source_erase = { "holding_source_erase",
	"DELETE FROM post_source WHERE post_id IN (SELECT p.id FROM post p WHERE p.author_id = $1"
	" AND p.thread_id" WHERE_WRITTEN ")",
	"i", "" };
/* A drawn alias stays: «somebody who left» in its place would tell who had it. */
static const struct stmt post_erase = { "holding_post_erase",
	"UPDATE post SET html = '', feeling = '', useful = 0,"
	" byline = CASE WHEN appears = 1 THEN byline ELSE 'Somebody who left' END,"
	" deleted_at = CASE WHEN deleted_at = 0 THEN $2 ELSE deleted_at END"
	" WHERE author_id = $1 AND thread_id" WHERE_WRITTEN,
	"ii", "" };
/* What the threads say of their posts, after some are gone. */
static const struct stmt thread_count = { "holding_thread_count",
	"UPDATE thread SET version = version + 1, posts = (SELECT COUNT(*) FROM post p"
	" WHERE p.thread_id = thread.id AND p.deleted_at = 0), last_post = COALESCE((SELECT"
	" max(p.id) FROM post p WHERE p.thread_id = thread.id AND p.deleted_at = 0), 0)"
	" WHERE EXISTS (SELECT 1 FROM post p WHERE p.thread_id = thread.id AND p.author_id = $1)"
	" AND id" WHERE_WRITTEN,
	"i", "" };
static const struct stmt thread_last = { "holding_thread_last",
	"UPDATE thread SET last_author = COALESCE((SELECT p.author_id FROM post p"
	" WHERE p.thread_id = thread.id AND p.id = thread.last_post), 0),"
	" last_by = COALESCE((SELECT p.byline FROM post p WHERE p.thread_id = thread.id"
	" AND p.id = thread.last_post), ''),"
	" deleted_at = CASE WHEN posts = 0 AND deleted_at = 0 THEN $2 ELSE deleted_at END"
	" WHERE EXISTS (SELECT 1 FROM post p WHERE p.thread_id = thread.id AND p.author_id = $1)"
	" AND id" WHERE_WRITTEN,
	"ii", "" };

/* Of all groups: staff write anywhere. See community/listing. */
static const struct stmt listing_erase = { "holding_listing",
	"INSERT INTO listing (group_id, version) SELECT id, 1 FROM peer_group"
	" WHERE CAST($1 AS BIGINT) > 0"
	" ON CONFLICT (group_id) DO UPDATE SET version = listing.version + 1",
	"i", "" };

/* ---- what they marked ---- */

static const struct stmt mark_rows = { "holding_mark",
	"SELECT m.kind, t.title, m.at FROM mark m JOIN thread t ON t.id = m.thread_id"
	" WHERE m.person_id = $1 ORDER BY m.at DESC, m.post_id, m.kind",
	"i", "ssi" };
static const struct stmt mark_uncount = { "holding_mark_uncount",
	"UPDATE post SET useful = useful - 1 WHERE EXISTS (SELECT 1 FROM mark m"
	" WHERE m.person_id = $1 AND m.thread_id = post.thread_id AND m.post_id = post.id"
	" AND m.kind = 'useful') AND thread_id IN (SELECT x.thread_id FROM mark x"
	" WHERE x.person_id = $1)",
	"i", "" };
static const struct stmt mark_erase = { "holding_mark_erase",
	"DELETE FROM mark WHERE person_id = $1", "i", "" };

/* ---- how they appear, and the weekly letter ---- */

static const struct stmt alias_rows = { "holding_alias",
	"SELECT r.title, a.name_key FROM alias a JOIN round r ON r.id = a.round_id"
	" WHERE a.person_id = $1 ORDER BY a.round_id DESC, a.name_key",
	"i", "ss" };
static const struct stmt alias_erase = { "holding_alias_names_erase",
	"DELETE FROM alias WHERE person_id = $1", "i", "" };
static const struct stmt week_rows = { "holding_week_letter",
	"SELECT r.title, w.week, w.at FROM week_letter w JOIN round r ON r.id = w.round_id"
	" WHERE w.person_id = $1 ORDER BY w.at DESC, w.round_id",
	"i", "sii" };
static const struct stmt week_erase = { "holding_week_letter_erase",
	"DELETE FROM week_letter WHERE person_id = $1", "i", "" };

static const struct stmt *const erase_alias[] = { &alias_erase, NULL };
static const struct stmt *const erase_week[] = { &week_erase, NULL };
static const struct stmt *const erase_enrolment[] = { &enrolment_erase, NULL };
static const struct stmt *const erase_membership[] = { &membership_erase, NULL };
static const struct stmt *const erase_wish[] = { &wish_erase, NULL };
static const struct stmt *const erase_invitation[] = { &invitation_erase, &invited_erase, NULL };
static const struct stmt *const erase_post[] = { &version_erase, &source_erase, &post_erase,
	&thread_count, &thread_last, &thread_erase, &listing_erase, NULL };
static const struct stmt *const erase_joining[] = { &joining_erase, NULL };
static const struct stmt *const erase_mark[] = { &mark_uncount, &mark_erase, NULL };

/* Memberships go after the posts, which are found by them. */
const struct holding community_holdings[] = {
	{ .name = "invitations",
		.title = "Invitations",
		.about = "Who invited this address to a round, and what came of it.",
		.tables = "invitation invited",
		.rows = &invitation_rows,
		.columns = "round address name subject year sent:time started:time joined:time "
			   "refused:time",
		.erase = erase_invitation },
	{ .name = "joining",
		.title = "What you answered when you joined",
		.about =
			"So that you could stop and go on later. It is sealed on the disk. Numbers "
			"stand for the answers you chose; your postcode was never kept.",
		.tables = "joining",
		.rows = &joining_rows,
		.columns = "round answers:sealed begun:time saved:time finished:time",
		.open = joining_said,
		.erase = erase_joining },
	{ .name = "enrolments",
		.title = "Rounds you joined",
		.about = "Groups are made from this. Numbers stand for answers and ways of coming.",
		.tables = "enrolment",
		.rows = &enrolment_rows,
		.columns = "round subject year experience career hours free came joined:time "
			   "left:time",
		.erase = erase_enrolment },
	{ .name = "groups",
		.title = "Groups you are in",
		.about = "So that you can read and write there.",
		.tables = "membership",
		.rows = &membership_rows,
		.columns = "group joined:time left:time",
		.erase = erase_membership },
	{ .name = "aliases",
		.title = "Aliases you took",
		.about = "So that nobody else of your round writes under a name that was yours.",
		.tables = "alias",
		.rows = &alias_rows,
		.columns = "round alias",
		.erase = erase_alias },
	{ .name = "week_letters",
		.title = "Weekly letters that went out to you",
		.about = "So that none goes out twice. Nothing tells us whether you read them.",
		.tables = "week_letter",
		.rows = &week_rows,
		.columns = "round week at:time",
		.erase = erase_week },
	{ .name = "wishes",
		.title = "With whom you are to be, or not to be, in a group",
		.about = "A facilitator noted it for a round. The other person is not named here.",
		.tables = "pair_wish",
		.rows = &wish_rows,
		.columns = "round apart:yes",
		.erase = erase_wish },
	{ .name = "threads",
		.title = "Threads you started",
		.about = "Erasing leaves the thread for those who answered, without your name and "
			 "your title.",
		.tables = "thread",
		.rows = &thread_rows,
		.columns = "title name week opened:time deleted:time" },
	{ .name = "earlier_texts",
		.title = "What your posts said before you changed them",
		.about = "Kept for moderators.",
		.tables = "post_version",
		.rows = &version_rows,
		.columns = "text until:time" },
	{ .name = "posts",
		.title = "What you wrote",
		.about = "Erasing leaves a line that a post was here, so that the answers to it "
			 "can be understood.",
		.tables = "post post_source",
		.rows = &post_rows,
		.columns = "thread text name feeling posted:time edited:time deleted:time",
		.erase = erase_post,
		.forget = find_post_forget },
	{ .name = "marks",
		.title = "What you saved or found useful",
		.about = "Saved posts are seen by you alone; writers see a rounded number.",
		.tables = "mark",
		.rows = &mark_rows,
		.columns = "kind thread at:time",
		.erase = erase_mark },
};
const size_t community_holdings_n = sizeof community_holdings / sizeof *community_holdings;
