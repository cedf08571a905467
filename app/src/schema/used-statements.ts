import type { UsedStatements } from '@platform/tenancy/limits/quotas';

/** What a tenant uses of each quota, counted in its own schema. */
export const usedStatements: UsedStatements = {
  agents: { text: 'SELECT count(*) AS used FROM agents' },
  tasks: { text: `SELECT count(*) AS used FROM tasks WHERE state IN ('accepted', 'running')` },
  storage: {
    text: `SELECT coalesce(sum(pg_total_relation_size(oid)), 0) AS used FROM pg_class
           WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'`,
  },
};
