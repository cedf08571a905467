import { randomBytes } from 'node:crypto';
import { databases } from '../../../config/contract';
import type { Login, PostgresServer } from '../../../servers/postgres/postgres-server';

const password = (): string => randomBytes(24).toString('base64url');

/** The users of today, of the two that alternate. */
export interface ApplicationLogins {
  /** Of the pods: acts as `app`, which inherits no right and makes no tables. */
  readonly application: Login;
  /** Of the migration: acts as `migrator`, which owns the database and makes roles. */
  readonly migrator: Login;
}

/**
 * Makes the application's database and its logins, with the rights that they have on RDS. Every statement of the
 * application is logged, so that the check can say which of them do not survive pooling.
 */
export async function makeApplicationLogins(postgres: PostgresServer): Promise<ApplicationLogins> {
  const database = databases.application;
  const application: Login = { user: 'app_a', password: password(), database };
  const migrator: Login = { user: 'migrator_a', password: password(), database };
  await postgres.asSuperuser(
    `CREATE ROLE app NOLOGIN NOINHERIT;
     CREATE ROLE migrator NOLOGIN CREATEROLE;
     CREATE ROLE app_a LOGIN PASSWORD '${application.password}' IN ROLE app;
     CREATE ROLE migrator_a LOGIN PASSWORD '${migrator.password}' IN ROLE migrator;
     ALTER ROLE app_a SET role TO app;
     ALTER ROLE app_a SET log_statement TO 'all';
     ALTER ROLE migrator_a SET role TO migrator`,
  );
  await postgres.asSuperuser(`CREATE DATABASE ${database} OWNER migrator`);
  await postgres.asSuperuser(
    `REVOKE ALL ON DATABASE ${database} FROM PUBLIC; GRANT CONNECT ON DATABASE ${database} TO app`,
  );
  return { application, migrator };
}
