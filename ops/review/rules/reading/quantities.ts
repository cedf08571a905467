import { type Found, numberOf } from './values';

const units: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

/**
 * A quantity of Kubernetes as a number of cores, bytes or things: `250m`, `2`, `512Mi`; null for what is none.
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function quantityOf(value: Found): number | null {
  const plain = numberOf(value);
  if (plain !== null) return plain;
  const [, amount, unit = ''] = typeof value === 'string' ? (/^([\d.]+)([A-Za-z]*)$/.exec(value) ?? []) : [];
  const factor = units[unit];
  return amount === undefined || factor === undefined ? null : Number(amount) * factor;
}

/** A number of pods, or a share of them such as `25%`, rounded as Kubernetes does for the field. */
export function shareOf(value: Found, count: number, round: 'up' | 'down'): number | null {
  const [, percent] = typeof value === 'string' ? (/^(\d+)%$/.exec(value) ?? []) : [];
  if (percent === undefined) return numberOf(value);
  const share = (count * Number(percent)) / 100;
  return round === 'up' ? Math.ceil(share) : Math.floor(share);
}
