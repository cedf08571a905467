/** Whether PostgreSQL refused a row because of a foreign key: SQLSTATE 23503. */
export const isForeignKeyViolation = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '23503';
