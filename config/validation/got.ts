const longest = 80;

/** A wrong value as a person would write it in the config; what JSON cannot say is named, long values are cut. */
export function got(value: unknown): string {
  const text = written(value);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

function written(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
  try {
    return JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === 'bigint' || (typeof inner === 'number' && !Number.isFinite(inner))
        ? String(inner)
        : inner,
    );
  } catch {
    return 'an object that refers to itself';
  }
}
