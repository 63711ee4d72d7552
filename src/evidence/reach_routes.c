/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/reach_page.h"

enum { UPLOAD_MAX = 1 << 20 };

const struct route reach_routes[] = {
	{ GET, "/reports/reach", MAY(REPORT_READ, ), reach_page },
	{ GET, "/reports/reach.csv", MAY(REPORT_READ, ), reach_csv },
	{ GET, "/reports/reach.json", MAY(REPORT_READ, ), reach_json },
	{ POST, "/reports/reach/tag", MAY(REPORT_READ, ), reach_tag_page },
	{ POST, "/reports/reach/table", MAY(REPORT_READ, ), reach_upload_page,
		.body_max = UPLOAD_MAX },
};
const size_t reach_routes_n = sizeof reach_routes / sizeof *reach_routes;
