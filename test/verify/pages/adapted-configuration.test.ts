import { parse } from 'yaml';
import { production } from '../../../config/environments/production';
import {
  adaptedPaging,
  adaptedPrometheus,
  intervalsOf,
  renderedPaging,
} from '../../../verify/pages/adapted-configuration';

const addresses = {
  exporter: '127.0.0.1:1',
  alertmanager: '127.0.0.1:2',
  rules: '/rules.yml',
  targets: [
    { job: 'blackbox', instance: 'https://site', path: '/0' },
    { job: 'kubelet', instance: 'node', path: '/1' },
  ],
};

test('jobs keep their intervals and what they drop, and ask this machine', () => {
  const { global, alerting, scrape_configs: jobs } = parse(adaptedPrometheus(production, addresses));
  expect(global.evaluation_interval).toBe(intervalsOf(production).evaluation);
  expect(alerting.alertmanagers).toEqual([{ static_configs: [{ targets: ['127.0.0.1:2'] }] }]);
  expect(alerting.alert_relabel_configs).toHaveLength(1);
  expect(jobs.map(({ job_name: name }: { job_name: string }) => name)).toEqual(['blackbox', 'kubelet']);
  expect(jobs[0].scrape_interval).toBe('60s');
  expect(jobs[0].static_configs).toEqual([
    { targets: ['127.0.0.1:1'], labels: { __metrics_path__: '/0', instance: 'https://site' } },
  ]);
  expect(Object.keys(jobs[1])).not.toContain('scheme');
});

test('a job that nobody scrapes is a fault', () => {
  const targets = [{ job: 'nobody', instance: 'a', path: '/' }];
  expect(() => adaptedPrometheus(production, { ...addresses, targets })).toThrow('no job nobody');
});

test('routes and what mutes stay, and every event goes to the PagerDuty of this machine', () => {
  const rendered = renderedPaging(production);
  const adapted = parse(adaptedPaging(rendered, { pagerDuty: '127.0.0.1:3', keyFile: '/key' }));
  expect(adapted.route).toEqual(rendered.route);
  expect(adapted.inhibit_rules).toEqual(rendered.inhibit_rules);
  expect(adapted.global.pagerduty_url).toBe('https://127.0.0.1:3/v2/enqueue');
  const events = adapted.receivers.flatMap(
    (one: { pagerduty_configs?: object[] }) => one.pagerduty_configs ?? [],
  );
  expect(events).toHaveLength(2);
  for (const event of events) expect(event.routing_key_file).toBe('/key');
});
