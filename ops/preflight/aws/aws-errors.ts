import { NotAsked } from '../not-asked';
import { again, type Asked, type AwsError, type ErrorKind, errorKinds, type Kind, said } from './error-kinds';

/** What kind of error it is; null: one that nobody has named. */
export function errorKind(error: AwsError): ErrorKind | null {
  // Sign-in sessions that ended come as an error of the credentials' provider.
  if (errorKinds.noCredentials.names.test(error.name) && /expired/i.test(error.message)) return 'expired';
  const names = [error.code, error.name].filter((name) => name !== undefined);
  const found = Object.entries<Kind>(errorKinds).find(([, kind]) =>
    names.some((name) => kind.names.test(name)),
  );
  if (found) return found[0] as ErrorKind;
  const status = error.$metadata?.httpStatusCode ?? 0;
  if (status === 501) return 'notOffered';
  if (status >= 500) return 'awsFails';
  if (status === 429) return 'throttled';
  if (status === 403) return 'denied';
  if (status === 404 || status === 405) return 'notOffered';
  return null;
}

/** One sentence, whatever AWS, the SDK or the network said. */
export function asNotAsked(error: AwsError, asked: Asked): NotAsked {
  const kind = errorKind(error);
  if (kind === null) {
    const message = `${asked.operation} in ${asked.region} ended with an unknown error (${error.name}: ${said(error)}).`;
    return new NotAsked(message, again, error.name);
  }
  const { sentence, command }: Kind = errorKinds[kind];
  return new NotAsked(sentence(asked, error), command(asked), error.name);
}
