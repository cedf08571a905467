/** One line of JSON on standard output, which the cluster's log collector reads. */
export function log(
  level: 'info' | 'error',
  message: string,
  fields: Readonly<Record<string, unknown>> = {},
): void {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`);
}
