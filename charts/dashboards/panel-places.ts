import type { GridPos } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Panel } from '../dashboard-row';

const columns = 24;

const sizes: Readonly<Record<Panel['kind'], { readonly w: number; readonly h: number }>> = {
  stat: { w: 6, h: 4 },
  timeseries: { w: 8, h: 8 },
  table: { w: 8, h: 8 },
  logs: { w: columns, h: 12 },
};

/** Where a row's title and its panels lie, and where the next row begins. */
export interface RowPlaces {
  readonly title: GridPos;
  readonly panels: readonly GridPos[];
  readonly bottom: number;
}

/** Panels side by side from the left, under their row's title at height `top`, as words in lines. */
export function rowPlaces(panels: readonly Pick<Panel, 'kind'>[], top: number): RowPlaces {
  let [x, y, lineHeight] = [0, top + 1, 0];
  const places = panels.map(({ kind }): GridPos => {
    const { w, h } = sizes[kind];
    if (x + w > columns) [x, y, lineHeight] = [0, y + lineHeight, 0];
    const place = { x, y, w, h };
    x += w;
    lineHeight = Math.max(lineHeight, h);
    return place;
  });
  return { title: { x: 0, y: top, w: columns, h: 1 }, panels: places, bottom: y + lineHeight };
}
