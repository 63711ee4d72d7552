/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/survey_template.h"

#include "evidence/survey_json.h"

#define HEAD(name, languages, link) \
	"{\"format\": \"cairn-survey/1\", \"name\": \"" name "\", \"languages\": " languages ", " \
	"\"link\": \"" link "\", "
#define EN(text) "{\"en\": \"" text "\"}"
#define BOTH(text, welsh) "{\"en\": \"" text "\", \"cy\": \"" welsh "\"}"

static const char weekly[] = HEAD("weekly_involvement", "[\"en\", \"cy\"]", "pseudonymous")
	"\"tap\": true,"
	"\"title\": " BOTH("How involved did you feel?", "Pa mor rhan o bethau oeddech chi’n teimlo?") ","
	"\"intro\": " EN("One question about this week. Reading counts as much as writing, and no "
			 "answer is better than another.") ","
	"\"thanks\": " BOTH("Thank you. There is one such question a week.", "Diolch.") ","
	"\"questions\": [{\"name\": \"involved\", \"kind\": \"scale\", \"personal\": true,"
	"\"text\": " BOTH("How involved did you feel in your group this week?",
		"Pa mor rhan o’ch grŵp oeddech chi’n teimlo yr wythnos hon?") ","
	"\"min\": 1, \"max\": 5,"
	"\"low\": " BOTH("not at all", "dim o gwbl") ", \"high\": " BOTH("very much", "yn fawr iawn") "}]}";

static const char joining[] = HEAD("before_the_first_week", "[\"en\"]", "pseudonymous")
	"\"title\": " EN("Before the first week") ","
	"\"intro\": " EN("A few questions about where you stand now. The same questions come again at "
			 "the end, so that change can be seen. Leave out whatever you like.") ","
	"\"thanks\": " EN("Thank you. Your group opens with the first week.") ","
	"\"questions\": ["
	"{\"name\": \"plans\", \"kind\": \"single\", \"required\": true,"
	"\"text\": " EN("Do you know what kind of work you would like to do after your studies?") ","
	"\"choices\": [{\"name\": \"yes\", \"text\": " EN("Yes, quite clearly") "},"
	"{\"name\": \"some\", \"text\": " EN("I have some ideas") "},"
	"{\"name\": \"no\", \"text\": " EN("Not yet") "}]},"
	"{\"name\": \"plans_what\", \"kind\": \"text\", \"max\": 500,"
	"\"text\": " EN("What would it be?") ","
	"\"show\": {\"question\": \"plans\", \"when\": \"not_equal\", \"value\": \"no\"}},"
	"{\"name\": \"sure\", \"kind\": \"grid\", \"text\": " EN("How sure are you that you could…") ","
	"\"min\": 1, \"max\": 5, \"low\": " EN("not sure at all") ", \"high\": " EN("very sure") ","
	"\"rows\": [{\"name\": \"cv\", \"text\": " EN("write a good CV") "},"
	"{\"name\": \"letter\", \"text\": " EN("write a good cover letter") "},"
	"{\"name\": \"interview\", \"text\": " EN("do well in an interview") "},"
	"{\"name\": \"ask\", \"text\": " EN("ask somebody for advice") "}]},"
	"{\"name\": \"service\", \"kind\": \"multiple\","
	"\"text\": " EN("What have you used so far?") ", \"choices\": ["
	"{\"name\": \"appointment\", \"text\": " EN("An appointment at the careers service") "},"
	"{\"name\": \"event\", \"text\": " EN("A careers event or fair") "},"
	"{\"name\": \"web\", \"text\": " EN("Web pages about careers") "},"
	"{\"name\": \"people\", \"text\": " EN("People I know") "},"
	"{\"name\": \"nothing\", \"text\": " EN("Nothing yet") "}]},"
	"{\"name\": \"hours\", \"kind\": \"number\", \"personal\": true, \"min\": 0, \"max\": 80,"
	"\"text\": " EN("How many hours a week do you work for pay, in term time?") "}]}";

static const char leaving[] = HEAD("after_the_last_week", "[\"en\"]", "pseudonymous")
	"\"title\": " EN("After the last week") ","
	"\"intro\": " EN("What the weeks were like for you, also if you mostly read, or hardly came. "
			 "About four minutes.") ","
	"\"thanks\": " EN("Thank you. What you said helps to make the next round better.") ","
	"\"questions\": ["
	"{\"name\": \"worth\", \"kind\": \"scale\", \"text\": " EN("Was it worth your time?") ","
	"\"min\": 1, \"max\": 5, \"low\": " EN("not at all") ", \"high\": " EN("very much") "},"
	"{\"name\": \"sure\", \"kind\": \"grid\", \"text\": " EN("How sure are you now that you could…") ","
	"\"min\": 1, \"max\": 5, \"low\": " EN("not sure at all") ", \"high\": " EN("very sure") ","
	"\"rows\": [{\"name\": \"cv\", \"text\": " EN("write a good CV") "},"
	"{\"name\": \"letter\", \"text\": " EN("write a good cover letter") "},"
	"{\"name\": \"interview\", \"text\": " EN("do well in an interview") "},"
	"{\"name\": \"ask\", \"text\": " EN("ask somebody for advice") "}]},"
	"{\"name\": \"helped\", \"kind\": \"multiple\", \"text\": " EN("What helped you?") ","
	"\"choices\": [{\"name\": \"reading\", \"text\": " EN("Reading what others wrote") "},"
	"{\"name\": \"writing\", \"text\": " EN("Writing something myself") "},"
	"{\"name\": \"answers\", \"text\": " EN("Answers to what I wrote") "},"
	"{\"name\": \"alike\", \"text\": " EN("Seeing that others are in the same place") "},"
	"{\"name\": \"nothing\", \"text\": " EN("Nothing of it") "}]},"
	"{\"name\": \"stood\", \"kind\": \"text\", \"max\": 2000,"
	"\"text\": " EN("What stood in the way?") ","
	"\"hint\": " EN("Time, nerves, the page itself, anything.") "},"
	"{\"name\": \"again\", \"kind\": \"single\", \"text\": " EN("Would you do it again?") ","
	"\"choices\": [{\"name\": \"yes\", \"text\": " EN("Yes") "},"
	"{\"name\": \"maybe\", \"text\": " EN("Perhaps") "}, {\"name\": \"no\", \"text\": " EN("No") "}]},"
	"{\"name\": \"again_why\", \"kind\": \"text\", \"max\": 1000, \"text\": " EN("Why not?") ","
	"\"show\": {\"question\": \"again\", \"when\": \"equal\", \"value\": \"no\"}},"
	"{\"name\": \"quote\", \"kind\": \"consent\", \"required\": true, \"text\": " EN(
		"May we quote your words, without your name, in a report of the study?") "}]}";

static const char empty[] = HEAD("new_survey", "[\"en\"]", "anonymous")
	"\"title\": " EN("A new survey") ", \"questions\": []}";

const struct survey_template survey_template_table[SURVEY_TEMPLATES] = {
	{ "weekly", "How involved did you feel?",
		"One question a week, answered with one tap on the first page.", weekly },
	{ "joining", "Before the first week",
		"Where people stand before a round; the exit survey asks the same again.", joining },
	{ "exit", "After the last week",
		"What helped, what stood in the way, and whether words may be quoted.", leaving },
	{ "empty", "An empty survey", "Nothing but a title, to begin from nothing.", empty },
};

bool survey_template_get(struct ctx *c, struct str name, struct survey_form *ret)
{
	for (size_t i = 0; i < SURVEY_TEMPLATES; i++)
		if (str_eq(name, str_of(survey_template_table[i].name)))
			return survey_json_read(c, str_of(survey_template_table[i].text), ret);
	return ctx_wrong(c, "template", "Choose one of the surveys to begin from.");
}
