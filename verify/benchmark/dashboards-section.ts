import { thirdPartyImages } from '../../config/images';
import { askPanels, unanswered } from '../dashboards/ask-panels';

const tenants = 100;
const hours = 1;
const everySeconds = 60;
const slowestSeconds = 2;

/** Every query of every panel, as a range query over the hour that was filled. Takes some minutes. */
export async function dashboardsSection(): Promise<string> {
  const asked = await askPanels({
    size: { tenants, nodes: 6, pods: 1 },
    hours,
    everySeconds,
  });
  const { series, answers } = asked;
  const sorted = [...answers].sort((one, other) => other.seconds - one.seconds);
  const over = answers.filter(({ seconds }) => seconds > slowestSeconds).length;
  const median = sorted[Math.floor(sorted.length / 2)]?.seconds ?? 0;
  const rows = [
    ['queries of panels', `${answers.length}`, ''],
    [`slower than ${slowestSeconds} s`, `${over}`, '0'],
    ['without an answer', `${unanswered(asked).length}`, '0'],
    ['the median', `${Math.round(median * 1000)} ms`, ''],
    ...sorted
      .slice(0, 3)
      .map(({ panel, seconds }) => [`slow: ${panel}`, `${seconds.toFixed(2)} s`, `${slowestSeconds} s`]),
  ];
  return `${series.toLocaleString('en-US')} series of ${tenants} tenants, an hour at one sample a minute, made from the catalogue of metrics, in Prometheus ${thirdPartyImages.prometheus.tag.slice(1)}, which production runs. Each query is asked once, over that hour in 180 points, with nothing of it in memory.

| what | measured | at most |
|---|---|---|
${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}
`;
}
