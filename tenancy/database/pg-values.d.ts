/** What `pg` makes of a JavaScript value before it goes to the server; the package has no types for this file. */
declare module 'pg/lib/utils' {
  export function prepareValue(value: unknown): string | Buffer | null;
}
