import * as application from './application-rules';
import * as autoscaling from './autoscaling-rules';
import * as capacity from './capacity-rules';
import * as cluster from './cluster-rules';
import * as component from './component-rules';
import * as database from './database-rules';
import * as edge from './edge-rules';
import * as image from './image-rules';
import * as monitoring from './monitoring-rules';
import * as name from './name-rules';
import * as network from './network-rules';
import * as operations from './operations-rules';
import * as pooling from './pooling-rules';
import * as recovery from './recovery-rules';
import type { Rule } from './rule';
import * as version from './version-rules';

/** A file of rules: each export is one rule, or the same rule for several fields. */
type RuleFile = Readonly<Record<string, Rule | readonly Rule[]>>;

const files: readonly RuleFile[] = [
  name,
  network,
  version,
  cluster,
  capacity,
  component,
  application,
  autoscaling,
  image,
  database,
  pooling,
  recovery,
  operations,
  monitoring,
  edge,
];

/** Every contradiction that is looked for by its name, in the order in which it is reported. */
export const allRules: Readonly<Record<string, readonly Rule[]>> = Object.fromEntries(
  files.flatMap((file) => Object.entries(file).map(([ruleName, rules]) => [ruleName, [rules].flat()])),
);
