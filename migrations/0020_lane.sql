-- 0020 Jobs that read films and pages have a worker of their own (core/job), so that letters do not wait for them.
ALTER TABLE job ADD COLUMN lane BIGINT NOT NULL DEFAULT 0;
UPDATE job SET lane = 1 WHERE kind IN ('paper', 'introduction');
DROP INDEX job_due;
CREATE INDEX job_due ON job (lane, failed_at, run_at, id);
