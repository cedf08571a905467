import { always, scaled } from '../columns';
import { countOf, type ResourceRule } from './resource-rule';

/** A replica in another region costs like the secret. */
export const secret: ResourceRule = ({ properties }, { load }) => [
  {
    item: 'secret and its replicas',
    priceId: 'secrets.secret',
    quantity: always(1 + (properties.ReplicaRegions?.length ?? 0)),
  },
  {
    item: 'reads of the secret',
    priceId: 'secrets.api10k',
    quantity: scaled(load.volume('secretReads'), 1e-4),
  },
];

/** The first and the second yearly rotation each add the price of a key. https://aws.amazon.com/kms/pricing/ */
const keyYears = (rotates: boolean) => ({ floor: 1, typical: 1, ceiling: rotates ? 3 : 1 });

export const key: ResourceRule = ({ properties }, world) => [
  { item: 'key', priceId: 'kms.key', quantity: keyYears(properties.EnableKeyRotation === true) },
  {
    item: 'requests to the key',
    priceId: 'kms.req10k',
    quantity: scaled(world.load.volume('keyRequests'), 1e-4 / countOf('AWS::KMS::Key', world)),
  },
];

/** A replica has the key material of its primary, and rotates with it. */
export const replicaKey: ResourceRule = () => [
  { item: 'replica of a key', priceId: 'kms.key', quantity: keyYears(true) },
];
