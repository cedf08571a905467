/**
 * A step of a schema. Steps are applied in the order of a list, each once and in one transaction, and are never edited
 * afterwards: a changed one is refused by its checksum.
 */
export interface Migration {
  /** Unique in its list, such as `tasks-1-table`. */
  readonly id: string;
  /**
   * `expand` adds what the previous version of the application does not mind; `contract` removes what no running
   * version uses any more, and waits for a release of its own.
   */
  readonly phase: 'expand' | 'contract';
  /** SQL, run with search_path set to the one schema. Several commands in one text are allowed here. */
  readonly sql: string;
}
