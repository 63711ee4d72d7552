-- 0022 Letters around a meeting beside the invitation: its time is being asked for; it is tomorrow.
ALTER TABLE meeting_guest ADD COLUMN asked_at BIGINT NOT NULL DEFAULT 0; -- told of the poll; 0: not
ALTER TABLE meeting_guest ADD COLUMN reminded BIGINT NOT NULL DEFAULT 0; -- of the meeting at this time
