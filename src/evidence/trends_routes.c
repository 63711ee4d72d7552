/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/trends_routes.h"

#include "evidence/effect_page.h"
#include "evidence/measure_page.h"
#include "evidence/weeks_page.h"

const struct route trends_routes[] = {
	{ GET, "/reports/weeks", MAY(REPORT_READ, ), weeks_page },
	{ GET, "/reports/weeks.csv", MAY(REPORT_READ, ), weeks_csv },
	{ GET, "/reports/weeks.json", MAY(REPORT_READ, ), weeks_json },
	{ GET, "/reports/trials", MAY(REPORT_READ, ), effect_page },
	{ GET, "/reports/trials.csv", MAY(REPORT_READ, ), effect_csv },
	{ GET, "/reports/trials.json", MAY(REPORT_READ, ), effect_json },
	{ GET, "/reports/measures", MAY(REPORT_READ, ), measure_page },
	{ GET, "/reports/measures.csv", MAY(REPORT_READ, ), measure_file_csv },
	{ GET, "/reports/measures.json", MAY(REPORT_READ, ), measure_file_json },
};
const size_t trends_routes_n = sizeof trends_routes / sizeof *trends_routes;
