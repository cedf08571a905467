import { z } from 'zod';
import { application } from './schema/application';
import { autoscaling } from './schema/autoscaling';
import { cache } from './schema/cache';
import { cluster } from './schema/cluster';
import { database } from './schema/database';
import { ingress } from './schema/ingress';
import { monitoring } from './schema/monitoring';
import { network } from './schema/network';
import { pooling } from './schema/pooling';
import { cost, edge, images, observability } from './schema/operations';
import { regions } from './regions';
import { recovery, state } from './schema/recovery';
import { temporal } from './schema/temporal';

const region = z.enum(regions).describe('a region of AWS, such as us-east-1');

/** Everything that differs between environments. Each literal under `environments/` spells every field. */
export const environmentSchema = z.strictObject({
  /** Starts the name of every stack; RDS refuses identifiers with two hyphens in a row. */
  name: z
    .string()
    .regex(/^(?=.{2,16}$)[a-z](-?[a-z0-9])+$/)
    .describe('2 to 16 lower-case letters, digits and single hyphens, such as production'),
  purpose: z.string().min(1),
  /** `machine`: rendered and rehearsed only; AWS fields then describe the stand-ins. */
  deploysTo: z.enum(['aws', 'machine']),
  region,
  recoveryRegion: region,
  state,
  network,
  cluster,
  database,
  pooling,
  cache,
  temporal,
  autoscaling,
  recovery,
  edge,
  ingress,
  observability,
  monitoring,
  cost,
  images,
  application,
});

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

export type Environment = DeepReadonly<z.infer<typeof environmentSchema>>;
