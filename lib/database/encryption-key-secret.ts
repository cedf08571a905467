import { Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { secretNames, stateOwner } from '../../config/contract';
import { OwnedSecret, type OwnedSecretProps } from '../secrets/owned-secret';

/**
 * The application's ENCRYPTION_KEY: 64 hexadecimal digits, 256 bits. It stands with the database because it encrypts
 * what is in it: one without the other is lost.
 */
export class EncryptionKeySecret extends OwnedSecret {
  constructor(
    scope: Construct,
    id: string,
    props: Pick<OwnedSecretProps, 'environment' | 'dataKey' | 'recoveryRegion'>,
  ) {
    super(scope, id, {
      ...props,
      secretName: secretNames.encryptionKey(stateOwner(props.environment)),
      description: `ENCRYPTION_KEY of the application in ${props.environment.name}`,
      firstValue: {
        passwordLength: 64,
        excludePunctuation: true,
        excludeUppercase: true,
        excludeCharacters: 'ghijklmnopqrstuvwxyz',
      },
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'A new key cannot read what the old one encrypted: a rotation must re-encrypt the rows, which only the application can.',
    });
  }
}
