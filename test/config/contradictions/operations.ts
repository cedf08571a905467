import { type Contradiction, inProduction, inRecovery } from './contradiction';

export const operationsContradictions: readonly Contradiction[] = [
  inProduction(
    'logs in Standard-IA too early',
    (d) => (d.observability.logs.infrequentAccessAfterDays = 29),
    ['observability.logs.infrequentAccessAfterDays'],
  ),
  inProduction('logs out of Standard-IA too early', (d) => (d.observability.logs.archiveAfterDays = 59), [
    'observability.logs.archiveAfterDays',
  ]),
  inProduction('logs gone before they are archived', (d) => (d.observability.logs.expireAfterDays = 90), [
    'observability.logs.expireAfterDays',
  ]),
  inProduction('budget alerts out of order', (d) => (d.observability.budget.alertAtPercents = [80, 50]), [
    'observability.budget.alertAtPercents[1]',
  ]),
  inProduction('a budget alert twice', (d) => (d.observability.budget.alertAtPercents = [80, 80]), [
    'observability.budget.alertAtPercents[1]',
  ]),
  inProduction('a ceiling of cost under the floor', (d) => (d.cost.ceilingMonthlyUsdMax = 2000), [
    'cost.ceilingMonthlyUsdMax',
  ]),
  inProduction('a budget that the floor already spends', (d) => (d.observability.budget.monthlyUsd = 2100), [
    'observability.budget.monthlyUsd',
  ]),
  inProduction('a host outside its zone', (d) => (d.edge.appHost = 'app.example.com'), ['edge.appHost']),
  inProduction('a host whose name only ends like the zone', (d) => (d.edge.appHost = 'evilgenericcorp.com'), [
    'edge.appHost',
  ]),
  inProduction('a host of another environment', (d) => (d.edge.appHost = 'demo.genericcorp.com'), [
    'edge.appHost',
  ]),
  inProduction(
    'a zone that another environment creates',
    (d) =>
      (d.edge = {
        hostedZone: { kind: 'create', name: 'demo.genericcorp.com' },
        appHost: 'app.demo.genericcorp.com',
        certificates: 'production',
      }),
    ['edge.hostedZone.name'],
  ),
  inProduction('a zone handed over by nobody', (d) => (d.edge.hostedZone.kind = 'handedOver'), [
    'edge.hostedZone.kind',
  ]),
  inRecovery(
    'a zone that its origin does not have',
    (d) => {
      d.edge.hostedZone = { kind: 'handedOver', name: 'example.com' };
      d.edge.appHost = 'app.example.com';
    },
    ['edge.hostedZone.name'],
  ),
];
