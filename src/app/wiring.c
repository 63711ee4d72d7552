/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/wiring.h"

#include "app/introduction_job.h"
#include "app/meeting_job.h"
#include "app/paper_job.h"
#include "app/survey_job.h"
#include "app/sweep_job.h"
#include "app/week_job.h"
#include "community/again_page.h"
#include "community/alias_holdings.h"
#include "community/alias_routes.h"
#include "community/clinic_holdings.h"
#include "community/clinic_routes.h"
#include "community/community_holdings.h"
#include "community/find_routes.h"
#include "community/introduction_holdings.h"
#include "community/introduction_routes.h"
#include "community/invite_job.h"
#include "community/invite_routes.h"
#include "community/joining_job.h"
#include "community/joining_routes.h"
#include "community/keep_routes.h"
#include "community/meeting_holdings.h"
#include "community/meeting_routes.h"
#include "community/plan_routes.h"
#include "community/question_holdings.h"
#include "community/question_routes.h"
#include "community/reply_holdings.h"
#include "community/reply_routes.h"
#include "community/round_routes.h"
#include "community/routes.h"
#include "community/trial_routes.h"
#include "community/welcome_routes.h"
#include "core/core_holdings.h"
#include "evidence/outcome_holdings.h"
#include "evidence/reach_page.h"
#include "evidence/routes.h"
#include "evidence/survey_holdings.h"
#include "evidence/survey_routes.h"
#include "evidence/trends_routes.h"
#include "site/routes.h"
#include "work/post.h"

/* Later tables do not hide earlier ones. */
static const struct routes tables[] = {
	{ site_routes, &site_routes_n },
	{ round_routes, &round_routes_n },
	{ plan_routes, &plan_routes_n },
	{ again_routes, &again_routes_n },
	{ trial_routes, &trial_routes_n },
	{ invite_routes, &invite_routes_n },
	{ community_routes, &community_routes_n },
	{ alias_routes, &alias_routes_n },
	{ introduction_routes, &introduction_routes_n },
	{ find_routes, &find_routes_n },
	{ keep_routes, &keep_routes_n },
	{ reply_routes, &reply_routes_n },
	{ joining_routes, &joining_routes_n },
	{ welcome_routes, &welcome_routes_n },
	{ clinic_routes, &clinic_routes_n },
	{ meeting_routes, &meeting_routes_n },
	{ question_routes, &question_routes_n },
	{ evidence_routes, &evidence_routes_n },
	{ reach_routes, &reach_routes_n },
	{ survey_routes, &survey_routes_n },
	{ trends_routes, &trends_routes_n },
};

/* Erased from the last to the first: the core, which has the person, goes last. */
static const struct holdings holdings[] = {
	{ core_holdings, &core_holdings_n },
	{ community_holdings, &community_holdings_n },
	{ alias_holdings, &alias_holdings_n },
	{ clinic_holdings, &clinic_holdings_n },
	{ meeting_holdings, &meeting_holdings_n },
	{ question_holdings, &question_holdings_n },
	{ reply_holdings, &reply_holdings_n },
	{ introduction_holdings, &introduction_holdings_n },
	{ survey_holdings, &survey_holdings_n },
	{ outcome_holdings, &outcome_holdings_n },
};

const struct gate wiring_gate = { tables, sizeof tables / sizeof *tables, embedded_web,
	&embedded_web_n, holdings, sizeof holdings / sizeof *holdings };

const struct job_kind *const wiring_jobs[] = { &post_job, &invite_job, &invite_job_forgets,
	&joining_job, &week_job, &survey_job, &meeting_job, &sweep_job, &paper_job,
	&introduction_job };
const size_t wiring_jobs_n = sizeof wiring_jobs / sizeof *wiring_jobs;

const struct command wiring_commands[] = {
	{ "serve", "answer requests until told to stop", serve_command },
	{ "demo", "fill an empty database with the demonstration", demo_command },
	{ "login-link", "print one link that signs a person in", login_link_command },
	{ "person", "add somebody, change what they may do, list everybody", person_command },
	{ "conf", "print every setting with its value and what it is for", conf_command },
	{ "import", "read a file: an activity log, the list of subjects", import_command },
	{ "lookup", "what the imported files say about a postcode or a school", lookup_command },
	{ "report", "print a report: text, CSV or JSON", report_command },
	{ "trial", "draw the lots of a frozen plan again", trial_command },
	{ "sever", "destroy the key that joins the participants of a study to people",
		sever_command },
	{ "routes", "print every address with its access rule", routes_command },
};
const size_t wiring_commands_n = sizeof wiring_commands / sizeof *wiring_commands;
