/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/journal.h"

struct word {
	const char *act, *says;
};

static const struct word words[] = {
	{ "read a background", "opened what you told us about where you come from" },
	{ "exported backgrounds",
		"made a file or a table of the study with the tag of everybody in it, you too" },
	{ "counted backgrounds",
		"counted how many in the study have the tag; yours was opened to count it" },
	{ "set a background", "wrote down what you told about where you come from" },
	{ "participant.name", "looked up the name behind your number in the study" },
	{ "participant.find", "looked up your number in the study" },
	{ "participant.describe", "changed what the study has under your number" },
	{ "gave consent", "said yes to a text" },
	{ "declined consent", "said no to a text" },
	{ "withdrew consent", "took a yes back" },
	{ "added a person", "made your account" },
	{ "changed roles", "changed what you may do here" },
	{ "began with an invitation", "used an invitation" },
	{ "joining.finish", "finished the questions of joining" },
	{ "round.join", "put you into a round" },
	{ "round.describe", "changed your subject, your year or what you said when you joined" },
	{ "round.leave", "took you out of a round" },
	{ "membership.leave", "left all rounds" },
	{ "made a sign-in link on the command line", "made a link with which you can sign in" },
	{ "frozen.add", "finished a table of the study" },
	{ "survey.results", "looked at the results of a survey" },
	{ "alias.lift", "was told who wrote a post under an alias" },
	{ "study.sever", "destroyed the key of a study" },
	{ "study.collects", "changed what a study notes" },
};

bool journal_words(struct ctx *c, struct person_id person, struct str act, struct str *ret)
{
	(void)c;
	(void)person;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq(act, str_of(words[i].act)))
			*ret = str_of(words[i].says);
	return true;
}
