-- 0011 Meetings: a poll over times, an invitation, who comes, who was there, what was said.

-- What a calendar is told beside the text; gone as soon as the letter is.
ALTER TABLE letter ADD COLUMN calendar TEXT NOT NULL DEFAULT '';

-- One at a time for a round (group_id 0) and for a group of it, which then has its own instead. One that
-- was called off stays, because calendars know it.
CREATE TABLE meeting (
	id           BIGINT PRIMARY KEY,
	round_id     BIGINT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
	group_id     BIGINT NOT NULL DEFAULT 0,
	at           BIGINT NOT NULL DEFAULT 0, -- 0: the time is being asked for
	minutes      BIGINT NOT NULL DEFAULT 0,
	link         TEXT   NOT NULL DEFAULT '', -- to the institution's own meeting room
	note         TEXT   NOT NULL DEFAULT '',
	organiser_id BIGINT NOT NULL DEFAULT 0, -- whose address calendars answer to; 0: nobody's
	sequence     BIGINT NOT NULL DEFAULT 0, -- rises with each change that the invited are told of
	changed_at   BIGINT NOT NULL DEFAULT 0,
	cancelled_at BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX meeting_one ON meeting (round_id, group_id) WHERE cancelled_at = 0;
CREATE INDEX meeting_by_time ON meeting (at);
INSERT INTO meeting (id, round_id, at, minutes, link, note)
	SELECT w.round_id, w.round_id, w.at, w.minutes, w.link, w.note FROM welcome_meeting w;
DROP TABLE welcome_meeting;

-- The times of a poll, and whom they suit.
CREATE TABLE meeting_slot (
	meeting_id BIGINT NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
	at         BIGINT NOT NULL,
	PRIMARY KEY (meeting_id, at)
);
CREATE TABLE meeting_vote (
	meeting_id BIGINT NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
	person_id  BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
	at         BIGINT NOT NULL, -- 0: none of them suits
	PRIMARY KEY (meeting_id, person_id, at)
);
CREATE INDEX meeting_vote_by_person ON meeting_vote (person_id);

-- Who was invited or answered.
CREATE TABLE meeting_guest (
	meeting_id  BIGINT NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
	person_id   BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
	told        BIGINT NOT NULL DEFAULT -1, -- SEQUENCE of the last letter; -1: none went out
	told_of     BIGINT NOT NULL DEFAULT -1, -- the meeting's sequence that it told of
	uninvited   BIGINT NOT NULL DEFAULT 0 CHECK (uninvited IN (0, 1)), -- it was a cancellation
	token_hash  TEXT   NOT NULL DEFAULT '',
	answer      BIGINT NOT NULL DEFAULT 0, -- see community/meeting_guest.h
	answered_at BIGINT NOT NULL DEFAULT 0,
	came        BIGINT NOT NULL DEFAULT 0, -- see community/meeting_guest.h
	came_at     BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (meeting_id, person_id)
);
CREATE INDEX meeting_guest_by_person ON meeting_guest (person_id);
CREATE INDEX meeting_guest_by_token ON meeting_guest (token_hash);

-- The thread in which a group reads what was said.
CREATE TABLE meeting_recap (
	meeting_id BIGINT NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
	group_id   BIGINT NOT NULL REFERENCES peer_group (id) ON DELETE CASCADE,
	thread_id  BIGINT NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
	PRIMARY KEY (meeting_id, group_id)
);
