import { randomUUID } from 'node:crypto';
import type { Edge } from '../../edge/edge';
import { ask, type EntranceAnswer } from '../../edge/entrance';
import { clientAddress } from '../../nodes/addresses';

/** Nobody else's: the rate limit counts by it. */
const from = clientAddress(4);

/** Asks the API through the ingress, as whoever the token is for. */
export function send(
  { entrance }: Pick<Edge, 'entrance'>,
  token: string,
  method: string,
  path: string,
  body?: object,
): Promise<EntranceAnswer> {
  return ask(entrance, {
    path,
    method,
    from,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
}

/** @throws Error when the answer has another status. */
export async function expectJson<Body>(answer: Promise<EntranceAnswer>, wanted: number): Promise<Body> {
  const { status, text } = await answer;
  if (status !== wanted) throw new Error(`${status} instead of ${wanted}: ${text.slice(0, 300)}`);
  return JSON.parse(text) as Body;
}
