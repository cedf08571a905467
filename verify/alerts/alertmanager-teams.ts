import { join } from 'node:path';
import { renderedPaging, type PagingConfiguration } from '../pages/adapted-configuration';
import { localPagerDuty } from '../pages/local-pager-duty';
import { type PagerDutyAt, RunningAlertmanager } from '../pages/running-alertmanager';
import type { Environment } from '../../config/schema';
import type { PagerDuty, PageEvent } from '../../servers/pagerduty/pager-duty';

const routingKeyOf = (team: string): string => team.padEnd(32, '0');

/** Alertmanagers of this machine that tell one PagerDuty; those of a team have one routing key. */
export class AlertmanagerTeams {
  private readonly running: RunningAlertmanager[] = [];

  private constructor(
    private readonly program: string,
    private readonly folder: string,
    private readonly rendered: PagingConfiguration,
    private readonly pagerDuty: PagerDuty,
    private readonly at: PagerDutyAt,
  ) {}

  static async open(program: string, folder: string, environment: Environment): Promise<AlertmanagerTeams> {
    const { pagerDuty, at } = await localPagerDuty(folder);
    return new AlertmanagerTeams(program, folder, renderedPaging(environment), pagerDuty, at);
  }

  /** @param changed in the rendered configuration. */
  async start(
    team: string,
    clusterArguments?: readonly string[],
    changed: Partial<PagingConfiguration> = {},
  ): Promise<RunningAlertmanager> {
    const one = await RunningAlertmanager.start({
      program: this.program,
      folder: join(this.folder, `${team}-${this.running.length}`),
      configuration: { ...this.rendered, ...changed },
      routingKey: routingKeyOf(team),
      pagerDuty: this.at,
      ...(clusterArguments && { clusterArguments }),
    });
    this.running.push(one);
    return one;
  }

  eventsOf(team: string): readonly PageEvent[] {
    return this.pagerDuty.events.filter(({ routing_key: key }) => key === routingKeyOf(team));
  }

  get refused(): readonly string[] {
    return this.pagerDuty.refused;
  }

  async stop(): Promise<void> {
    await Promise.all(this.running.map((one) => one.stop()));
    await this.pagerDuty.stop();
  }
}
