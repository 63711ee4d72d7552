-- 0010 A first reply within a day, who does the talking, counts for writers, notes, and coming back.
-- A thread that a member opened, until somebody else has answered. stage is in community/first.h.
CREATE TABLE first_wait (
	thread_id   BIGINT PRIMARY KEY REFERENCES thread (id) ON DELETE CASCADE,
	round_id    BIGINT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
	group_id    BIGINT NOT NULL,
	opened_at   BIGINT NOT NULL,
	newcomer    BIGINT NOT NULL CHECK (newcomer IN (0, 1)), -- the first thread of its author in the round
	stage       BIGINT NOT NULL DEFAULT 0,
	next_at     BIGINT NOT NULL, -- when it is looked at again
	answered_at BIGINT NOT NULL DEFAULT 0,
	by_staff    BIGINT NOT NULL DEFAULT 0 CHECK (by_staff IN (0, 1)),
	ended_at    BIGINT NOT NULL DEFAULT 0 -- answered, closed or deleted, or the round is over
);
CREATE INDEX first_wait_due ON first_wait (ended_at, next_at, thread_id);
CREATE INDEX first_wait_by_round ON first_wait (round_id, ended_at, opened_at);
CREATE INDEX first_wait_by_group ON first_wait (group_id, ended_at);
-- To whom it was offered: each person once.
CREATE TABLE first_offer (
	person_id  BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
	thread_id  BIGINT NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
	offered_at BIGINT NOT NULL,
	passed_at  BIGINT NOT NULL DEFAULT 0, -- «not for me»
	PRIMARY KEY (person_id, thread_id)
);
-- Words written in a week of a group, by its members and by whoever looks after it.
CREATE TABLE group_words (
	group_id BIGINT NOT NULL REFERENCES peer_group (id) ON DELETE CASCADE,
	week     BIGINT NOT NULL,
	members  BIGINT NOT NULL,
	staff    BIGINT NOT NULL,
	PRIMARY KEY (group_id, week)
);
-- What a round chose for its board; without a row it is what community/board.h says.
CREATE TABLE board_choice (
	round_id BIGINT PRIMARY KEY REFERENCES round (id) ON DELETE CASCADE,
	ceiling  BIGINT NOT NULL -- the share of the words, in hundredths, that staff should stay under
);
-- What writers are told of a post: how many found it useful and how many read it, as they stood at
-- the last count, which is once a day. told_due has the posts whose taps of Useful have changed.
ALTER TABLE post ADD COLUMN told_useful BIGINT NOT NULL DEFAULT 0;
ALTER TABLE post ADD COLUMN told_readers BIGINT NOT NULL DEFAULT 0;
CREATE TABLE told_due (
	thread_id BIGINT NOT NULL,
	post_id   BIGINT NOT NULL,
	PRIMARY KEY (thread_id, post_id)
);
CREATE INDEX mark_by_post ON mark (thread_id, post_id, kind, at);
-- A reader's own words about something they saved.
CREATE TABLE saved_note (
	person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
	kind      TEXT   NOT NULL CHECK (kind IN ('post')),
	object_id BIGINT NOT NULL,
	sealed    TEXT   NOT NULL,
	at        BIGINT NOT NULL,
	PRIMARY KEY (person_id, kind, object_id)
);
-- A return after days: when they were last here before it, and when they came.
ALTER TABLE session ADD COLUMN away_from BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN back_at BIGINT NOT NULL DEFAULT 0;
