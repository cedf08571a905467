import { type ApplicationLogins, makeApplicationLogins } from '../../../servers/postgres/application-logins';
import type { PostgresServer } from '../../../servers/postgres/postgres-server';

/**
 * The application's database and logins. Every statement of the application is logged, so that the check can say which
 * of them do not survive pooling.
 */
export async function makeWatchedLogins(postgres: PostgresServer): Promise<ApplicationLogins> {
  const logins = await makeApplicationLogins(postgres);
  await postgres.asSuperuser(`ALTER ROLE ${logins.application.user} SET log_statement TO 'all'`);
  return logins;
}
