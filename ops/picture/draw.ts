import { instance } from '@viz-js/viz';
import { flows } from '../../config/flows';
import { architectureDot } from './architecture-dot';
import { picturedStacks } from './assembly-graph';

/** The architecture as SVG, from a cloud assembly and the flow table: the same input gives the same picture. */
export async function drawArchitecture(assembly: string): Promise<string> {
  const viz = await instance();
  return viz.renderString(architectureDot(picturedStacks(assembly), flows), { format: 'svg' });
}
