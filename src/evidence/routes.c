/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "evidence/routes.h"

#include "evidence/bundle_page.h"
#include "evidence/collects_page.h"
#include "evidence/participation_page.h"
#include "evidence/roster_page.h"
#include "evidence/sever_page.h"
#include "evidence/tag_page.h"

const struct route evidence_routes[] = {
	{ GET, "/reports/participation", MAY(REPORT_READ, ), participation_page },
	{ GET, "/reports/participation.csv", MAY(REPORT_READ, ), participation_csv },
	{ GET, "/reports/participation.json", MAY(REPORT_READ, ), participation_json },
	{ POST, "/reports/participation/freeze", MAY(REPORT_READ, ), participation_freeze },
	{ GET, "/reports/bundle", MAY(REPORT_READ, ), bundle_page },
	{ POST, "/reports/bundle", MAY(REPORT_READ, ), bundle_page_freeze },
	{ GET, "/reports/frozen/{frozen}", MAY(REPORT_READ, ), participation_frozen },
	{ GET, "/reports/how", MAY(REPORT_READ, ), participation_how },
	{ GET, "/reports/participants", MAY(REPORT_READ, ), roster_page },
	{ POST, "/reports/participants/number", MAY(REPORT_READ, ), roster_number_page },
	{ POST, "/reports/participants/find", MAY(REPORT_READ, ), roster_find_page },
	{ GET, "/reports/participant/{participant}", MAY(REPORT_READ, ), roster_one_page },
	{ POST, "/reports/participant/{participant}", MAY(REPORT_READ, ), roster_save_page },
	{ GET, "/reports/collects", MAY(REPORT_READ, ), collects_page },
	{ POST, "/reports/collects", MAY(REPORT_READ, ), collects_save_page },
	{ GET, "/reports/key", MAY(REPORT_READ, ), sever_page },
	{ POST, "/reports/key", MAY(REPORT_READ, ), sever_send_page },
	{ GET, "/reports/tag", MAY(REPORT_READ, ), tag_page },
	{ POST, "/reports/tag", MAY(REPORT_READ, ), tag_save_page },
	{ POST, "/reports/tag/count", MAY(REPORT_READ, ), tag_count_page },
};
const size_t evidence_routes_n = sizeof evidence_routes / sizeof *evidence_routes;
