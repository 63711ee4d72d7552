-- 0016 The ledger says of a post in which thread it is and whose that is, how many words it has, and of who
-- began a thread that somebody answered. Posts from before get the thread; their words stay uncounted (0).
CREATE INDEX measure_was ON post (id);
UPDATE activity SET amount = 0,
	object_kind = (SELECT CASE WHEN p.author_id <> t.author_id THEN 3
		WHEN p.posted_at = t.opened_at THEN 13 ELSE 14 END
		FROM post p JOIN thread t ON t.id = p.thread_id WHERE p.id = activity.object_id),
	object_id = (SELECT p.thread_id FROM post p WHERE p.id = activity.object_id)
WHERE class = 3 AND object_kind = 4 AND EXISTS (SELECT 1 FROM post p WHERE p.id = activity.object_id);
DROP INDEX measure_was;
UPDATE activity SET amount = 0 WHERE class = 3 AND amount = 1;
INSERT INTO activity (participant_id, id, class, channel, round_id, object_kind, object_id, at, amount)
SELECT a.id, p.id, 14, 1, g.round_id, 3, t.id, p.posted_at, 1
FROM post p JOIN thread t ON t.id = p.thread_id AND t.author_id <> p.author_id
JOIN peer_group g ON g.id = t.group_id JOIN round r ON r.id = g.round_id
JOIN participant_key k ON k.person_id = t.author_id AND k.study_id = r.study_id
JOIN participant a ON a.id = k.participant_id AND a.withdrawn_at = 0 AND a.made_at <= p.posted_at;
