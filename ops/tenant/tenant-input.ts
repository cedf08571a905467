import { z } from 'zod';
import { InputError } from '../../config/errors';
import { exportInputSchema } from '../../tenancy/life/export/export-operation';
import { eraseInputSchema } from '../../tenancy/life/erasure/erasure-permission';
import { offboardInputSchema } from '../../tenancy/life/erasure/offboard-operation';
import { fleetInputSchema } from '../../tenancy/life/fleet-operation';
import { suspendInputSchema, tierInputSchema } from '../../tenancy/life/operation-status';
import { provisionInputSchema } from '../../tenancy/life/provision';
import { restoreInputSchema } from '../../tenancy/life/restore/restore-operation';
import { undoRestoreInputSchema } from '../../tenancy/life/restore/undo-restore-operation';

/** What each kind of operation takes. */
export const inputSchemas = {
  provision: provisionInputSchema,
  suspend: suspendInputSchema,
  resume: z.strictObject({}),
  'change-tier': tierInputSchema,
  'migrate-fleet': fleetInputSchema,
  export: exportInputSchema,
  offboard: offboardInputSchema,
  erase: eraseInputSchema,
  restore: restoreInputSchema,
  'undo-restore': undoRestoreInputSchema,
} as const;
export type TenantOperationKind = keyof typeof inputSchemas;

/**
 * The input of an operation, checked before anything is asked for. Options that were not typed are left out.
 * @throws InputError with every fault.
 */
export function operationInput(kind: TenantOperationKind, typed: Readonly<Record<string, unknown>>): object {
  const given = Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== undefined));
  const parsed = inputSchemas[kind].safeParse(given);
  if (parsed.success) return parsed.data;
  throw new InputError(
    `platform tenant: ${kind}`,
    parsed.error.issues.map(({ path, message }) => ({
      field: path.join('.') || 'the options',
      got: JSON.stringify(valueAt(given, path)) ?? 'nothing',
      allowed: message,
    })),
  );
}

/** A JSON object that was typed as an option. @throws InputError when it is none. */
export function jsonOption(name: string, text: string | undefined): object | undefined {
  if (text === undefined) return undefined;
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    throw new InputError('platform tenant', [{ field: name, got: text, allowed: 'a JSON object' }]);
  }
}

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value);
