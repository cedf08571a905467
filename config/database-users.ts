import type { DatabaseLogin } from './contract';

/** The two users of a login. One is current; the other takes the next password. */
export const alternatingUsers = (login: DatabaseLogin): readonly [string, string] => [
  `${login}_a`,
  `${login}_b`,
];
