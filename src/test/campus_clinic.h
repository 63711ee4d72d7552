/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the campus has for the pages of the clinic. Names: campus_clinic_ */
#ifndef TEST_CAMPUS_CLINIC_H
#define TEST_CAMPUS_CLINIC_H

#include "community/ids.h"
#include "test/programme.h"

/* A CV of who in two versions that their group sees, and one more that is not shown yet; reader has
   said something about it. */
void campus_clinic_paper(struct test *t, struct person_id who, struct person_id reader);
/* A CV of who that came as a file of one page and was read, as the job does; shown when show is
   set. */
struct paper_id campus_clinic_file(struct test *t, struct person_id who, bool show);

#endif
