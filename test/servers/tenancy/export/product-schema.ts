import type { Migration } from '../../../../tenancy/database/migration';
import { tenancyMigrations } from '../../../../tenancy/schema/tenant-migrations';

/** An application's tables with what makes exporting hard: own types, identities, generated columns, odd text. */
export const productMigrations: readonly Migration[] = [
  ...tenancyMigrations,
  {
    id: 'product-1-agents',
    phase: 'expand',
    sql: `
      CREATE TYPE mood AS ENUM ('calm', 'it''s busy');
      CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
      CREATE FUNCTION twice(value integer) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT value * 2';
      CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN NEW.title := upper(NEW.title); RETURN NEW; END $$;
      CREATE TABLE agents (
        id bigserial PRIMARY KEY,
        "odd ""name" text NOT NULL,
        title text,
        mood mood NOT NULL DEFAULT 'calm',
        weight positive NOT NULL,
        doubled integer GENERATED ALWAYS AS (twice(weight)) STORED,
        gone integer,
        settings jsonb,
        raw json,
        picture bytea,
        ratio double precision,
        seen_at timestamptz,
        tags text[],
        UNIQUE ("odd ""name", weight)
      );
      ALTER TABLE agents DROP COLUMN gone;
      CREATE INDEX agents_busy ON agents (lower("odd ""name")) WHERE mood <> 'calm';
      CREATE TRIGGER agents_shout BEFORE INSERT ON agents FOR EACH ROW EXECUTE FUNCTION shout();
      COMMENT ON COLUMN agents.weight IS 'It''s heavy';
      CREATE TABLE runs (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        agent_id bigint NOT NULL REFERENCES agents ON DELETE CASCADE DEFERRABLE,
        note text
      );
      CREATE TABLE sightings (place text, seen integer);
      CREATE VIEW busy AS SELECT id, title FROM agents WHERE mood <> 'calm';
      CREATE FUNCTION agent_count() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM agents; END;
    `,
  },
];

/** A next version of the application's schema. */
export const nextProductMigrations: readonly Migration[] = [
  ...productMigrations,
  {
    id: 'product-2-owner',
    phase: 'expand',
    sql: `ALTER TABLE agents ADD COLUMN owner text NOT NULL DEFAULT 'nobody'`,
  },
];

/** Rows of one tenant, which are told from another's by `mark`. */
export const productRows = (mark: string): string => `
  INSERT INTO agents ("odd ""name", title, mood, weight, settings, raw, picture, ratio, seen_at, tags)
  SELECT '${mark} ' || i || E'\\\\ \\t tab \\n line "quote" é', 'title ' || i, 'it''s busy', i,
         jsonb_build_object('${mark}', i, 'text', E'\\\\ \\n'), E'{"a":\\n  "x\\\\\\\\n",\\t"b": [1]}', '\\xdeadbeef',
         0.1 * i, timestamptz '2026-01-01 00:00:00.123456+02' + i * interval '1 hour', ARRAY['a,b', '"c"', NULL]
  FROM generate_series(1, 40) AS i;
  INSERT INTO runs (agent_id, note) SELECT id, NULLIF(id % 3, 0)::text FROM agents;
  INSERT INTO sightings SELECT '${mark}', i % 3 FROM generate_series(1, 20) AS i;
  INSERT INTO tasks (id, kind, input, idempotency_key, state) SELECT gen_random_uuid(), 'agent-run', '{}', i::text,
    CASE WHEN i <= 3 THEN 'accepted' ELSE 'done' END FROM generate_series(1, 10) AS i;
  INSERT INTO credential_key_versions (version) VALUES (1);
  INSERT INTO credentials (name, provider, key_version, nonce, ciphertext, last_four)
    VALUES ('openai', 'openai', 1, '\\x000102030405060708090a0b', '\\xfeedface', 'abcd');
`;
