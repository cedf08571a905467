import { databaseRoles } from '../../database/identifiers';
import type { Migration } from '../../database/migration';

/**
 * - `deletion_certificates`: a chain, each row with the hash of the one before. Rows are never changed nor removed.
 * - `erased_slugs`: hashes of erased tenants' slugs. Nobody else gets such a slug unless the row is removed by hand, so
 *   that links and logs of the erased tenant never come to mean another.
 */
export const erasureMigrations: readonly Migration[] = [
  {
    id: 'erasure-1-certificates',
    phase: 'expand',
    sql: `
      CREATE TABLE public.deletion_certificates (
        place bigint PRIMARY KEY CHECK (place > 0),
        operation_id uuid NOT NULL UNIQUE,
        tenant_id uuid NOT NULL,
        issued_at timestamptz NOT NULL,
        certificate text NOT NULL,
        sha256 text NOT NULL UNIQUE,
        previous_sha256 text NOT NULL UNIQUE
      );
      CREATE INDEX deletion_certificates_of_tenant ON public.deletion_certificates (tenant_id);
      CREATE FUNCTION public.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          RAISE EXCEPTION 'Rows of % are never changed or removed.', TG_TABLE_NAME;
        END $$;
      CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON public.deletion_certificates
        EXECUTE FUNCTION public.refuse_change();
      GRANT SELECT ON public.deletion_certificates TO ${databaseRoles.application};

      CREATE TABLE public.erased_slugs (
        slug_sha256 text PRIMARY KEY,
        tenant_id uuid NOT NULL,
        erased_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE FUNCTION public.refuse_erased_slug() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF EXISTS (SELECT FROM public.erased_slugs
                     WHERE slug_sha256 = encode(sha256(convert_to(NEW.slug, 'UTF8')), 'hex') AND tenant_id <> NEW.id) THEN
            RAISE EXCEPTION 'The slug "%" was that of an erased tenant: choose another.', NEW.slug
              USING ERRCODE = 'unique_violation';
          END IF;
          RETURN NEW;
        END $$;
      CREATE TRIGGER erased_slug BEFORE INSERT OR UPDATE OF slug ON public.tenants
        FOR EACH ROW EXECUTE FUNCTION public.refuse_erased_slug();
    `,
  },
];
