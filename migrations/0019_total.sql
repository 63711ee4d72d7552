-- 0019 Sums of the ledger, kept as its rows arrive (core/activity), so that a report need not read all of it.
CREATE TABLE activity_total (
	participant_id BIGINT NOT NULL,
	class          BIGINT NOT NULL,
	round_id       BIGINT NOT NULL,
	n              BIGINT NOT NULL, -- traces
	amount         BIGINT NOT NULL, -- of all of them
	PRIMARY KEY (participant_id, class, round_id)
);
INSERT INTO activity_total (participant_id, class, round_id, n, amount)
	SELECT participant_id, class, round_id, COUNT(*), SUM(amount) FROM activity
	GROUP BY participant_id, class, round_id;
