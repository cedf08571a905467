import { renderedCharts } from '../../../support/synthesized';
import { thirdPartyImages } from '../../../../config/images';
import { publishedPaths } from '../../../../rehearsal/cluster/fake-pods/published-images';
import type { Json } from '../../../laws/tree';

const published = Object.values(thirdPartyImages).map(({ repository }) => repository);

const probed = renderedCharts('production')
  .flatMap(({ objects }) => objects)
  .filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet')
  .map(({ spec }) => (spec as Json).template.spec.containers[0])
  .filter(({ image }) => published.some((repository) => image.includes(`/${repository}:`)))
  .filter(({ readinessProbe }) => readinessProbe?.httpGet);

test.each(probed.map((container) => [container.name, container] as const))(
  '%s answers the paths of its probes, by whichever registry it comes',
  (_, { image, readinessProbe, livenessProbe, startupProbe }) => {
    const cached = image.replace(/^[^/]+/, '1234.dkr.ecr.us-east-1.amazonaws.com/cache');
    for (const probe of [startupProbe, readinessProbe, livenessProbe]) {
      expect(publishedPaths(cached)).toContain(probe.httpGet.path);
    }
  },
);

test('the application is none of them', () => {
  expect(publishedPaths('images.production.invalid/app:built')).toBeNull();
});
