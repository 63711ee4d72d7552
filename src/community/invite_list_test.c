/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/invite_list.h"

#include "community/invite_letter.h"
#include "core/person.h"
#include "test/guests.h"
#include "test/programme.h"
#include "test/zipped.h"

enum { ROSTER = 3500, BAD = 30 };

static const struct stmt count_of = { "test_invite_count_of",
	"SELECT count(*) FROM invitation WHERE list_id = $1", "i", "i" };
static const struct stmt refused_of = { "test_invite_refused_of",
	"SELECT refused FROM invite_list WHERE id = $1", "i", "i" };
static const struct stmt filled_of = { "test_invite_filled_of",
	"SELECT filled_at FROM invite_list WHERE id = $1", "i", "i" };
static const struct stmt parts_of = { "test_invite_parts_of",
	"SELECT count(*) FROM invite_part WHERE list_id = $1", "i", "i" };

static struct person_id coordinator(struct test *t, const char *name)
{
	struct person_id id = test_person(t, name, ROLE_COORDINATOR);

	t->conf.mail = "dir:letters";
	test_sign_in(t, id);
	return id;
}

static int64_t id_in(struct str location)
{
	int64_t id = 0;

	(void)str_cut(&location, '/');
	(void)str_cut(&location, '/');
	struct str part = str_cut(&location, '/');
	part = str_cut(&part, '?');
	return str_to_int(part, &id) ? id : 0;
}

void test_invite_list_counts_one_address_once_in_any_spelling(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	struct person_id cora = coordinator(t, "cora");
	struct invite_list_id id = guests_list(t, cora, PROGRAMME_ROUND,
		"eve@uni.example\nEVE@uni.example ,\nEve <eve@Uni.Example>\ngus@uni.example\nno\n");
	struct reply r = test_get(t, programme_path(t, "/list/%", id.v, 0));

	CHECK(t, programme_number(t, &count_of, ARGS(arg(id.v))) == 2);
	CHECK(t, r.status == 200 && test_has(r.body, "2\naddresses"));
	CHECK(t, test_has(r.body, "2\nlines repeat"));
	CHECK(t, test_has(r.body, "Line 5, “no”: there is no @ in the address"));
	CHECK(t, test_has(r.body, "Hello Sam,") && !test_has(r.body, "eve@uni.example"));
}

void test_invite_upload_shows_what_was_understood_before_anything_is_kept(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	coordinator(t, "cora");
	struct reply r = guests_upload(t, PROGRAMME_ROUND, "Law, second years",
		S("No.,Contact,Given name,Course\n1,eve@uni.example,Eve,Law\n2,nobody,Ed,Law\n"));
	int64_t id = id_in(r.location);
	CHECK(t, r.status == 303 && id > 0);
	r = test_get(t, programme_path(t, "/list/%", id, 0));
	CHECK(t, r.status == 303 && str_ends(r.location, S("/columns")));
	r = test_get(t, programme_path(t, "/list/%/columns", id, 0));
	CHECK(t, r.status == 200 && test_has(r.body, "<th scope=\"row\">eve@uni.example</th>"));
	CHECK(t, test_has(r.body, "1 lines with an address, 1 that cannot be used"));
	CHECK(t, test_has(r.body, "Line 3, “nobody”: there is no @ in the address"));
	CHECK(t, programme_number(t, &count_of, ARGS(arg(id))) == 0);
	/* Another choice is looked at without being kept. */
	r = test_get(t,
		programme_path(t, "/list/%/columns?look=1&header=1&column_0=3&column_1=2", id, 0));
	CHECK(t, test_has(r.body, "0 lines with an address, 2 that cannot be used"));
	/* Nothing chosen, one column twice, and then the right ones. */
	const char *path = programme_path(t, "/list/%/columns", id, 0);
	r = test_post(t, path, "look=1&header=1&column_0=0");
	CHECK(t, r.status == 422 && test_has(r.body, "Choose the column that has the addresses"));
	r = test_post(t, path, "look=1&header=1&column_0=2&column_2=2");
	CHECK(t, r.status == 422 && test_has(r.body, "chosen twice"));
	r = test_post(t, path, "look=1&header=1&column_0=2&column_2=3&column_4=4");
	CHECK(t, r.status == 303 && programme_number(t, &count_of, ARGS(arg(id))) == 1);
	CHECK(t, programme_number(t, &parts_of, ARGS(arg(id))) == 0);
	CHECK(t, test_get(t, path).status == 303);
}

void test_invite_upload_of_oneroster_needs_no_columns(struct test *t)
{
	struct zipped_file file[] = { { "manifest.csv",
					      S("propertyName,value\noneroster.version,1.1\n"
						"file.users,bulk\n") },
		{ "users.csv",
			S("sourcedId,role,enabledUser,givenName,familyName,email\n"
			  "1,student,true,Eve,Fox,eve@uni.example\n"
			  "2,teacher,true,Tom,Hale,tom@uni.example\n"
			  "3,student,true,Gus,Ash,\n") } };
	struct programme p;

	programme_make(t, &p);
	coordinator(t, "cora");
	struct reply r = guests_upload(t, PROGRAMME_ROUND, "All", zipped_make(t->mem, file, 2));
	int64_t id = id_in(r.location);
	CHECK(t, r.status == 303 && programme_number(t, &count_of, ARGS(arg(id))) == 1);
	r = test_get(t, arena_str(t->mem, r.location).at);
	CHECK(t, r.status == 200 && test_has(r.body, "Line 4: there is no address"));
	CHECK(t, test_has(r.body, "who are no enabled students: 1."));
}

void test_invite_upload_answers_bad_files_beside_the_field(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	coordinator(t, "cora");
	struct reply r = guests_upload(t, PROGRAMME_ROUND, "Law", S("PK\x03\x04 broken"));
	CHECK(t, r.status == 422 && test_has(r.body, "id=\"file-wrong\""));
	CHECK(t, test_has(r.body, "not a ZIP archive") && test_has(r.body, "value=\"Law\""));
	r = guests_upload(t, PROGRAMME_ROUND, "",
		S("\xff\xfe"
		  "a"));
	CHECK(t, r.status == 422 && test_has(r.body, "UTF-16"));
	CHECK(t, test_has(r.body, "A list needs a name"));
	r = guests_upload(t, PROGRAMME_ROUND, "Law", S(""));
	CHECK(t, r.status == 422 && test_has(r.body, "Paste some addresses, or choose a file."));
	r = guests_upload(t, 1, "Law", S("a@uni.example\n"));
	CHECK(t, r.status == 404);
	t->now += INT64_C(86400000000) * 60;
	r = guests_upload(t, PROGRAMME_ROUND, "Law", S("a@uni.example\n"));
	CHECK(t, r.status == 401 || test_has(r.body, "no round to invite to"));
}

/* A long list is read in piece by piece; its bad lines are counted, each with its number. */
void test_invite_list_of_many_lines_is_read_in_by_a_job(struct test *t)
{
	struct programme p;
	struct buf text;

	programme_make(t, &p);
	coordinator(t, "cora");
	buf_init(&text, 1 << 20);
	buf_add(&text, S("name,email\n"));
	for (int i = 0; i < ROSTER; i++)
		buf_fmt(&text,
			i % (ROSTER / BAD) == 0 ? "Person %d,bad\n" : "Person %d,p%d@uni.example\n",
			i, i);
	struct reply r = guests_upload(t, PROGRAMME_ROUND, "Roster", buf_str(&text));
	buf_free(&text);
	struct invite_list_id id = { id_in(r.location) };
	r = test_get(t, programme_path(t, "/list/%/columns", id.v, 0));
	CHECK(t, test_has(r.body, "31 that cannot be used"));
	r = test_post(t, programme_path(t, "/list/%/columns", id.v, 0),
		"look=1&header=1&column_0=2&column_1=1");
	CHECK(t, r.status == 303 && programme_number(t, &filled_of, ARGS(arg(id.v))) == 0);
	guests_work(t, id, 1);
	CHECK(t, programme_number(t, &filled_of, ARGS(arg(id.v))) == 0);
	r = test_get(t, programme_path(t, "/list/%", id.v, 0));
	CHECK(t, test_has(r.body, "is being read in"));
	CHECK(t, test_post(t, programme_path(t, "/list/%/send", id.v, 0), "").status == 409);
	guests_work(t, id, 3);
	CHECK(t, programme_number(t, &filled_of, ARGS(arg(id.v))) > 0);
	CHECK(t, programme_number(t, &count_of, ARGS(arg(id.v))) == ROSTER - 31);
	CHECK(t, programme_number(t, &refused_of, ARGS(arg(id.v))) == 31);
	r = test_get(t, programme_path(t, "/list/%", id.v, 0));
	CHECK(t, test_has(r.body, "Line 118, “bad”") && test_has(r.body, "31\nlines were"));
}

void test_invite_list_of_somebody_else_is_not_known(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	struct person_id cora = coordinator(t, "cora");
	struct invite_list_id id = guests_list(t, cora, PROGRAMME_ROUND, "eve@uni.example\n");
	const char *path = programme_path(t, "/list/%", id.v, 0);

	CHECK(t, test_get(t, path).status == 200);
	CHECK(t, test_has(test_get(t, "/lists").body, "A list"));
	coordinator(t, "carl");
	CHECK(t, test_get(t, path).status == 404);
	CHECK(t, test_post(t, programme_path(t, "/list/%/send", id.v, 0), "").status == 404);
	CHECK(t, test_post(t, programme_path(t, "/list/%/drop", id.v, 0), "").status == 404);
	CHECK(t, !test_has(test_get(t, "/lists").body, "A list"));
	CHECK(t, test_get(t, "/lists/senders").status == 403);
	CHECK(t, test_get(t, "/lists/bounced").status == 403);
	test_sign_in(t, p.ann);
	CHECK(t, test_get(t, path).status == 403 && test_get(t, "/lists").status == 403);
	test_sign_in(t, p.rex);
	CHECK(t, test_get(t, path).status == 200);
	CHECK(t, test_has(test_get(t, "/lists").body, "brought by cora"));
}

void test_invite_list_can_be_thrown_away_until_it_is_sent(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	struct person_id cora = coordinator(t, "cora");
	struct invite_list_id id = guests_list(t, cora, PROGRAMME_ROUND, "eve@uni.example\n");

	CHECK(t, test_post(t, programme_path(t, "/list/%/drop", id.v, 0), "").status == 303);
	CHECK(t, programme_number(t, &count_of, ARGS(arg(id.v))) == 0);
	id = guests_list(t, cora, PROGRAMME_ROUND, "eve@uni.example\n");
	guests_send(t, cora, id);
	CHECK(t, test_post(t, programme_path(t, "/list/%/drop", id.v, 0), "").status == 409);
	CHECK(t, programme_number(t, &count_of, ARGS(arg(id.v))) == 1);
}

void test_invite_letter_is_looked_at_checked_and_saved(struct test *t)
{
	struct programme p;

	programme_make(t, &p);
	struct person_id cora = coordinator(t, "cora");
	struct invite_list_id id = guests_list(t, cora, PROGRAMME_ROUND, "eve@uni.example\n");
	const char *path = programme_path(t, "/list/%/letter", id.v, 0);
	struct reply r = test_get(t, path);

	CHECK(t, r.status == 200 && test_has(r.body, "Hello {name},"));
	CHECK(t, test_has(r.body, "Hello Sam,") && test_has(r.body, "data-sender=\"cora\""));
	r = test_post(t, path, "subject=To+{round}&body=Dear+{name}+{link}+{no}&look=1");
	CHECK(t, r.status == 200 && test_has(r.body, "<pre data-of=\"body\">\nDear Sam http"));
	CHECK(t, test_has(r.body, ">To Autumn</strong>"));
	r = test_post(t, path, "subject=To+{round}&body=Dear+{name}+{no}");
	CHECK(t, r.status == 422 && test_has(r.body, "The letter needs {link}"));
	CHECK(t, test_has(r.body, "Dear {name} {no}</textarea>"));
	r = test_post(t, path, "subject=A&body={link}+{no}+{nmae}");
	CHECK(t, r.status == 422 && test_has(r.body, "{nmae} is not a word"));
	r = test_post(t, path, "subject=To+{round}&body=Dear+{name}+{link}+{no}");
	CHECK(t, r.status == 303);
	CHECK(t, test_has(test_get(t, programme_path(t, "/list/%", id.v, 0)).body, "Dear Sam"));
}

/* What is normal is said, and nobody is begged. */
void test_invite_letter_begins_with_words_that_do_not_plead(struct test *t)
{
	static const char *const never[] = { "please", "need you", "don't miss", "!", "urge",
		"hurry", "last chance", "your help" };
	struct invite_letter l = { str_of(invite_letter_subject), str_of(invite_letter_body) };
	struct ctx *c = test_ctx(t, (struct person_id){ 0 });

	CHECK(t, invite_letter_check(c, &l));
	for (size_t i = 0; i < sizeof never / sizeof *never; i++)
		CHECK(t, !strcasestr(invite_letter_body, never[i]));
	CHECK(t, test_has(l.body, "That is normal") && test_has(l.body, "two minutes"));
	CHECK(t, test_has(l.body, "voluntary") && test_has(l.body, "{no}"));
	struct invite_words w = { S(""), S("Autumn"), S("Cora"), S("L"), S("N") };
	CHECK(t, str_starts(invite_letter_fill(c, &l, &w).body, S("Hello,\n")));
}
