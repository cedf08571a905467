import { X509Certificate } from 'node:crypto';
import { databaseCertificateBundle } from '../../charts/foundation/database-certificates';
import { quota } from '../../charts/foundation/quota';
import { InputError } from '../../config/errors';
import { loadEnvironment } from '../../config/load';
import { renderedCharts } from '../support/synthesized';
import { object, ofKind } from './rendered-objects';

const charts = renderedCharts('production');

describe('namespaces', () => {
  test.each(['enforce', 'audit', 'warn'])(
    'app: %s the restricted standard of the cluster’s version',
    (mode) => {
      expect(object(charts, 'Namespace', 'app').metadata.labels).toMatchObject({
        [`pod-security.kubernetes.io/${mode}`]: 'restricted',
        [`pod-security.kubernetes.io/${mode}-version`]: 'v1.36',
      });
    },
  );

  test('are in a chart of their own', () => {
    expect(charts.filter(({ objects }) => objects.some(({ kind }) => kind === 'Namespace'))).toEqual([
      expect.objectContaining({ name: 'namespaces', objects: ofKind(charts, 'Namespace') }),
    ]);
  });
});

describe('priorities', () => {
  test('the application outranks what names no class', () => {
    expect(object(charts, 'PriorityClass', 'application').value).toBeGreaterThan(
      object(charts, 'PriorityClass', 'standard').value,
    );
  });

  test('headroom gives way to what names no class', () => {
    expect(object(charts, 'PriorityClass', 'headroom').value).toBeLessThan(
      object(charts, 'PriorityClass', 'standard').value,
    );
  });

  test('headroom takes room from nobody', () => {
    expect(object(charts, 'PriorityClass', 'headroom').preemptionPolicy).toBe('Never');
  });
});

describe('quota', () => {
  const production = loadEnvironment('production');
  // New replicas, a surge of a quarter rounded up, old replicas that drain; and two tries of the migration.
  const pods = {
    api: 10 + 3 + 10,
    realtime: 4 + 1 + 4,
    worker: 5 + 2 + 5,
    lifecycle: 2 + 1 + 2,
    migration: 2,
    acmeSolver: 2,
  };

  test('counts every pod that the config can come to', () => {
    expect(quota(production, 'app').pods).toBe(53);
  });

  test('adds up their CPU', () => {
    expect(quota(production, 'app').cpuRequestMillicores).toBe(
      (pods.api + pods.realtime + pods.migration) * 250 +
        pods.worker * 500 +
        pods.lifecycle * 100 +
        pods.acmeSolver * 10,
    );
  });

  test('adds up their memory', () => {
    expect(quota(production, 'app').memoryLimitMib).toBe(
      (pods.api + pods.realtime) * 768 +
        pods.worker * 1024 +
        pods.migration * 512 +
        pods.lifecycle * 384 +
        pods.acmeSolver * 64,
    );
  });

  test.each(['services.loadbalancers', 'services.nodeports', 'persistentvolumeclaims'])(
    'allows no %s',
    (name) => {
      expect(object(charts, 'ResourceQuota', 'quota', 'app').spec.hard[name]).toBe('0');
    },
  );

  test('the ingress may have one load balancer, and no port of a node', () => {
    expect(object(charts, 'ResourceQuota', 'quota', 'ingress').spec.hard).toMatchObject({
      'services.loadbalancers': '1',
      'services.nodeports': '0',
    });
  });

  test('a container that states nothing is bounded all the same', () => {
    expect(object(charts, 'LimitRange', 'defaults', 'app').spec.limits[0].default).toEqual({
      memory: '128Mi',
    });
  });
});

describe('storage class', () => {
  const storageClass = object(charts, 'StorageClass', 'gp3-encrypted');

  test('encrypts', () => {
    expect(storageClass.parameters).toEqual({ type: 'gp3', encrypted: 'true' });
  });

  test('is Auto Mode’s driver', () => {
    expect(storageClass.provisioner).toBe('ebs.csi.eks.amazonaws.com');
  });

  test('is the default', () => {
    expect(storageClass.metadata.annotations).toEqual({
      'storageclass.kubernetes.io/is-default-class': 'true',
    });
  });

  test('keeps the volume of a deleted claim', () => {
    expect(storageClass.reclaimPolicy).toBe('Retain');
  });
});

describe('headroom', () => {
  const { spec } = object(charts, 'Deployment', 'headroom');

  test('holds one scale-up step', () => {
    expect(spec.replicas).toBe(2);
  });

  test('can be pushed out', () => {
    expect(spec.template.spec.priorityClassName).toBe('headroom');
  });

  test('leaves at once', () => {
    expect(spec.template.spec.terminationGracePeriodSeconds).toBe(0);
  });

  test('never buys a node to roll out', () => {
    expect(spec.strategy.rollingUpdate.maxSurge).toBe(0);
  });

  test('never holds a drain up', () => {
    expect(object(charts, 'PodDisruptionBudget', 'headroom').spec.maxUnavailable).toBe('100%');
  });
});

describe('database certificates', () => {
  const authorities = (region: string): X509Certificate[] =>
    databaseCertificateBundle(region)
      .split(/(?<=-----END CERTIFICATE-----\n)/)
      .map((pem) => new X509Certificate(pem));

  test.each(['us-east-1', 'us-west-2'])('%s trusts the three authorities of its own region', (region) => {
    const names = authorities(region).map(({ subject }) => /CN=(.*)/.exec(subject)?.[1]);
    expect(names.sort()).toEqual(
      ['ECC384', 'RSA2048', 'RSA4096'].map((key) => `Amazon RDS ${region} Root CA ${key} G1`),
    );
  });

  test('are their own issuers', () => {
    expect(authorities('us-east-1').every((authority) => authority.verify(authority.publicKey))).toBe(true);
  });

  test('a region without them is a fault of the input', () => {
    expect(() => databaseCertificateBundle('xx-east-1')).toThrow(InputError);
  });

  test('are where the pods mount them', () => {
    expect(object(charts, 'ConfigMap', 'database-certificates').data['bundle.pem']).toBe(
      databaseCertificateBundle('us-east-1'),
    );
  });
});
