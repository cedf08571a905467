import { environments } from '../../config/load';

/**
 * Frozen: Temporal writes the number into its database at the first start and ignores any other afterwards, so a changed
 * one would be a config that does not say what runs. Another environment is another line here; no line ever changes.
 */
const frozen = { production: 512, recovery: 512, starter: 512, demo: 512, rehearsal: 512 };

test('no environment changes its number of history shards', () => {
  const shards = Object.values(environments).map(({ name, temporal }) => [name, temporal.historyShards]);
  expect(Object.fromEntries(shards)).toEqual(frozen);
});

test('a recovery has those of the environment that it recovers: the database brings them', () => {
  const { recovery, production } = environments;
  expect(recovery!.temporal.historyShards).toBe(production!.temporal.historyShards);
});
