import type { Json } from '../change';

/** Suffixes of amounts. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
const factors: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

const amount = /^([+-]?\d+(?:\.\d+)?)(n|u|m||k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)$/;

/** Whether two values are the same amount: the API server writes `0.5` as `500m` and `1024Mi` as `1Gi`. */
export function sameQuantity(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true;
  const [a, b] = [one, other].map(amountOf);
  return (
    a !== undefined && b !== undefined && a !== null && b !== null && Math.abs(a - b) <= 1e-12 * Math.abs(a)
  );
}

function amountOf(value: Json | undefined): number | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const [, digits, suffix = ''] = amount.exec(String(value)) ?? [];
  return digits === undefined ? null : Number(digits) * (factors[suffix] ?? 1);
}
