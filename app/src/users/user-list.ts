import { z } from 'zod';
import type { UnitsOfWork } from '@platform/tenancy/database/unit-of-work';
import { instant, model } from '../api/model';

const user = model(
  'User',
  z.strictObject({
    id: z.uuid(),
    email: z.string(),
    name: z.string(),
    role: z.enum(['admin', 'member']),
    createdAt: instant,
  }),
);
export type User = z.infer<typeof user>;
export const userList = model('UserList', z.strictObject({ users: z.array(user) }));

type UserRow = Omit<User, 'createdAt'> & { readonly created_at: Date };

/** The current tenant's people by email address. */
export async function listUsers(database: UnitsOfWork): Promise<User[]> {
  const { rows } = await database.query<UserRow>(
    { text: 'SELECT id, email, name, role, created_at FROM users ORDER BY email' },
    { readOnly: true },
  );
  return rows.map(({ created_at, ...rest }) => ({ ...rest, createdAt: created_at.toISOString() }));
}
