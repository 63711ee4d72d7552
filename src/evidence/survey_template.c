/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/survey_template.h"

#include "evidence/survey_json.h"

static const char weekly[] =
	"{\"format\": \"cairn-survey/1\","
	"\"name\": \"weekly_involvement\","
	"\"languages\": [\"en\", \"cy\"],"
	"\"link\": \"pseudonymous\","
	"\"tap\": true,"
	"\"title\": {\"en\": \"How involved did you feel?\", \"cy\": \"Pa mor rhan o bethau "
	"oeddech chi’n teimlo?\"},"
	"\"intro\": {\"en\": \"One question about this week. Reading counts as much as "
	"writing, and no answer is better than another.\"},"
	"\"thanks\": {\"en\": \"Thank you. There is one such question a week.\", \"cy\": "
	"\"Diolch.\"},"
	"\"questions\": [{\"name\": \"involved\", \"kind\": \"scale\", \"personal\": true, "
	"\"text\": {\"en\": \"How involved did you feel in your group this week?\", \"cy\": "
	"\"Pa mor rhan o’ch grŵp oeddech chi’n teimlo yr wythnos hon?\"}, \"min\": 1, "
	"\"max\": 5, \"low\": {\"en\": \"not at all\", \"cy\": \"dim o gwbl\"}, \"high\": "
	"{\"en\": \"very much\", \"cy\": \"yn fawr iawn\"}}]}";

static const char joining[] =
	"{\"format\": \"cairn-survey/1\","
	"\"name\": \"before_the_first_week\","
	"\"languages\": [\"en\"],"
	"\"link\": \"pseudonymous\","
	"\"title\": {\"en\": \"Before the first week\"},"
	"\"intro\": {\"en\": \"A few questions about where you stand now. The same questions "
	"come again at the end, so that change can be seen. Leave out whatever you like.\"},"
	"\"thanks\": {\"en\": \"Thank you. Your group opens with the first week.\"},"
	"\"questions\": [{\"name\": \"plans\", \"kind\": \"single\", \"required\": true, "
	"\"text\": {\"en\": \"Do you know what kind of work you would like to do after your "
	"studies?\"}, \"choices\": [{\"name\": \"yes\", \"text\": {\"en\": \"Yes, quite "
	"clearly\"}}, {\"name\": \"some\", \"text\": {\"en\": \"I have some ideas\"}}, "
	"{\"name\": \"no\", \"text\": {\"en\": \"Not yet\"}}]},"
	"{\"name\": \"plans_what\", \"kind\": \"text\", \"max\": 500, \"text\": {\"en\": "
	"\"What would it be?\"}, \"show\": {\"question\": \"plans\", \"when\": \"not_equal\", "
	"\"value\": \"no\"}},"
	"{\"name\": \"sure\", \"kind\": \"grid\", \"text\": {\"en\": \"How sure are you that "
	"you could…\"}, \"min\": 1, \"max\": 5, \"low\": {\"en\": \"not sure at all\"}, "
	"\"high\": {\"en\": \"very sure\"}, \"rows\": [{\"name\": \"cv\", \"text\": {\"en\": "
	"\"write a good CV\"}}, {\"name\": \"letter\", \"text\": {\"en\": \"write a good "
	"cover letter\"}}, {\"name\": \"interview\", \"text\": {\"en\": \"do well in an "
	"interview\"}}, {\"name\": \"ask\", \"text\": {\"en\": \"ask somebody for "
	"advice\"}}]},"
	"{\"name\": \"service\", \"kind\": \"multiple\", \"text\": {\"en\": \"What have you "
	"used so far?\"}, \"choices\": [{\"name\": \"appointment\", \"text\": {\"en\": \"An "
	"appointment at the careers service\"}}, {\"name\": \"event\", \"text\": {\"en\": \"A "
	"careers event or fair\"}}, {\"name\": \"web\", \"text\": {\"en\": \"Web pages about "
	"careers\"}}, {\"name\": \"people\", \"text\": {\"en\": \"People I know\"}}, "
	"{\"name\": \"nothing\", \"text\": {\"en\": \"Nothing yet\"}}]},"
	"{\"name\": \"hours\", \"kind\": \"number\", \"personal\": true, \"min\": 0, \"max\": "
	"80, \"text\": {\"en\": \"How many hours a week do you work for pay, in term "
	"time?\"}}]}";

static const char leaving[] =
	"{\"format\": \"cairn-survey/1\","
	"\"name\": \"after_the_last_week\","
	"\"languages\": [\"en\"],"
	"\"link\": \"pseudonymous\","
	"\"title\": {\"en\": \"After the last week\"},"
	"\"intro\": {\"en\": \"What the weeks were like for you, also if you mostly read, or "
	"hardly came. About four minutes.\"},"
	"\"thanks\": {\"en\": \"Thank you. What you said helps to make the next round "
	"better.\"},"
	"\"questions\": [{\"name\": \"worth\", \"kind\": \"scale\", \"text\": {\"en\": \"Was "
	"it worth your time?\"}, \"min\": 1, \"max\": 5, \"low\": {\"en\": \"not at all\"}, "
	"\"high\": {\"en\": \"very much\"}},"
	"{\"name\": \"sure\", \"kind\": \"grid\", \"text\": {\"en\": \"How sure are you now "
	"that you could…\"}, \"min\": 1, \"max\": 5, \"low\": {\"en\": \"not sure at "
	"all\"}, \"high\": {\"en\": \"very sure\"}, \"rows\": [{\"name\": \"cv\", \"text\": "
	"{\"en\": \"write a good CV\"}}, {\"name\": \"letter\", \"text\": {\"en\": \"write a "
	"good cover letter\"}}, {\"name\": \"interview\", \"text\": {\"en\": \"do well in an "
	"interview\"}}, {\"name\": \"ask\", \"text\": {\"en\": \"ask somebody for "
	"advice\"}}]},"
	"{\"name\": \"helped\", \"kind\": \"multiple\", \"text\": {\"en\": \"What helped "
	"you?\"}, \"choices\": [{\"name\": \"reading\", \"text\": {\"en\": \"Reading what "
	"others wrote\"}}, {\"name\": \"writing\", \"text\": {\"en\": \"Writing something "
	"myself\"}}, {\"name\": \"answers\", \"text\": {\"en\": \"Answers to what I "
	"wrote\"}}, {\"name\": \"alike\", \"text\": {\"en\": \"Seeing that others are in the "
	"same place\"}}, {\"name\": \"nothing\", \"text\": {\"en\": \"Nothing of it\"}}]},"
	"{\"name\": \"stood\", \"kind\": \"text\", \"max\": 2000, \"text\": {\"en\": \"What "
	"stood in the way?\"}, \"hint\": {\"en\": \"Time, nerves, the page itself, "
	"anything.\"}},"
	"{\"name\": \"again\", \"kind\": \"single\", \"text\": {\"en\": \"Would you do it "
	"again?\"}, \"choices\": [{\"name\": \"yes\", \"text\": {\"en\": \"Yes\"}}, "
	"{\"name\": \"maybe\", \"text\": {\"en\": \"Perhaps\"}}, {\"name\": \"no\", \"text\": "
	"{\"en\": \"No\"}}]},"
	"{\"name\": \"again_why\", \"kind\": \"text\", \"max\": 1000, \"text\": {\"en\": "
	"\"Why not?\"}, \"show\": {\"question\": \"again\", \"when\": \"equal\", \"value\": "
	"\"no\"}},"
	"{\"name\": \"quote\", \"kind\": \"consent\", \"required\": true, \"text\": {\"en\": "
	"\"May we quote your words, without your name, in a report of the study?\"}}]}";

static const char empty[] = "{\"format\": \"cairn-survey/1\","
			    "\"name\": \"new_survey\","
			    "\"languages\": [\"en\"],"
			    "\"link\": \"anonymous\","
			    "\"title\": {\"en\": \"A new survey\"},"
			    "\"questions\": []}";

const struct survey_template survey_template_table[SURVEY_TEMPLATES] = {
	{ "weekly", "How involved did you feel?",
		"One question a week, answered with one tap on the first page.", weekly },
	{ "joining", "Before the first week",
		"Where people stand before a round; the exit survey asks the same again.",
		joining },
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
