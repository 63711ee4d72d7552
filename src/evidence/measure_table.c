/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/measure.h"

const struct measure measure_table[MEASURES] = {
	[MEASURE_PAGE_VIEWS] = { "page_views", "Page views", "views",
		"One for each page of the community that was sent because this person asked "
		"for it; in an imported log, one for each event whose name ends in "
		"\"viewed\".",
		"Time: two seconds and half an hour are one view each. What was read in "
		"e-mail, on paper or over somebody's shoulder. Whether it helped." },
	[MEASURE_ACTIVE_SECONDS] = { "active_seconds", "Active seconds", "seconds",
		"Seconds in which a page was visible and had been touched, scrolled or typed "
		"on a moment ago, as the page itself reported; half an hour a view at the "
		"most.",
		"Browsers without script, and imported logs: nothing was recorded there, "
		"which is not zero. Reading for long without moving. What a person thinks "
		"about afterwards." },
	[MEASURE_SELF_REPORT] = { "perceived_engagement", "Perceived engagement", "a word",
		"What people said about themselves when asked: Active, or Less active.",
		"What the words meant to them: reading along in silence may have felt active "
		"or not." },
	[MEASURE_PAIRS] = { "pairs_ordered", "Pairs in order", "from 0 to 1",
		"Of all pairs of an Active and a Less active person, the share in which the "
		"Active one has more page views; a tie counts half. A coin would reach 0.5.",
		"Which is nearer to taking part: what people say, or what was counted." },
	[MEASURE_POSTS] = { "posts", "Posts", "posts",
		"One for each post that this person wrote, by the page or by e-mail, the first of "
		"a thread among them; also when it was edited or deleted later.",
		"How long a post is and what it did for those who read it. What somebody wrote "
		"and did not send." },
	[MEASURE_PRESENT] = { "present", "People present", "people",
		"In a week of a round: people who opened at least one page of it or wrote at "
		"least one post, by the week's own days in the round's time zone.",
		"Who read the letters and followed no link. One glance and five long evenings "
		"are the same." },
	[MEASURE_CAME_BACK] = { "came_back", "Came back", "people",
		"Of the people present in a week: how many were present in the week after it, "
		"and how many in any later week of the round.",
		"Why somebody stayed away: no need, no time, or nothing to come back for. The "
		"last week has nobody who could come back." },
	[MEASURE_VIEWS_EACH] = { "page_views_each", "Page views per person", "views",
		"Of a group: page views of its people from the round's first day on, divided by "
		"its people; who opened nothing counts as 0.",
		"Who it was: one who reads everything moves the mean of a small group. Reading "
		"in e-mail. Whether it helped." },
	[MEASURE_POSTS_EACH] = { "posts_each", "Posts per person", "posts",
		"Of a group: posts of its people from the round's first day on, divided by its "
		"people; who wrote nothing counts as 0.",
		"What the posts say and whether anybody was glad of them." },
	[MEASURE_RETURNED] = { "returned", "Share who came back", "from 0 to 1",
		"Of a group: the share of its people who were present in two or more weeks of "
		"the round; the time after its last week is one more week.",
		"How often and how long they came. Why the others did not." },
	[MEASURE_SECONDS_EACH] = { "active_seconds_each", "Active seconds per person timed",
		"seconds",
		"Of a group: active seconds from the round's first day on, divided by the people "
		"of whom some view was timed.",
		"People without script, who are left out: if the feature changes who has it, the "
		"arms differ in that too." },
	[MEASURE_DISTINCT_PAGES] = { "distinct_pages", "Distinct pages", "pages",
		"How many different pages this person opened at least once: the first page, a "
		"group, a thread, and each other place of the community count once.",
		"Whether a page was read again because it helped or because it was not "
		"understood. A thread that grew is still one page. Imported logs, which do not "
		"say which page it was: there it is not known, which is not zero." },
	[MEASURE_ACTIVE_MINUTES] = { "active_minutes", "Active minutes", "minutes",
		"Active seconds divided by 60: time in which a page was visible and in use.",
		"Browsers without script, and imported logs: nothing was recorded there, which "
		"is not zero. Reading for long without moving." },
	[MEASURE_DAYS_PRESENT] = { "days_present", "Days present", "days",
		"Different days, by the wall clock of the study's newest round, on which this "
		"person opened a page or wrote a post.",
		"How long they stayed. Days on which only letters were read." },
	[MEASURE_WORDS] = { "words", "Words written", "words",
		"Words in the posts of this person in threads, as they were when each was sent; "
		"what an edit added or took away later is not counted.",
		"What the words say, and whether few were enough. Questions and answers of the "
		"bank of interview questions. Posts from before words were "
		"counted and posts of imported logs: where there is one, it is not known." },
	[MEASURE_REPLIES_GIVEN] = { "replies_given", "Replies given", "posts",
		"Posts of this person in threads that somebody else began.",
		"To whom in the thread a post speaks. Help that was given by mail, in a meeting "
		"or by tapping Useful." },
	[MEASURE_REPLIES_RECEIVED] = { "replies_received", "Replies received", "posts",
		"Posts that somebody else wrote in threads which this person began, whoever it "
		"was: also people who are not in the study, and staff.",
		"Whether the answer was any use, and answers to a post of theirs in somebody "
		"else's thread." },
	[MEASURE_FIRST_REPLY] = { "first_reply_hours", "Time to first reply", "hours",
		"Of the threads that this person began and somebody else answered: the hours "
		"until the first answer, and of several threads the median.",
		"Threads that nobody answered, which would make it longer: they are counted "
		"beside it. Nights and weekends are counted as any other hours." },
	[MEASURE_UNANSWERED] = { "unanswered_threads", "Threads without a reply", "threads",
		"Threads that this person began and in which nobody else has written so far.",
		"Whether an answer was wanted. Answers by mail or by word of mouth." },
	[MEASURE_OTHER_GROUPS] = { "other_group_views", "Reading in other groups", "views",
		"Page views of other groups, and of threads in them: groups of the study in which "
		"this person is not and never was.",
		"Rounds in which groups cannot read each other have none, which says nothing "
		"about what people wanted. A post read in a letter." },
	[MEASURE_VICARIOUS] = { "vicarious_share", "Vicarious share", "from 0 to 1",
		"Of this person's views of threads, the share that were of threads in which they "
		"never wrote: taking part by reading what others say to each other.",
		"People who opened no thread: there it is not known. Whether they learned from "
		"it; reading may be all that somebody needed." },
};
