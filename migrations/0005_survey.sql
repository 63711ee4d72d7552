-- 0005 Surveys: what is asked, of whom and when, and what was answered.
CREATE TABLE survey (
	id        BIGINT PRIMARY KEY,
	study_id  BIGINT NOT NULL REFERENCES study (id),
	name      TEXT   NOT NULL, -- short, for files: weekly-involvement
	title     TEXT   NOT NULL, -- of the newest version, in its first language
	version   BIGINT NOT NULL DEFAULT 0, -- the one that is asked; 0: never launched
	made_by   BIGINT NOT NULL,
	made_at   BIGINT NOT NULL,
	closed_at BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX survey_by_name ON survey (study_id, name);

-- A version is a draft until it is launched, and never changes after. doc/survey.schema.json has
-- the form of content. link and tap say again what content says, for those who cannot read it.
CREATE TABLE survey_version (
	survey_id   BIGINT NOT NULL REFERENCES survey (id) ON DELETE CASCADE,
	version     BIGINT NOT NULL,
	content     TEXT   NOT NULL,
	title       TEXT   NOT NULL,
	link        TEXT   NOT NULL CHECK (link IN ('anonymous', 'pseudonymous', 'named')),
	tap         TEXT   NOT NULL DEFAULT '', -- name and words of the question that is asked as buttons on the first page
	made_at     BIGINT NOT NULL,
	launched_at BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (survey_id, version)
);
-- The buttons of that question.
CREATE TABLE survey_tap (
	survey_id BIGINT NOT NULL,
	version   BIGINT NOT NULL,
	place     BIGINT NOT NULL,
	value     TEXT   NOT NULL,
	label     TEXT   NOT NULL,
	PRIMARY KEY (survey_id, version, place)
);

-- When a survey is open. With a round it follows the weeks of that round: it opens with week
-- from_week, from_day days later, and closes with the end of week to_week, to_day days later; a
-- week after the last begins when the round is over. Without a round opens_at and closes_at count.
CREATE TABLE survey_wave (
	id        BIGINT PRIMARY KEY,
	survey_id BIGINT NOT NULL REFERENCES survey (id) ON DELETE CASCADE,
	title     TEXT   NOT NULL,
	round_id  BIGINT NOT NULL DEFAULT 0,
	from_week BIGINT NOT NULL DEFAULT 0,
	from_day  BIGINT NOT NULL DEFAULT 0,
	to_week   BIGINT NOT NULL DEFAULT 0,
	to_day    BIGINT NOT NULL DEFAULT 0,
	opens_at  BIGINT NOT NULL DEFAULT 0,
	closes_at BIGINT NOT NULL DEFAULT 0,
	letters   BIGINT NOT NULL DEFAULT 0 CHECK (letters BETWEEN 0 AND 2) -- to each person at the most
);
CREATE INDEX survey_wave_by_survey ON survey_wave (survey_id, id);
CREATE VIEW survey_wave_time AS
SELECT w.id, w.survey_id, w.title, w.round_id, w.letters,
	CASE WHEN w.round_id = 0 THEN w.opens_at ELSE COALESCE((SELECT t.opens_at FROM topic t
		WHERE t.round_id = w.round_id AND t.week = w.from_week), r.closes_at, 0)
		+ w.from_day * 86400000000 END AS opens_at,
	CASE WHEN w.round_id = 0 THEN w.closes_at ELSE COALESCE((SELECT t.opens_at FROM topic t
		WHERE t.round_id = w.round_id AND t.week = w.to_week + 1), r.closes_at, 0)
		+ w.to_day * 86400000000 END AS closes_at
FROM survey_wave w LEFT JOIN round r ON r.id = w.round_id;

-- who is «p» and a participant, «n» and a person, or in an anonymous survey a random word that
-- stands nowhere else; saved_at and finished_at are then 0 and 1, which are no times.
CREATE TABLE survey_reply (
	wave_id     BIGINT NOT NULL REFERENCES survey_wave (id) ON DELETE CASCADE,
	who         TEXT   NOT NULL,
	version     BIGINT NOT NULL,
	saved_at    BIGINT NOT NULL,
	finished_at BIGINT NOT NULL DEFAULT 0,
	answers     TEXT   NOT NULL, -- JSON
	PRIMARY KEY (wave_id, who)
);
-- Who has answered an anonymous survey, as keyed hashes, so that nobody answers twice. Nothing but
-- the wave is the same as in survey_reply: no time, no order.
CREATE TABLE survey_done (
	wave_id BIGINT NOT NULL REFERENCES survey_wave (id) ON DELETE CASCADE,
	who     TEXT   NOT NULL,
	PRIMARY KEY (wave_id, who)
);
-- Who does not want to be asked.
CREATE TABLE survey_refusal (
	survey_id BIGINT NOT NULL REFERENCES survey (id) ON DELETE CASCADE,
	person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
	PRIMARY KEY (survey_id, person_id)
);
-- Which letters of a wave were queued for whom: never the same twice.
CREATE TABLE survey_letter (
	wave_id   BIGINT NOT NULL REFERENCES survey_wave (id) ON DELETE CASCADE,
	person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
	nth       BIGINT NOT NULL CHECK (nth IN (1, 2)),
	PRIMARY KEY (wave_id, person_id, nth)
);
