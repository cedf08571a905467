import { type Entrance, shakeHands } from '../../edge/entrance';
import { clientAddress } from '../../nodes/addresses';
import type { Scenario, ScenarioResult } from '../scenario';
import { edgeOf } from './edge-of';

/** TLS 1.3 for the host, and nothing else. */
export const handshakes: Scenario = {
  name: 'handshakes: TLS 1.3 for the host alone',
  nodes: ['real'],
  hindrance: () => null,
  run: (stage) => tryHandshakes(edgeOf(stage).entrance, clientAddress(0)),
};

type Options = Parameters<typeof shakeHands>[2];

const accepted: readonly (readonly [what: string, options: Options])[] = [
  ['TLS 1.3', { minVersion: 'TLSv1.3' }],
  ['whatever the client can', {}],
];
const refused: readonly (readonly [what: string, options: Options])[] = [
  ['TLS 1.2', { maxVersion: 'TLSv1.2' }],
  ['a host without a certificate', { servername: 'unknown.example.com' }],
  ['no host', { servername: '' }],
];

/** Such as `unrecognized name`, of OpenSSL's words for an alert. */
const alertOf = (refusal: string): string => /tlsv1 (?:alert )?([a-z ]+)/.exec(refusal)?.[1] ?? refusal;

/** @param from the client's address. */
export async function tryHandshakes(entrance: Entrance, from: string): Promise<ScenarioResult> {
  const faults: string[] = [];
  for (const [what, options] of accepted) {
    const shaken = await shakeHands(entrance, from, options);
    if ('refusal' in shaken) faults.push(`${what} is refused: ${shaken.refusal}`);
    else if (shaken.version !== 'TLSv1.3') faults.push(`${what} becomes ${shaken.version}`);
  }
  const words: string[] = [];
  for (const [what, options] of refused) {
    const shaken = await shakeHands(entrance, from, options);
    if (!('refusal' in shaken)) faults.push(`${what} is accepted`);
    // A refusal is an alert of TLS: a certificate that this client does not believe, or silence, is none.
    else if (!/alert/.test(shaken.refusal)) faults.push(`${what}: ${shaken.refusal}`);
    else words.push(`${what}: ${alertOf(shaken.refusal)}`);
  }
  const tried = accepted.length + refused.length;
  return {
    figure: `${tried - faults.length} of ${tried} handshakes end as they should: ${words.join(', ')}`,
    figures: { handshakes: tried, wrong: faults.length },
    faults,
  };
}
