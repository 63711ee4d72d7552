-- 0015 What was told: the answers to questions about numbers of people, as somebody who is not the
-- researcher got them, so that the same question gets the same answer until enough people changed.
CREATE TABLE told (
	question TEXT   PRIMARY KEY,
	answer   TEXT   NOT NULL, -- the true numbers it was made from and what was shown; core/told has the form
	at       BIGINT NOT NULL,
	wait     BIGINT NOT NULL -- how many people have to change before another answer is given; drawn
);
