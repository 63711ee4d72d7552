/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/trends_routes.h"

#include "evidence/effect_page.h"
#include "evidence/felt_page.h"
#include "evidence/measure_page.h"
#include "evidence/pick_page.h"
#include "evidence/result_page.h"
#include "evidence/said_page.h"
#include "evidence/side_page.h"
#include "evidence/weeks_page.h"

const struct route trends_routes[] = {
	{ GET, "/reports/weeks", MAY(REPORT_READ, ), weeks_page },
	{ GET, "/reports/weeks.csv", MAY(REPORT_READ, ), weeks_csv },
	{ GET, "/reports/weeks.json", MAY(REPORT_READ, ), weeks_json },
	{ GET, "/reports/trials", MAY(REPORT_READ, ), effect_page },
	{ GET, "/reports/trials.csv", MAY(REPORT_READ, ), effect_csv },
	{ GET, "/reports/trials/units.csv", MAY(REPORT_READ, ), effect_units_csv },
	{ GET, "/reports/trials.json", MAY(REPORT_READ, ), effect_json },
	{ GET, "/reports/measures", MAY(REPORT_READ, ), measure_page },
	{ GET, "/reports/measures.csv", MAY(REPORT_READ, ), measure_file_csv },
	{ GET, "/reports/measures.json", MAY(REPORT_READ, ), measure_file_json },
	{ GET, "/reports/table", MAY(REPORT_READ, ), pick_page },
	{ GET, "/reports/table.csv", MAY(REPORT_READ, ), pick_file_csv },
	{ GET, "/reports/table.json", MAY(REPORT_READ, ), pick_file_json },
	{ GET, "/reports/said", MAY(REPORT_READ, ), said_page },
	{ GET, "/reports/said.csv", MAY(REPORT_READ, ), said_file_csv },
	{ GET, "/reports/said.json", MAY(REPORT_READ, ), said_file_json },
	{ GET, "/reports/felt", MAY(REPORT_READ, ), felt_page },
	{ GET, "/reports/felt.csv", MAY(REPORT_READ, ), felt_file_csv },
	{ GET, "/reports/felt.json", MAY(REPORT_READ, ), felt_file_json },
	{ GET, "/round/{round}/side", MAY(ROUND_READ, round), side_page },
	{ GET, "/round/{round}/side.csv", MAY(ROUND_READ, round), side_file_csv },
	{ GET, "/round/{round}/side.json", MAY(ROUND_READ, round), side_file_json },
	{ GET, "/reports/outcomes", MAY(REPORT_READ, ), result_page },
	{ GET, "/reports/outcomes.csv", MAY(REPORT_READ, ), result_file_csv },
	{ GET, "/reports/outcomes.json", MAY(REPORT_READ, ), result_file_json },
	{ POST, "/reports/outcomes/tag", MAY(REPORT_READ, ), result_tag_page },
	{ POST, "/reports/outcomes/table", MAY(REPORT_READ, ), result_upload_page,
		.body_max = 2 * RESULT_UPLOAD_MAX },
};
const size_t trends_routes_n = sizeof trends_routes / sizeof *trends_routes;
