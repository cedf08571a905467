import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { context } from '../cdk.json';
import { imageReference } from '../charts/image-reference';
import { undeployedInputs } from '../charts/inputs';
import { production } from '../config/environments/production';
import { rehearsal } from '../config/environments/rehearsal';
import { type ThirdPartyImageName, thirdPartyImages } from '../config/images';
import { environments } from '../config/load';
import type { Environment } from '../config/schema';
import { cacheUser } from '../lib/cache/cache-login';
import { platform } from '../lib/platform';
import type { ImageReferences } from '../rehearsal/images/references';
import { environmentCharts } from './environment-charts';

/** What a rehearsal is about, as data; the assemblies are written into a folder. */
export function rehearsalSubject(folder: string) {
  const all = Object.values(environments);
  return {
    environments: all,
    rendered: all.map((environment) => ({
      environment: environment.name,
      charts: environmentCharts(environment),
    })),
    // Made when somebody asks: real nodes do not.
    get deploys() {
      return deploySubject(folder);
    },
    rolledOut: rehearsal.name,
    outside: outsideNames(rehearsal),
    images: imageReferences(rehearsal),
    attackProgram: [
      process.execPath,
      ...['-r', require.resolve('ts-node/register/transpile-only')],
      join(__dirname, '../verify/isolation/deployed/attack-deployed.ts'),
    ],
  };
}

/** As `environmentCharts` renders them for an environment that is not deployed. */
function outsideNames(environment: Environment) {
  const inputs = undeployedInputs(environment);
  const databases = [inputs.databaseHost, inputs.databaseReaderHost].filter((name) => name !== null);
  return {
    databases,
    caches: [...new Set([inputs.cacheQueuesHost, inputs.cacheVolatileHost])],
    applicationImage: inputs.applicationImage,
    pauseImage: imageReference('pause', inputs.pullThroughHost),
    databaseRotation: join(__dirname, '../lib/database/rotation/handler.ts'),
    cacheRotation: join(__dirname, '../lib/cache/rotation/handler.ts'),
    cacheUser,
  };
}

function imageReferences(environment: Environment): ImageReferences {
  const { applicationImage, pullThroughHost } = undeployedInputs(environment);
  const names = Object.keys(thirdPartyImages) as ThirdPartyImageName[];
  return {
    application: applicationImage,
    thirdParty: Object.fromEntries(
      names.map((name) => [name, imageReference(name, pullThroughHost)]),
    ) as ImageReferences['thirdParty'],
  };
}

/**
 * Two assemblies of production under a folder. The second differs as a deploy may: the pods of one component change, and
 * another component is no more.
 */
function deploySubject(folder: string): { readonly first: string; readonly second: string } {
  const { components } = production.application;
  const changed: Environment = {
    ...production,
    application: {
      ...production.application,
      components: {
        ...components,
        lifecycle: null,
        api: { ...components.api, variables: { ...components.api.variables, LOG_LEVEL: 'debug' } },
      },
    },
  };
  return {
    first: assembly(production, join(folder, 'first')),
    second: assembly(changed, join(folder, 'second')),
  };
}

/** Without the checks of a synthesis, which have been made elsewhere and take most of its time. */
function assembly(environment: Environment, outdir: string): string {
  const app = new App({ outdir, context, builtinCloudFormationValidation: false, treeMetadata: false });
  platform(app, environment);
  app.synth();
  return outdir;
}
