import { Secret } from '@platform/tenancy/logging/secret';
import { notFound } from '../api/api-problem';
import type { ApiServices } from '../api/api-services';
import { operation, type Operation } from '../api/operation';
import { credentialInput, credentialList, credentialName } from './credential-model';

const path = '/v1/credentials/{credentialName}';
const tag = 'credentials';
const access = 'tenant-admin';
const parameters = { credentialName };

/** A tenant's keys at model providers. They go in and never come out. */
export const credentialOperations = ({ vault }: Pick<ApiServices, 'vault'>): Operation[] => [
  operation({
    method: 'get',
    path: '/v1/credentials',
    id: 'listCredentials',
    tag,
    summary: 'Which credentials there are',
    access,
    answers: { 200: { description: 'Names and hints, no secrets.', model: credentialList } },
    handle: async () => ({
      status: 200,
      body: {
        credentials: (await vault.list()).map(({ createdAt, replacedAt, ...rest }) => ({
          ...rest,
          createdAt: createdAt.toISOString(),
          replacedAt: replacedAt.toISOString(),
        })),
      },
    }),
  }),
  operation({
    method: 'put',
    path,
    id: 'storeCredential',
    tag,
    summary: 'Store a secret, in place of the one of that name',
    access,
    parameters,
    body: credentialInput,
    answers: { 204: { description: 'It is stored, encrypted.', model: null } },
    handle: async ({ parameters: { credentialName: name }, body: { secret, provider } }) => {
      await vault.seal(name, new Secret(secret), { provider });
      return { status: 204 };
    },
  }),
  operation({
    method: 'delete',
    path,
    id: 'deleteCredential',
    tag,
    summary: 'Remove a credential',
    access,
    parameters,
    answers: { 204: { description: 'It is gone.', model: null } },
    problems: { 404: 'There is no such credential.' },
    handle: async ({ parameters: { credentialName: name } }) => {
      if (!(await vault.remove(name))) throw notFound('credential');
      return { status: 204 };
    },
  }),
];
