import { type Columns, metered } from '../columns';
import type { UsageProfile, VolumeName } from './usage-profile';

const secondsPerMonth = 730 * 3600;
export const daysPerMonth = 730 / 24;

/** What a number of customers puts on the platform. */
export class Load {
  constructor(readonly profile: UsageProfile) {}

  get customers(): number {
    return this.profile.customers;
  }

  /** Base alone, with the customers, and twice that. */
  volume(name: VolumeName): Columns {
    const { base, perCustomer } = this.profile.volumes[name];
    return metered(base, base + this.customers * perCustomer);
  }

  egressGib(): Columns {
    return metered(0, this.customers * this.profile.perCustomer.egressGib);
  }

  databaseGib(): Columns {
    const { baseGib } = this.profile.database;
    return metered(baseGib, baseGib + this.customers * this.profile.perCustomer.storageGib);
  }

  cacheGib(): Columns {
    return metered(0, (this.customers * this.profile.perCustomer.cacheMib) / 1024);
  }

  providerUsd(): Columns {
    return metered(0, this.customers * this.profile.perCustomer.providerUsd);
  }

  requestsPerSecond(): number {
    const { perCustomer, peakFactor } = this.profile;
    return (this.customers * perCustomer.requests * peakFactor) / secondsPerMonth;
  }

  transactionsPerSecond(): number {
    const { perCustomer, peakFactor, database } = this.profile;
    const monthly =
      perCustomer.requests * database.transactionsPerRequest +
      perCustomer.tasks * database.transactionsPerTask;
    return (this.customers * monthly * peakFactor) / secondsPerMonth;
  }

  /** Pods that a component of the application needs in the busiest hour; null: nothing is known of it. */
  pods(component: string): number | null {
    const { perCustomer, peakFactor, podCarries } = this.profile;
    const needed: Readonly<Record<string, number>> = {
      api: this.requestsPerSecond() / podCarries.requestsPerSecond,
      realtime: (this.customers * perCustomer.connections) / podCarries.connections,
      worker: (this.customers * perCustomer.tasks * peakFactor) / 730 / podCarries.tasksPerHour,
    };
    const pods = Object.hasOwn(needed, component) ? needed[component] : undefined;
    return pods === undefined ? null : Math.ceil(pods);
  }
}

/** The same usage of another number of customers. */
export const loadOf = (profile: UsageProfile, customers: number): Load => new Load({ ...profile, customers });
