import type { Check } from '../check';

/** Let's Encrypt's certificates live 90 days and are renewed at 30: under this, renewal has failed for days. */
export const fewestDays = 21;

/** What the hosts of the environment show to everybody. */
export const certificates: Check = {
  name: 'certificates',
  questions: ({ environment, internet, now }) =>
    [environment.edge.appHost].map((host) => async () => {
      const certificate = await internet.certificate(host);
      if (!certificate) return { nothingToAsk: `${host} has no address yet` };
      const days = Math.floor((certificate.validTo.getTime() - now.getTime()) / 86_400_000);
      const ends = certificate.validTo.toISOString().slice(0, 10);
      const command = 'kubectl get certificates,challenges --all-namespaces';
      if (days < fewestDays) {
        return [
          {
            severity: days < 0 ? 'fails' : 'warns',
            what:
              days < 0
                ? `The certificate of ${host} ended on ${ends}`
                : `The certificate of ${host} ends on ${ends}, in ${days} days`,
            why: 'cert-manager renews 30 days before the end: its challenges fail, and the deploy will not mend that',
            command,
          },
        ];
      }
      return certificate.refusedBecause === null
        ? []
        : [
            {
              severity: 'fails',
              what: `Browsers refuse the certificate of ${host} (${certificate.refusedBecause})`,
              why: 'customers cannot open the application',
              command,
            },
          ];
    }),
};
