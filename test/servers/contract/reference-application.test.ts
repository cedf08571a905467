import type { ContractReport } from '../../../ops/contract/contract-check';
import { SignInService } from '../../../servers/sign-in/sign-in-service';
import { BuiltApplication } from '../app/support/built-application';
import { contractReport, having, pointOf } from './contract-reports';

let signIn: SignInService;
let built: BuiltApplication;
let realtime: ContractReport;

beforeAll(async () => {
  // A pod's /tmp is its own and empty.
  built = new BuiltApplication('/var/tmp');
  signIn = await SignInService.start();
  realtime = await contractReport({
    command: ['node', built.main, 'realtime'],
    input: {
      component: 'realtime',
      // The demo's tenants give the client's token somebody to belong to.
      migrate: `node ${built.main} migrate && node ${built.main} demo`,
      socketAuth: { token: await signIn.token({ tenant: 'acme', sub: 'contract-check' }) },
      variables: {
        OIDC_ISSUER: signIn.issuer,
        OIDC_AUDIENCE: signIn.audience,
        ...built.variables,
      },
    },
  });
}, 300_000);
afterAll(async () => {
  await signIn?.stop();
  built?.remove();
});

test('the reference realtime: an event through Redis reaches clients of two replicas', () => {
  expect(pointOf(realtime, 'sockets')).toMatchObject({ verdict: 'holds' });
});

test('the reference realtime: nothing fails, and nothing has to be bridged', () => {
  expect(having(realtime, 'fails', 'bridged')).toEqual([]);
});
