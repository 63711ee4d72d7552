-- 0004 Joining: who is invited, what they are asked, which group fits, what a group gets.

-- Raised with every change of what the thread's page shows to all: a new post, an edit, a deletion.
ALTER TABLE thread ADD COLUMN version BIGINT NOT NULL DEFAULT 0;

-- What people who join say about themselves, where groups are made from it. Codes are in
-- community/experience.h and community/career.h; 0: not said.
ALTER TABLE enrolment ADD COLUMN subject_code TEXT NOT NULL DEFAULT ''; -- HECoS, six digits
ALTER TABLE enrolment ADD COLUMN experience BIGINT NOT NULL DEFAULT 0;
ALTER TABLE enrolment ADD COLUMN career BIGINT NOT NULL DEFAULT 0;
ALTER TABLE enrolment ADD COLUMN hours BIGINT NOT NULL DEFAULT 0; -- free in a week
ALTER TABLE enrolment ADD COLUMN free BIGINT NOT NULL DEFAULT 0; -- bits: day * 3 + morning, afternoon, evening
ALTER TABLE enrolment ADD COLUMN came BIGINT NOT NULL DEFAULT 0; -- in which way, see core/came.h

-- Invitations --------------------------------------------------------------------------------------
CREATE TABLE invite_list (
	id        BIGINT PRIMARY KEY,
	round_id  BIGINT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
	sender_id BIGINT NOT NULL REFERENCES person (id), -- who brought the addresses, and signs the letter
	title     TEXT   NOT NULL,
	source    TEXT   NOT NULL CHECK (source IN ('paste', 'csv', 'oneroster')),
	subject   TEXT   NOT NULL DEFAULT '', -- of the letter
	body      TEXT   NOT NULL DEFAULT '',
	columns   TEXT   NOT NULL DEFAULT '', -- which column is what; empty: not chosen yet
	lines     BIGINT NOT NULL DEFAULT 0, -- that were brought
	refused   BIGINT NOT NULL DEFAULT 0, -- of them not usable, or without an address
	doubled   BIGINT NOT NULL DEFAULT 0, -- of them with an address that stood further up
	made_at   BIGINT NOT NULL,
	filled_at BIGINT NOT NULL DEFAULT 0, -- every line has become an invitation, or was refused
	sent_at   BIGINT NOT NULL DEFAULT 0, -- sending began
	sent_to   BIGINT NOT NULL DEFAULT 0, -- the last invitation for which a letter was queued
	swept_at  BIGINT NOT NULL DEFAULT 0 -- when letters that came back were last looked for
);
CREATE INDEX invite_list_by_round ON invite_list (round_id, id);
CREATE INDEX invite_list_by_sender ON invite_list (sender_id, id);

-- What was brought, until it is read in: some records of the file each, as community/invite_table.h
-- has them.
CREATE TABLE invite_part (
	list_id BIGINT NOT NULL REFERENCES invite_list (id) ON DELETE CASCADE,
	part    BIGINT NOT NULL,
	body    TEXT   NOT NULL,
	PRIMARY KEY (list_id, part)
);
-- Lines that could not be used; the first of them, the list has the count of all.
CREATE TABLE invite_refused (
	list_id BIGINT NOT NULL REFERENCES invite_list (id) ON DELETE CASCADE,
	id      BIGINT NOT NULL, -- the place of the record in the list
	line    BIGINT NOT NULL, -- of the file
	body    TEXT   NOT NULL,
	why     TEXT   NOT NULL,
	PRIMARY KEY (list_id, id)
);
-- Whose letter it is: one address gets one letter a round, whatever lists it stands on.
CREATE TABLE invited (
	round_id    BIGINT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
	address_key TEXT   NOT NULL,
	list_id     BIGINT NOT NULL,
	PRIMARY KEY (round_id, address_key)
);
CREATE TABLE invitation (
	list_id     BIGINT NOT NULL REFERENCES invite_list (id) ON DELETE CASCADE,
	id          BIGINT NOT NULL, -- its place in the list, from 1
	round_id    BIGINT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
	address     TEXT   NOT NULL,
	address_key TEXT   NOT NULL,
	name        TEXT   NOT NULL DEFAULT '',
	subject     TEXT   NOT NULL DEFAULT '',
	year        BIGINT NOT NULL DEFAULT 0,
	token_hash  TEXT   NOT NULL DEFAULT '',
	letter_id   BIGINT NOT NULL DEFAULT 0,
	sent_at     BIGINT NOT NULL DEFAULT 0,
	skipped     BIGINT NOT NULL DEFAULT 0, -- no letter, see community/invite_send.h
	started_at  BIGINT NOT NULL DEFAULT 0, -- the link was used to begin
	refused_at  BIGINT NOT NULL DEFAULT 0, -- «do not invite me»
	bounced_at  BIGINT NOT NULL DEFAULT 0,
	joined_at   BIGINT NOT NULL DEFAULT 0, -- the questions were finished
	person_id   BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (list_id, id)
);
CREATE UNIQUE INDEX invitation_once ON invitation (list_id, address_key);
CREATE INDEX invitation_by_address ON invitation (round_id, address_key);
CREATE INDEX invitation_by_token ON invitation (token_hash);
CREATE INDEX invitation_by_letter ON invitation (letter_id);
CREATE INDEX invitation_by_person ON invitation (person_id, round_id);

-- Addresses that asked not to be invited, as keyed hashes.
CREATE TABLE invite_refusal (
	address_hash TEXT   PRIMARY KEY,
	at           BIGINT NOT NULL
);

-- Questions ----------------------------------------------------------------------------------------
-- What was answered so far, sealed; a row also says that this person may join this round.
CREATE TABLE joining (
	person_id   BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
	round_id    BIGINT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
	sealed      TEXT   NOT NULL DEFAULT '',
	step        TEXT   NOT NULL DEFAULT '', -- the furthest page that was reached
	started_at  BIGINT NOT NULL,
	saved_at    BIGINT NOT NULL DEFAULT 0,
	finished_at BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (person_id, round_id)
);

-- Subjects of study (HECoS) and the tree above them (CAH), as imported.
CREATE TABLE subject (
	code  TEXT PRIMARY KEY, -- six digits
	label TEXT NOT NULL,
	words TEXT NOT NULL, -- the label in lower case, and earlier names
	cah1  TEXT NOT NULL,
	cah2  TEXT NOT NULL,
	cah3  TEXT NOT NULL -- labels, from the widest to the nearest; empty: unknown
);

-- Areas and schools --------------------------------------------------------------------------------
CREATE TABLE area_measure (
	name        TEXT   PRIMARY KEY, -- SIMD, IMD, WIMD, NIMDM with its version: IMD2019
	nation      TEXT   NOT NULL,
	unit        TEXT   NOT NULL, -- which areas it is by: dz11, lsoa11, lsoa21, soa01
	areas       BIGINT NOT NULL,
	imported_at BIGINT NOT NULL
);
CREATE TABLE area (
	measure  TEXT   NOT NULL REFERENCES area_measure (name) ON DELETE CASCADE,
	code     TEXT   NOT NULL,
	rank     BIGINT NOT NULL, -- 1 is the most deprived
	decile   BIGINT NOT NULL,
	quintile BIGINT NOT NULL,
	PRIMARY KEY (measure, code)
);
-- The postcodes of one district, packed; the format is in core/district.h.
CREATE TABLE postcode_block (
	district TEXT   PRIMARY KEY,
	packed   TEXT   NOT NULL
);
CREATE TABLE school (
	list    TEXT   NOT NULL, -- whose schools these are: england, scotland, own
	code    TEXT   NOT NULL, -- URN, SeedCode, or the list's own
	name    TEXT   NOT NULL,
	words   TEXT   NOT NULL, -- for searching
	place   TEXT   NOT NULL DEFAULT '',
	fsm     BIGINT NOT NULL DEFAULT -1, -- free school meals or pupil premium, in thousandths; -1: not published
	deprived_share BIGINT NOT NULL DEFAULT -1, -- pupils from the most deprived fifth, in thousandths
	listed  BIGINT NOT NULL DEFAULT 0, -- on an own list of schools that count
	PRIMARY KEY (list, code)
);
CREATE INDEX school_by_words ON school (words);

-- What counts as the tag in a study; core/background_rule has the form.
CREATE TABLE background_rule (
	study_id BIGINT PRIMARY KEY REFERENCES study (id) ON DELETE CASCADE,
	rule     TEXT   NOT NULL,
	set_at   BIGINT NOT NULL,
	set_by   BIGINT NOT NULL
);

-- Reports that are not made again: who is in them is fixed when they are frozen.
CREATE TABLE frozen (
	id          BIGINT PRIMARY KEY,
	study_id    BIGINT NOT NULL REFERENCES study (id),
	kind        TEXT   NOT NULL,
	title       TEXT   NOT NULL,
	content     TEXT   NOT NULL,
	fingerprint TEXT   NOT NULL,
	made_at     BIGINT NOT NULL,
	made_by     BIGINT NOT NULL
);
CREATE TABLE frozen_participant (
	participant_id BIGINT NOT NULL,
	frozen_id      BIGINT NOT NULL REFERENCES frozen (id) ON DELETE CASCADE,
	PRIMARY KEY (participant_id, frozen_id)
);

-- Groups -------------------------------------------------------------------------------------------
-- Two people who are to be in one group, or not to be. first_id is the smaller of the two.
CREATE TABLE pair_wish (
	round_id  BIGINT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
	first_id  BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
	second_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
	apart     BIGINT NOT NULL CHECK (apart IN (0, 1)),
	PRIMARY KEY (round_id, first_id, second_id)
);
-- How the groups of a round are built; whether work experience splits them is in round_feature.
CREATE TABLE fit_choice (
	round_id BIGINT PRIMARY KEY REFERENCES round (id) ON DELETE CASCADE,
	seed     BIGINT NOT NULL
);

-- Trials -------------------------------------------------------------------------------------------
-- What the groups of a round get: the round's own choice, and a trial's for a group. Names of
-- switches are in core/feature.h.
CREATE TABLE round_feature (
	round_id BIGINT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
	feature  BIGINT NOT NULL,
	is_on    BIGINT NOT NULL CHECK (is_on IN (0, 1)),
	PRIMARY KEY (round_id, feature)
);
CREATE TABLE group_feature (
	group_id BIGINT NOT NULL REFERENCES peer_group (id) ON DELETE CASCADE,
	feature  BIGINT NOT NULL,
	is_on    BIGINT NOT NULL CHECK (is_on IN (0, 1)),
	PRIMARY KEY (group_id, feature)
);
-- Of a subject whose groups are not made yet: FEATURE_EXPERIENCE_SPLIT by a trial.
CREATE TABLE subject_feature (
	round_id BIGINT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
	feature  BIGINT NOT NULL,
	subject  TEXT   NOT NULL, -- in lower case
	is_on    BIGINT NOT NULL CHECK (is_on IN (0, 1)),
	PRIMARY KEY (round_id, feature, subject)
);
CREATE TABLE trial (
	id          BIGINT PRIMARY KEY,
	round_id    BIGINT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
	feature     BIGINT NOT NULL,
	seed        TEXT   NOT NULL,
	plan        TEXT   NOT NULL DEFAULT '', -- JSON, as frozen
	fingerprint TEXT   NOT NULL DEFAULT '', -- BLAKE2b-256 of plan
	made_at     BIGINT NOT NULL,
	made_by     BIGINT NOT NULL,
	frozen_at   BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX trial_by_round ON trial (round_id, feature);
CREATE TABLE welcome_meeting (
	round_id BIGINT PRIMARY KEY REFERENCES round (id) ON DELETE CASCADE,
	at       BIGINT NOT NULL,
	minutes  BIGINT NOT NULL,
	link     TEXT   NOT NULL, -- to the institution's own meeting room
	note     TEXT   NOT NULL DEFAULT ''
);

-- First minutes ------------------------------------------------------------------------------------
CREATE TABLE story (
	id       BIGINT PRIMARY KEY,
	said_by  TEXT   NOT NULL, -- «Third-year, Chemistry»
	body     TEXT   NOT NULL, -- Markdown
	html     TEXT   NOT NULL,
	shown    BIGINT NOT NULL DEFAULT 1,
	place    BIGINT NOT NULL,
	made_at  BIGINT NOT NULL
);
-- Aliases by round. Once taken a name stays taken, so that nobody writes under what was another's.
CREATE TABLE alias (
	round_id  BIGINT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
	name_key  TEXT   NOT NULL, -- in small letters
	person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
	PRIMARY KEY (round_id, name_key)
);
-- The weekly letter: to whom it was queued, and since when no more of a week are.
ALTER TABLE topic ADD COLUMN told_at BIGINT NOT NULL DEFAULT 0; -- 0: not all yet
CREATE TABLE week_letter (
	round_id  BIGINT NOT NULL REFERENCES round (id) ON DELETE CASCADE,
	week      BIGINT NOT NULL,
	person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
	at        BIGINT NOT NULL,
	PRIMARY KEY (round_id, week, person_id)
);
CREATE INDEX week_letter_by_person ON week_letter (person_id, at);
-- What a person chose about themselves; each row is theirs alone.
CREATE TABLE self_choice (
	person_id BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
	key       TEXT   NOT NULL, -- appear, mail, strengths, welcome …
	value     TEXT   NOT NULL, -- sealed where core/choice.h says so
	set_at    BIGINT NOT NULL,
	PRIMARY KEY (person_id, key)
);

-- Reach --------------------------------------------------------------------------------------------
-- How many are enrolled at the institution, as uploaded: counts, never people. tagged -1: not split.
CREATE TABLE population (
	study_id BIGINT NOT NULL REFERENCES study (id) ON DELETE CASCADE,
	subject  TEXT   NOT NULL,
	year     TEXT   NOT NULL,
	tagged   BIGINT NOT NULL CHECK (tagged IN (-1, 0, 1)),
	n        BIGINT NOT NULL,
	PRIMARY KEY (study_id, subject, year, tagged)
);

-- Rounds that repeat -------------------------------------------------------------------------------
CREATE TABLE round_again (
	round_id  BIGINT PRIMARY KEY REFERENCES round (id) ON DELETE CASCADE,
	made_from BIGINT NOT NULL DEFAULT 0, -- the round it was made again from; 0: none
	is_open   BIGINT NOT NULL DEFAULT 1 CHECK (is_open IN (0, 1)) -- earlier members may join by themselves
);
CREATE INDEX enrolment_by_person ON enrolment (person_id, round_id);
