/** A provider asked to be left alone for a while: it answered 429, 503 or 529. Thrown by whoever calls it. */
export class ProviderBusy extends Error {
  constructor(
    readonly provider: string,
    /** How long the provider asked to wait; undefined where it said nothing. */
    readonly retryAfterSeconds?: number,
  ) {
    super(`The provider ${provider} is busy.`);
    this.name = 'ProviderBusy';
  }
}

/** 529 is what Anthropic answers when overloaded. */
const busyStatuses = [429, 503, 529];

/** What a provider's answer says about being busy; undefined when it is not. */
export function providerBusy(
  provider: string,
  { status, headers }: Pick<Response, 'status' | 'headers'>,
): ProviderBusy | undefined {
  if (!busyStatuses.includes(status)) return undefined;
  return new ProviderBusy(provider, secondsFromRetryAfter(headers.get('retry-after')));
}

/** Reads a `Retry-After` field: seconds, or an HTTP date (RFC 9110, section 10.2.3). */
export function secondsFromRetryAfter(field: string | null, now = new Date()): number | undefined {
  const text = field?.trim();
  if (!text) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now.getTime()) / 1000));
}
