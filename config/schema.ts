import { z } from 'zod';
import { application } from './schema/application';
import { cache } from './schema/cache';
import { cluster } from './schema/cluster';
import { database } from './schema/database';
import { network } from './schema/network';
import { edge, images, observability } from './schema/operations';
import { recovery, state } from './schema/recovery';

const region = z.string().regex(/^[a-z]{2}-[a-z]+-\d$/, 'a region such as us-east-1');

/** Everything that differs between environments. Each literal under `environments/` spells every field. */
export const environmentSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{1,15}$/, 'a short lower-case name such as production'),
  purpose: z.string().min(1),
  /** `machine`: rendered and rehearsed only; AWS fields then describe the stand-ins. */
  deploysTo: z.enum(['aws', 'machine']),
  region,
  recoveryRegion: region,
  state,
  network,
  cluster,
  database,
  cache,
  recovery,
  edge,
  observability,
  images,
  application,
});

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

export type Environment = DeepReadonly<z.infer<typeof environmentSchema>>;
