/** When an event happened, in milliseconds since 1970, and how many milliseconds later a client had it. */
export type Latency = readonly [at: number, milliseconds: number];

/** What went on, and since when, in milliseconds since 1970; each ends where the next begins. */
export type Parts = readonly (readonly [name: string, since: number])[];

/** In milliseconds; 0 without any. */
export function p99Of(latencies: readonly Latency[]): number {
  const sorted = latencies.map(([, milliseconds]) => milliseconds).sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length * 0.99)] ?? 0;
}

/** Where the time goes, such as `at rest 40 ms; rolled 900 ms, slowest 1300 ms at second 12`. */
export function latencyByPart(latencies: readonly Latency[], parts: Parts): string {
  return parts
    .map(([name, since], index) => {
      const next = parts[index + 1]?.[1] ?? Infinity;
      const mine = latencies.filter(([at]) => at >= since && at < next);
      const [at, slowest] = mine.reduce((one, other) => (other[1] > one[1] ? other : one), [since, 0]);
      return `${name} ${p99Of(mine)} ms, slowest ${slowest} ms at second ${((at - since) / 1000).toFixed(0)}`;
    })
    .join('; ');
}
