/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the statements about meetings share: which groups a meeting m is for, as a condition on a
   group g. Names: MEETING_ */
#ifndef COMMUNITY_MEETING_PART_H
#define COMMUNITY_MEETING_PART_H

/* The group has the welcome meeting among its features (core/feature, FEATURE_LIVE_WELCOME). */
#define MEETING_WELCOMED \
	" COALESCE((SELECT x.is_on FROM group_feature x WHERE x.group_id = g.id" \
	" AND x.feature = 2), (SELECT y.is_on FROM round_feature y" \
	" WHERE y.round_id = g.round_id AND y.feature = 2), 0) = 1"
/* It goes to this meeting and to no other. Stands beside MEETING_WELCOMED. */
#define MEETING_COVERS \
	" g.round_id = m.round_id AND (m.group_id = g.id OR (m.group_id = 0 AND NOT EXISTS" \
	" (SELECT 1 FROM meeting o WHERE o.round_id = g.round_id AND o.group_id = g.id" \
	" AND o.cancelled_at = 0)))"

#endif
