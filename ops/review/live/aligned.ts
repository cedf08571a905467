import type { Json, JsonObject } from '../change';
import { isObject } from '../intrinsic';
import { naturalKeyOf } from '../changes/list-items';
import { sameQuantity } from './quantity';

/** Maps of which every entry is ours: one more in the cluster is a change that somebody made there. */
const wholeMaps = ['data', 'hard', 'limits', 'matchLabels', 'nodeSelector', 'parameters', 'requests'];

/** Switches that the API server leaves out where they are off. */
const leftOutWhenOff = [
  'globalDefault',
  'hostIPC',
  'hostNetwork',
  'hostPID',
  'paused',
  'publishNotReadyAddresses',
  'readOnly',
  'stdin',
  'tty',
];

/** What a deploy fills in, as a side names it. */
const placeholder = /\$\{[^}]+\}/g;

/**
 * A live value with only the fields that the wanted one sets, so that what the API server and controllers fill in is no
 * difference, and as the wanted one writes it where both mean the same: quantities, empty lists, values that only a
 * deploy knew. An item that is in a live list alone stays: somebody put it there.
 */
export function aligned(wanted: Json | undefined, live: Json | undefined, name = ''): Json | undefined {
  if (live === undefined) return isLeftOut(wanted, name) ? wanted : undefined;
  if (Array.isArray(wanted) && Array.isArray(live)) return alignedList(wanted, live);
  if (isObject(wanted) && isObject(live)) {
    const fields = new Set([...Object.keys(wanted), ...(wholeMaps.includes(name) ? Object.keys(live) : [])]);
    return Object.fromEntries([...fields].map((key) => [key, aligned(wanted[key], live[key], key)]));
  }
  return meansTheSame(wanted, live) ? wanted : live;
}

const isLeftOut = (wanted: Json | undefined, name: string): boolean =>
  (typeof wanted === 'object' && wanted !== null && Object.keys(wanted).length === 0) ||
  wanted === '' ||
  (wanted === false && leftOutWhenOff.includes(name));

function alignedList(wanted: readonly Json[], live: readonly Json[]): Json[] {
  const key = [...wanted, ...live].every(isObject) ? naturalKeyOf(wanted, live) : undefined;
  const partnerOf = (item: Json, at: number): Json | undefined =>
    key === undefined
      ? live[at]
      : live.find((other) => (other as JsonObject)[key] === (item as JsonObject)[key]);
  const partners = wanted.map(partnerOf);
  return [
    ...wanted.flatMap((item, at) => {
      const partner = partners[at];
      return partner === undefined ? [] : [aligned(item, partner) as Json];
    }),
    ...live.filter((item) => !partners.includes(item)),
  ];
}

function meansTheSame(wanted: Json | undefined, live: Json): boolean {
  if (typeof wanted === 'string' && typeof live === 'string' && wanted.includes('${')) {
    return patternOf(wanted).test(live);
  }
  return sameQuantity(wanted, live);
}

/** A text in which anything may stand for a placeholder. */
const patternOf = (text: string): RegExp =>
  new RegExp(
    `^${text
      .split(placeholder)
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    's',
  );
