import { TenancyError } from '../context/tenancy-error';

export interface ReachedLimit {
  /** Name of the limit, such as `requests`, `agents` or `provider-budget`: lower-case letters and hyphens. */
  readonly limit: string;
  /** How long to wait before trying again makes sense, in whole seconds, at least 1. */
  readonly retryAfterSeconds: number;
  /** What the tenant may use in all, a whole number in the limit's own unit. Default: clients are not told. */
  readonly quota?: number;
}

/**
 * The tenant has used up what its tier or contract allows. HTTP answers it with 429 and `Retry-After`. The message is
 * one sentence for the customer that says what is used up and what helps.
 */
export class LimitReached extends TenancyError implements ReachedLimit {
  readonly limit: string;
  readonly retryAfterSeconds: number;
  readonly quota: number | undefined;

  constructor(message: string, { limit, retryAfterSeconds, quota }: ReachedLimit) {
    super('limit-reached', message);
    this.name = 'LimitReached';
    this.limit = limit;
    this.retryAfterSeconds = Math.max(1, Math.ceil(retryAfterSeconds));
    this.quota = quota;
  }
}
