-- 0016 The ledger says of a post in which thread it is and whose that is, how many words it has, and of who
-- began a thread that somebody answered. Posts from before get the thread; their words stay uncounted (0).
CREATE TABLE measure_was (
	post_id   BIGINT PRIMARY KEY,
	thread_id BIGINT NOT NULL,
	kind      BIGINT NOT NULL -- of core/activity.h
);
INSERT INTO measure_was (post_id, thread_id, kind)
SELECT p.id, p.thread_id, CASE WHEN p.author_id <> t.author_id THEN 3
	WHEN p.posted_at = t.opened_at THEN 13 ELSE 14 END
FROM post p JOIN thread t ON t.id = p.thread_id;
UPDATE activity SET amount = 0,
	object_kind = (SELECT w.kind FROM measure_was w WHERE w.post_id = activity.object_id),
	object_id = (SELECT w.thread_id FROM measure_was w WHERE w.post_id = activity.object_id)
WHERE class = 3 AND object_kind = 4 AND object_id IN (SELECT post_id FROM measure_was);
UPDATE activity SET amount = 0 WHERE class = 3 AND amount = 1;
DROP TABLE measure_was;
INSERT INTO activity (participant_id, id, class, channel, round_id, object_kind, object_id, at, amount)
SELECT a.id, p.id, 14, 1, g.round_id, 3, t.id, p.posted_at, 1
FROM post p JOIN thread t ON t.id = p.thread_id AND t.author_id <> p.author_id
JOIN peer_group g ON g.id = t.group_id JOIN round r ON r.id = g.round_id
JOIN participant_key k ON k.person_id = t.author_id AND k.study_id = r.study_id
JOIN participant a ON a.id = k.participant_id AND a.withdrawn_at = 0 AND a.made_at <= p.posted_at;
