/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the statements that ask for threads share: what the first post of a thread t says. Which
   post that is, the posts tell, which lie by thread. Their sources lie in the order in which they
   came (migrations/0018_order.sql), and would be looked through from the first. Names: NEAR_ */
#ifndef COMMUNITY_NEAR_PART_H
#define COMMUNITY_NEAR_PART_H

#define NEAR_FIRST_BODY \
	"COALESCE((SELECT s.body FROM post_source s WHERE s.thread_id = t.id AND s.post_id =" \
	" (SELECT p.id FROM post p WHERE p.thread_id = t.id AND p.deleted_at = 0" \
	" ORDER BY p.id LIMIT 1)), '')"

#endif
