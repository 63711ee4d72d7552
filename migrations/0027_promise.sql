-- 0027 How many first threads of a round were answered in time is counted in one walk through an index that says it all.
DROP INDEX first_wait_by_round;
CREATE INDEX first_wait_by_round ON first_wait (round_id, ended_at, opened_at, answered_at, by_staff);
