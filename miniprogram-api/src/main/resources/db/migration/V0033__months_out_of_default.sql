-- A month whose rows fell into DEFAULT (no server had made its partition in time) gets its partition too: the rows move there, as they
-- are. Safe while the previous release runs: it calls the same function.
--
-- What is moved is a row with every column, its transaction (xact) among them: seals cover columns, so they hold as before. Nobody can
-- use the moment in which DEFAULT lets rows go: it is locked against everybody until the month is attached, the trigger is off only
-- inside this transaction, and switching it off takes the table's owner, who could always do so.
--
-- Makes the partitions from one month to another, months of China's calendar, and of each month before of which DEFAULT holds rows, where
-- they are missing. A statement's trigger is not inherited, so each gets its own. Whoever scans waits at most two seconds for this: a
-- month that cannot be locked by then stays until the next time. Gives how many were made.
CREATE OR REPLACE FUNCTION make_access_record_partitions(from_month date, to_month date) RETURNS integer LANGUAGE plpgsql
SET lock_timeout = '2s' AS $$
DECLARE
    months date[];
    month date;
    begins timestamptz;
    ends timestamptz;
    name text;
    waiting bigint;
    moved bigint;
    made integer := 0;
BEGIN
    -- Collected first: a query that is still open would keep DEFAULT from being altered.
    SELECT array_agg(m.month ORDER BY m.month) INTO months
      FROM (SELECT g::date AS month
              FROM generate_series(date_trunc('month', from_month::timestamp), to_month::timestamp, interval '1 month') AS g
             UNION
            SELECT date_trunc('month', d.at AT TIME ZONE 'Asia/Shanghai')::date
              FROM access_record_default AS d
             WHERE d.at < (date_trunc('month', from_month::timestamp) AT TIME ZONE 'Asia/Shanghai')) AS m;
    FOREACH month IN ARRAY coalesce(months, '{}')
    LOOP
        name := 'access_record_' || to_char(month, 'YYYY_MM');
        begins := month::timestamp AT TIME ZONE 'Asia/Shanghai';
        ends := (month + interval '1 month') AT TIME ZONE 'Asia/Shanghai';
        CONTINUE WHEN to_regclass(name) IS NOT NULL;
        BEGIN
            -- One maker at a time; reading and writing go on.
            LOCK TABLE access_record IN SHARE UPDATE EXCLUSIVE MODE;
            CONTINUE WHEN to_regclass(name) IS NOT NULL;
            -- Whoever is writing into DEFAULT commits first.
            LOCK TABLE access_record_default IN ACCESS EXCLUSIVE MODE;
            EXECUTE format('CREATE TABLE %I (LIKE access_record INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
            SELECT count(*) INTO waiting FROM access_record_default AS d WHERE d.at >= begins AND d.at < ends;
            IF waiting > 0 THEN
                EXECUTE 'ALTER TABLE access_record_default DISABLE TRIGGER access_record_only_added';
                EXECUTE format('WITH gone AS (DELETE FROM access_record_default AS d WHERE d.at >= %L AND d.at < %L RETURNING d.*)
                                INSERT INTO %I SELECT g.* FROM gone AS g', begins, ends, name);
                GET DIAGNOSTICS moved = ROW_COUNT;
                EXECUTE 'ALTER TABLE access_record_default ENABLE TRIGGER access_record_only_added';
                IF moved <> waiting THEN
                    RAISE EXCEPTION 'of % rows of % only % were moved', waiting, name, moved;
                END IF;
            END IF;
            EXECUTE format('CREATE TRIGGER access_record_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON %I
                            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name);
            EXECUTE format('ALTER TABLE access_record ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, begins, ends);
            made := made + 1;
        EXCEPTION WHEN lock_not_available THEN
            RAISE WARNING 'no partition of % yet: somebody reads the record for long', name;
        END;
    END LOOP;
    RETURN made;
END $$;
