import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ruleGroups } from '../../charts/platform';
import { production } from '../../config/environments/production';
import { flows } from '../../config/flows';
import { alertCases } from '../alerts/all-cases';
import { acknowledgedWildcards } from './access/acknowledged-wildcards';
import { functionsHaveLogGroups, logGroupsExpire } from './access/function-logs';
import { kubernetesAccessIsNarrow, tokensHaveAUse } from './access/kubernetes-access';
import { associationsHaveServiceAccounts, noRolesThroughOidc } from './access/pod-identity';
import { grantsAreNarrow } from './access/wildcards';
import { alarmsAct, alarmsHaveRunbooks } from './alarms/alarms';
import { alertsAreEquipped, alertsOffExist } from './alerts/alerts';
import {
  alertsEndAtTheirReceiver,
  oneFaultIsOneIncident,
  receiversReachSomebody,
  unknownAlertsPage,
} from './alerts/routes';
import { connectionsFitTheDatabase, databaseClientsAreCounted } from './connections/database-connections';
import {
  dataSourcesExist,
  panelsHaveAddresses,
  panelsNameAlerts,
  panelsSayWhatTheyShow,
  queriesAskForWhatExists,
  rulesAskForWhatExists,
} from './dashboards/dashboards';
import { alertsLeadToPanels, panelsLeadToLogs } from './dashboards/links';
import { dataSourcesAreProvisioned, grafanaIsClosed } from './dashboards/grafana';
import {
  appliedAsRendered,
  chartsAreAppliedInOrder,
  manifestsOverwrite,
} from './delivery/applied-as-rendered';
import { jobNamesCarryAHash, workloadsAreGated } from './delivery/gates';
import { holdersAreKept, removedObjectsAreRetired } from './delivery/retired-objects';
import { objectsAreSmall, templatesAreSmall } from './delivery/size-limits';
import { rightsAreNarrow } from './access/cluster-rights';
import {
  onlyTheIngressIsPublic,
  targetsAreHealthyBeforeOthersGo,
  targetsDrainBeforeTheyStop,
} from './edge/load-balancers';
import {
  accessLogsHoldNoSecrets,
  clientAddressesAreKept,
  deadPodsArePassedBy,
  figuresStayInside,
  onlyTheStatusIsPublic,
  onlyTls13,
} from './edge/proxy-configuration';
import { hostsHaveCertificates, issuersCanIssue, routesHaveServices, socketsAreSticky } from './edge/routes';
import { temporalStaysInside } from './exposure/inside-only';
import { noPolicyAllowsEverybody } from './exposure/public-policies';
import {
  clusterEndpointIsNarrow,
  dataSubnetsAreIsolated,
  networkIsClosed,
  storesArePrivate,
} from './exposure/public-resources';
import { metricsAreScraped, scrapesHaveFlows } from './monitoring/scrapes';
import { logAgentOnlyReads, logsAreRedacted, logStreamsAreFew, tenantsAreMetadata } from './logs/log-agent';
import { lifeCyclesSpareLogs, logsAreKeptAsPromised } from './logs/log-retention';
import { namesAreUnique, namesHoldNoHashes, namesHoldNoTokens, serviceAccountsExist } from './names/names';
import { namespacesDenyByDefault, policiesAreEnforced } from './network/enforcement';
import { flowsNameWorkloads, flowTable } from './network/flow-table';
import { knownPeers, selectedPodsExist } from './network/known-peers';
import { dnsIsOpenByAddress, podIdentityIsOpen } from './network/open-to-all-pods';
import { storesAdmitOnlyFlows } from './network/security-groups';
import { catalogueIsUsed, imagesAreKnown, imagesFitTheirPool } from './pods/image-references';
import { podsAreSpread, podsHaveDisruptionBudgets, podsNamePoolAndArchitecture } from './pods/placement';
import { namespacesEnforceRestricted, podsAreRestricted } from './pods/restricted';
import { podSecretsAreReferences, templateSecretsAreReferences } from './pods/secrets';
import { queueScalersHaveAFallback, replicasHaveOneOwner } from './pods/scaling';
import { podsHaveProbes, podsHaveSizes } from './pods/sizes';
import { bucketsAreVersioned, databasesAreInTheWeeklyPlan, storesAreBackedUp } from './state/backed-up';
import { storesAreEncrypted } from './state/encrypted';
import {
  deletionProtectionFollowsTheEnvironment,
  disposableStacksHoldNoState,
  stateIsProtectedFromTermination,
  storesAreRetained,
} from './state/retained';
import type { Law } from './tree';

/** Names of the runbooks, without `.md`. */
export const runbooks: readonly string[] = readdirSync(join(__dirname, '../../docs/runbooks')).map((file) =>
  file.replace(/\.md$/, ''),
);

const alertNames = ruleGroups(production).flatMap(({ alerts }) => alerts.map(({ name }) => name));

/** Every rule that holds for one environment by itself, also for one that a test makes up. */
export const laws = {
  accessLogsHoldNoSecrets,
  alarmsAct,
  alarmsHaveRunbooks: alarmsHaveRunbooks(runbooks),
  alertsAreEquipped: alertsAreEquipped({ runbooks, tests: alertCases.map(({ alert }) => alert) }),
  alertsEndAtTheirReceiver,
  alertsLeadToPanels,
  alertsOffExist: alertsOffExist(alertNames),
  appliedAsRendered,
  associationsHaveServiceAccounts,
  bucketsAreVersioned,
  catalogueIsUsed,
  chartsAreAppliedInOrder,
  clientAddressesAreKept,
  clusterEndpointIsNarrow,
  connectionsFitTheDatabase,
  databaseClientsAreCounted,
  databasesAreInTheWeeklyPlan,
  dataSourcesAreProvisioned,
  dataSourcesExist,
  dataSubnetsAreIsolated,
  deadPodsArePassedBy,
  deletionProtectionFollowsTheEnvironment,
  disposableStacksHoldNoState,
  dnsIsOpenByAddress,
  flowsNameWorkloads: flowsNameWorkloads(flows),
  figuresStayInside,
  flowTable,
  functionsHaveLogGroups,
  grafanaIsClosed,
  grantsAreNarrow: grantsAreNarrow(acknowledgedWildcards),
  holdersAreKept,
  hostsHaveCertificates,
  imagesAreKnown,
  imagesFitTheirPool,
  issuersCanIssue,
  jobNamesCarryAHash,
  knownPeers,
  kubernetesAccessIsNarrow,
  lifeCyclesSpareLogs,
  logAgentOnlyReads,
  logGroupsExpire,
  logsAreKeptAsPromised,
  logsAreRedacted,
  logStreamsAreFew,
  manifestsOverwrite,
  metricsAreScraped,
  namesAreUnique,
  namesHoldNoHashes,
  namesHoldNoTokens,
  namespacesDenyByDefault,
  namespacesEnforceRestricted,
  networkIsClosed,
  noPolicyAllowsEverybody,
  noRolesThroughOidc,
  objectsAreSmall,
  oneFaultIsOneIncident,
  onlyTheIngressIsPublic,
  onlyTheStatusIsPublic,
  onlyTls13,
  panelsHaveAddresses,
  panelsLeadToLogs,
  panelsNameAlerts,
  panelsSayWhatTheyShow,
  podIdentityIsOpen,
  podsAreRestricted,
  podsAreSpread,
  podSecretsAreReferences,
  podsHaveDisruptionBudgets,
  podsHaveProbes,
  podsHaveSizes,
  podsNamePoolAndArchitecture,
  policiesAreEnforced,
  queriesAskForWhatExists,
  queueScalersHaveAFallback,
  receiversReachSomebody,
  removedObjectsAreRetired,
  replicasHaveOneOwner,
  rightsAreNarrow,
  routesHaveServices,
  scrapesHaveFlows,
  rulesAskForWhatExists,
  selectedPodsExist,
  serviceAccountsExist,
  socketsAreSticky,
  stateIsProtectedFromTermination,
  storesAdmitOnlyFlows,
  storesAreBackedUp,
  storesAreEncrypted,
  storesArePrivate,
  storesAreRetained,
  targetsAreHealthyBeforeOthersGo,
  targetsDrainBeforeTheyStop,
  templateSecretsAreReferences,
  templatesAreSmall,
  tenantsAreMetadata,
  tokensHaveAUse,
  temporalStaysInside,
  unknownAlertsPage,
  workloadsAreGated,
} satisfies Record<string, Law>;
export type LawName = keyof typeof laws;
