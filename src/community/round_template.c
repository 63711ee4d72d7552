/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community/round_template.h"

#include "base/instant.h"
#include "community/round.h"
#include "core/zone.h"

/* The four topics of the study. Each asks for advice before it asks for a confession, since giving
   advice helps the adviser, and each says that reading, or a rough answer, is enough. */
static const char goals[] =
	"Which job could you picture yourself in, and which one could you not? One line for each "
	"is "
	"plenty.\n\n"
	"- What would you tell a friend who says “I have no idea what I want to do”?\n"
	"- Is there a role, or a place to work, that you would like the group to help you find out "
	"about?\n\n"
	"Nobody here has it all worked out, and lots of students find this takes time. If you "
	"would "
	"rather read first, do: that counts.";
static const char papers[] =
	"Pick one line of your CV that you are glad to have there, and say what it shows about "
	"you. "
	"Paid work, caring for somebody and commuting all count.\n\n"
	"- Read a line from somebody else: what already works in it? Say that first, then one "
	"thing "
	"that you would try.\n"
	"- How do you start a cover letter when you have never met the reader?\n\n"
	"Please leave out names, addresses and schools.";
static const char interviews[] =
	"Post one question that you were asked, or are afraid of, and have a go at one that "
	"somebody "
	"else posted.\n\n"
	"- What would you tell somebody before their very first interview?\n"
	"- Did an answer go better than you expected? What did you say?\n\n"
	"A rough answer is more use to the group than a perfect one.";
static const char open_week[] =
	"This week is yours. Ask what has not been asked, or go back to a thread that helped you "
	"and "
	"say how.\n\n"
	"- What is one thing that you will do next, however small?\n"
	"- What would you tell the students who start the next round?\n\n"
	"The group stays open after this week, so there is no rush.";

static struct date next_monday(struct ctx *c, struct str zone)
{
	struct date day = date_add(zone_civil(c, zone, c->now).date, 7);

	return date_add(day, (7 - date_weekday(day)) % 7);
}

void round_template_fill(struct ctx *c, struct round_draft *ret)
{
	struct str zone = S("Europe/London");

	*ret = (struct round_draft){ .zone = zone,
		.starts_on = date_text(c->mem, next_monday(c, zone)),
		.weeks = 4,
		.size_min = 5,
		.size_max = 13,
		.read_across = true,
		.topic = { { S("Career goals and target roles"), str_of(goals), 6 },
			{ S("CVs and cover letters"), str_of(papers), 8 },
			{ S("Interview questions and answers"), str_of(interviews), 8 },
			{ S("Anything you like"), str_of(open_week), 5 } } };
}
