import type { Environment } from '../../config/schema';
import type { DeployNeeds } from './assembly/deploy-needs';
import type { AwsClients } from './aws/aws-clients';
import type { AcceptedVulnerability } from './image/accepted-vulnerabilities';
import type { Internet } from './internet/internet';
import type { Machine } from './machine/machine';

/** What is checked, and whom the checks ask. */
export interface Subject {
  readonly environment: Environment;
  /** The environment's, or the one that was asked for instead. */
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
  readonly now: Date;
  readonly needs: DeployNeeds;
  readonly aws: AwsClients;
  readonly machine: Machine;
  readonly internet: Internet;
  readonly acceptedVulnerabilities: readonly AcceptedVulnerability[];
}
