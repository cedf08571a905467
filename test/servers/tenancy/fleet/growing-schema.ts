import type { Migration } from '../../../../tenancy/database/migration';
import { tenancyMigrations } from '../../../../tenancy/schema/tenant-migrations';

/** What an application adds to the library's schema, over three releases: a column is added, filled, and the old one removed. */
export const growingSchema = {
  first: [
    {
      id: 'contacts-1-table',
      phase: 'expand',
      sql: 'CREATE TABLE contacts (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL)',
    },
  ],
  second: [
    {
      id: 'contacts-2-full-name',
      phase: 'expand',
      // The previous version writes `name` alone: the trigger keeps the new column right for it.
      sql: `
        ALTER TABLE contacts ADD COLUMN full_name text, ALTER COLUMN name DROP NOT NULL;
        CREATE FUNCTION sync_names() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN
            IF TG_OP = 'INSERT' OR NEW.name IS NOT DISTINCT FROM OLD.name THEN
              NEW.full_name := coalesce(NEW.full_name, NEW.name);
              NEW.name := NEW.full_name;
            ELSE
              NEW.full_name := NEW.name;
            END IF;
            RETURN NEW;
          END $$;
        CREATE TRIGGER sync_names BEFORE INSERT OR UPDATE ON contacts
          FOR EACH ROW EXECUTE FUNCTION sync_names();
        UPDATE contacts SET full_name = name`,
    },
  ],
  third: [
    {
      id: 'contacts-3-drop-name',
      phase: 'contract',
      sql: `
        DROP TRIGGER sync_names ON contacts;
        DROP FUNCTION sync_names;
        ALTER TABLE contacts DROP COLUMN name, ALTER COLUMN full_name SET NOT NULL`,
    },
  ],
} as const satisfies Record<string, readonly Migration[]>;

export const release1: readonly Migration[] = [...tenancyMigrations, ...growingSchema.first];
export const release2: readonly Migration[] = [...release1, ...growingSchema.second];
export const release3: readonly Migration[] = [...release2, ...growingSchema.third];
