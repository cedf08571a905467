import { Yaml } from 'cdk8s';
import type { Environment } from '../../config/schema';

export const probeModule = 'https';

/**
 * What the blackbox exporter does with an address: one request over TLS, over IPv4, that must be answered with 2xx. It
 * shows how long each part took and when the certificate ends.
 * https://github.com/prometheus/blackbox_exporter/blob/master/CONFIGURATION.md
 */
export const blackboxConfiguration = ({ edge }: Pick<Environment, 'edge'>): string =>
  Yaml.stringify({
    modules: {
      [probeModule]: {
        prober: 'http',
        timeout: '9s',
        http: {
          preferred_ip_protocol: 'ip4',
          follow_redirects: false,
          fail_if_not_ssl: true,
          // Nobody trusts Let's Encrypt's staging directory; when its certificates end is still told.
          ...(edge.certificates === 'staging' && { tls_config: { insecure_skip_verify: true } }),
        },
      },
    },
  });
